import type { Side } from '../../side.ts';
import type { ThrottleOptions } from '../../throttle/throttle.ts';
import { type Call, changes, type Cmdlets, type Parameters, shows, type Shown } from '../cmdlet.ts';
import { ManagementError } from '../error.ts';
import type { ThrottlingPolicy } from '../organisation.ts';
import { requirePrincipal, windowsName } from '../principals.ts';
import { canonicalName, findRecipients, notFound } from '../recipient.ts';

/** `EWSMaxConcurrency` of 2010, `EwsMaxConcurrency` of later ones: parameters do not care. */
const VALUE = /^ews/i;

/** No limit is `$null` in 2010, `Unlimited` from 2013 on; what the other says is refused. */
function readValue({ side }: Call, name: string, value: unknown): number | null {
  const isUnlimited = typeof value === 'string' && value.toLowerCase() === 'unlimited';
  const isOld = side.profile.build[0] < 15;
  const number = Number(value);
  if (isOld ? value === null : isUnlimited) return null;
  if (value !== null && !isUnlimited && Number.isInteger(number) && number >= 0) return number;
  throw new ManagementError(
    'ParameterBindingException',
    `Cannot process argument transformation on parameter '${name}'. Cannot convert value "${JSON.stringify(value)}" to type "${isOld ? 'System.UInt32' : 'Microsoft.Exchange.Data.Unlimited`1[System.UInt32]'}".`,
  );
}

function valuesIn(call: Call, names: readonly string[]): Record<string, number | null> {
  const given = names.filter((name) => VALUE.test(name));
  return Object.fromEntries(
    given.map((name) => [name.toLowerCase(), readValue(call, name, call.parameters.value(name))]),
  );
}

function requirePolicy({ organisation }: Side, text: string): ThrottlingPolicy {
  const policy = organisation.policies.get(text.toLowerCase());
  if (policy) return policy;
  throw new ManagementError('ManagementObjectNotFoundException', `The throttling policy "${text}" wasn't found.`);
}

const DEFAULTS = {
  old: { EWSMaxConcurrency: 10, EWSPercentTimeInAD: 50, EWSPercentTimeInCAS: 90, EWSPercentTimeInMailboxRPC: 60 },
  new: { EwsMaxConcurrency: 27, EwsMaxBurst: 300_000, EwsRechargeRate: 900_000, EwsCutoffBalance: 3_000_000 },
} as const;

function shown(side: Side, { name, values }: ThrottlingPolicy, isDefault = false): Shown {
  const isOld = side.profile.build[0] < 15;
  const known: Record<string, number> = isOld ? DEFAULTS.old : DEFAULTS.new;
  const own = Object.entries(known).map(([key, standard]) => {
    const value = Object.hasOwn(values, key.toLowerCase()) ? values[key.toLowerCase()] : standard;
    return [key, value ?? (isOld ? null : 'Unlimited')] as const;
  });
  return {
    Identity: name,
    Name: name,
    ...(isOld ? { IsDefault: isDefault } : { ThrottlingPolicyScope: isDefault ? 'Global' : 'Regular' }),
    ...Object.fromEntries(own),
  };
}

/** Gives an account a policy; without a name it is the default one again. */
export function assignPolicy(side: Side, account: string, policy: string | undefined): void {
  if (policy === undefined || policy === '') side.organisation.policyOf.delete(account);
  else side.organisation.policyOf.set(account, requirePolicy(side, policy).name);
}

/** How fast an account may be by a policy of its own; undefined: as everyone. */
export function ownThrottle(side: Side, account: string): ThrottleOptions | undefined {
  const name = side.organisation.policyOf.get(account.toLowerCase());
  const policy = name === undefined ? undefined : side.organisation.policies.get(name.toLowerCase());
  if (!policy) return undefined;
  const standard = side.profile.throttle;
  const value = (key: string, otherwise: number | undefined): number | undefined =>
    Object.hasOwn(policy.values, key) ? (policy.values[key] ?? undefined) : otherwise;
  const read = {
    concurrency: value('ewsmaxconcurrency', standard?.concurrency) ?? Number.POSITIVE_INFINITY,
    syncConcurrency: value('ewsmaxconcurrency', standard?.syncConcurrency),
    burstMs: value('ewsmaxburst', standard?.burstMs),
    rechargeMsPerHour: value('ewsrechargerate', standard?.rechargeMsPerHour),
    cutoffMs: value('ewscutoffbalance', standard?.cutoffMs),
  };
  return Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined));
}

const policyNamed = (parameters: Parameters): string => parameters.requireText('Name');

/** Throttling policies, from 2010 on. */
export const THROTTLING: Cmdlets = {
  'New-ThrottlingPolicy': (call) => {
    const { side, parameters } = call;
    const name = policyNamed(parameters);
    if (side.organisation.policies.has(name.toLowerCase()))
      throw new ManagementError(
        'ADObjectAlreadyExistsException',
        `The throttling policy "${name}" already exists. Please use a different name.`,
      );
    const policy = { name, values: valuesIn(call, parameters.names()) };
    return changes(`Creating throttling policy "${name}".`, () => {
      side.organisation.policies.set(name.toLowerCase(), policy);
      return [shown(side, policy)];
    });
  },
  'Get-ThrottlingPolicy': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    if (text !== undefined) return shows([shown(side, requirePolicy(side, text))]);
    const name = side.profile.build[0] < 15 ? 'DefaultThrottlingPolicy_c63e1d2b' : 'GlobalThrottlingPolicy_c63e1d2b';
    const own = [...side.organisation.policies.values()].map((each) => shown(side, each));
    return shows([shown(side, { name, values: {} }, true), ...own]);
  },
  'Set-ThrottlingPolicy': (call) => {
    const policy = requirePolicy(call.side, call.parameters.requireText('Identity'));
    const values = valuesIn(call, call.parameters.names());
    return changes(`Setting throttling policy "${policy.name}".`, () => void Object.assign(policy.values, values));
  },
  'Remove-ThrottlingPolicy': ({ side, parameters }) => {
    const { name } = requirePolicy(side, parameters.requireText('Identity'));
    const users = [...side.organisation.policyOf].filter(([, each]) => each === name);
    if (users.length > 0)
      throw new ManagementError(
        'CannotRemoveAssociatedThrottlingPolicyException',
        `The throttling policy "${name}" can't be removed because it's associated with ${users.map(([who]) => windowsName(side, who)).join(', ')}. Remove the association first.`,
      );
    return changes(`Removing throttling policy "${name}".`, () => {
      side.organisation.policies.delete(name.toLowerCase());
    });
  },
  'Get-ThrottlingPolicyAssociation': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const asked = parameters.text('ThrottlingPolicy');
    const all = text === undefined ? [...side.organisation.policyOf.keys()] : [requirePrincipal(side, text).name];
    const found = all.filter(
      (each) => asked === undefined || side.organisation.policyOf.get(each)?.toLowerCase() === asked.toLowerCase(),
    );
    return shows(
      found.map((each) => {
        const [recipient] = findRecipients(side, each);
        return {
          Identity: recipient ? canonicalName(recipient) : each,
          Name: recipient?.name ?? each.split('@')[0],
          ThrottlingPolicyId: side.organisation.policyOf.get(each) ?? null,
        };
      }),
    );
  },
  'Set-ThrottlingPolicyAssociation': ({ side, parameters }) => {
    const text = parameters.requireText('Identity');
    const { name, kind } = requirePrincipal(side, text);
    if (kind !== 'user') throw notFound(side, text);
    const policy = parameters.text('ThrottlingPolicy');
    if (policy) requirePolicy(side, policy);
    return changes(`Setting throttling policy association "${windowsName(side, name)}".`, () =>
      assignPolicy(side, name, policy),
    );
  },
};
