import { BALANCERS } from '../http/affinity/cookies.ts';
import type { AccountState } from '../http/sign-in/options.ts';
import type { SandboxSide } from '../sandbox.ts';
import { itemIdText } from '../store/ids.ts';
import type { Corruption } from '../store/corrupt-items.ts';
import { DOOR_ORDERS } from './door-orders.ts';
import { manage } from '../management/manage.ts';
import { ManagementError } from '../management/error.ts';
import { isObject, readRule, refuseOthers } from './read-rule.ts';

export type Body = Readonly<Record<string, unknown>>;

/** What an order does on one side. Its result, or what its promise resolves to, is the answer. Throws RangeError for an order that it does not understand. */
export type Order = (side: SandboxSide, body: Body) => unknown;

const requireText = (body: Body, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new RangeError(`'${name}' is missing`);
  return value;
};

function requireAccount({ side }: SandboxSide, body: Body): string {
  const name = requireText(body, 'account');
  const account = side.accounts.find(name);
  if (!account) throw new RangeError(`No account ${name}`);
  return account.username;
}

const become =
  (state: AccountState): Order =>
  (side, body) =>
    side.side.accounts.setState(requireAccount(side, body), state);

/** The ids of the items that are meant: one by `item`, or all of a mailbox that have the subject. */
function itemsOf({ store }: SandboxSide, body: Body): string[] {
  if (body['item'] !== undefined) return [requireText(body, 'item')];
  const mailbox = store.mailbox(requireText(body, 'mailbox'));
  const rows = store
    .sql('select id, folder from items where mailbox = ? and subject = ? and owner is null')
    .all(mailbox?.id ?? 0, requireText(body, 'subject')) as { id: number; folder: number }[];
  if (!mailbox || rows.length === 0) throw new RangeError('There is no such item');
  return rows.map(({ id, folder }) => itemIdText(mailbox.guid, folder, id));
}

const NETWORK: ReadonlySet<string> = new Set(['roundTripMs', 'bytesPerSecond']);
const LIMITS: ReadonlySet<string> = new Set(['mailbox', 'quotaBytes', 'maxItemBytes']);
const SIGN_IN: ReadonlySet<string> = new Set(
  'schemes realm domain tokens page lockOut tells basicCharset extendedProtection'.split(' '),
);
const AFFINITY: ReadonlySet<string> = new Set(['balancer', 'without', 'slowMs', 'graceMs']);
const MANAGEMENT: ReadonlySet<string> = new Set(['version', 'cmdlet', 'parameters']);
const POLICY: ReadonlySet<string> = new Set(
  'concurrency syncConcurrency burstMs rechargeMsPerHour cutoffMs shape costFactor costMs longestDelayMs'.split(' '),
);

const setNetwork: Order = (side, body) => {
  refuseOthers('The network', body, NETWORK);
  if (Object.values(body).some((each) => typeof each !== 'number')) throw new RangeError('The network is in numbers');
  side.setNetwork(body);
};

const setClock: Order = ({ side }, { aheadMs = 0 }) => {
  if (typeof aheadMs !== 'number') throw new RangeError("'aheadMs' is a number");
  side.clock.aheadMs = aheadMs;
};

/** What is left out has no limit. */
const setLimits: Order = (side, body) => {
  refuseOthers('Limits', body, LIMITS);
  const { quotaBytes, maxItemBytes } = body;
  if ([quotaBytes, maxItemBytes].some((each) => each !== undefined && typeof each !== 'number'))
    throw new RangeError('Limits are in bytes');
  side.setLimits(requireText(body, 'mailbox'), body);
};

const setThrottle: Order = ({ side }, { policy }) => {
  if (isObject(policy)) refuseOthers('A policy', policy, POLICY);
  else if (policy !== 'default' && policy !== null)
    throw new RangeError("'policy' is 'default', an object, or null for none");
  side.throttle.set(policy ?? undefined);
};

/** What is null goes back to the default. */
const setSignIn: Order = ({ side }, body) => {
  refuseOthers('Sign-in', body, SIGN_IN);
  for (const [name, value] of Object.entries(body))
    Object.assign(side.signIn, { [name]: value === null ? undefined : value });
};

/** An order of the administrator; what Exchange refuses is an answer as well. */
const runCmdlet: Order = ({ side }, body) => {
  refuseOthers('An order to the organisation', body, MANAGEMENT);
  const { parameters = {} } = body;
  if (!isObject(parameters)) throw new RangeError("'parameters' is an object");
  try {
    return manage(side, requireText(body, 'cmdlet'), parameters, body['version'] as string | undefined);
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return { error: { kind: error.kind, message: error.message } };
  }
};

/** All of it at once: what is left out is the default. */
const setAffinity: Order = ({ side }, body) => {
  refuseOthers('Affinity', body, AFFINITY);
  const { balancer, without } = body;
  if (balancer !== undefined && !(BALANCERS as readonly unknown[]).includes(balancer))
    throw new RangeError(`'balancer' is one of ${BALANCERS.join(', ')}`);
  if (without !== undefined && without !== 'slow' && without !== 'wrong')
    throw new RangeError("'without' is slow or wrong");
  side.affinity.options = body;
};

/** Orders by method and path. */
export const ORDERS: Readonly<Record<string, Order>> = {
  'GET /state': (side) => ({
    url: side.url,
    version: side.version,
    stats: side.stats(),
    network: side.side.network,
    rules: side.side.faults.list(),
  }),
  'POST /faults': (side, body) => void side.side.faults.add(readRule(body)),
  'GET /faults': (side) => side.side.faults.list(),
  'DELETE /faults': (side) => side.side.faults.clear(),
  'POST /throttle': setThrottle,
  'POST /network': setNetwork,
  'POST /management': runCmdlet,
  'POST /clock': setClock,
  'POST /limits': setLimits,
  'POST /sync-states/invalidate': (side) => side.invalidateSyncStates(),
  'POST /sign-in': setSignIn,
  'POST /affinity': setAffinity,
  'POST /accounts/lock': (side, body) =>
    side.side.accounts.lock(requireAccount(side, body), body['forMs'] as number | undefined),
  'POST /accounts/unlock': (side, body) => side.side.accounts.unlock(requireAccount(side, body)),
  'POST /accounts/disable': become('disabled'),
  'POST /accounts/expire': become('password-expired'),
  'POST /accounts/must-change-password': become('must-change-password'),
  'POST /accounts/activate': become('active'),
  'POST /accounts/password': (side, body) =>
    side.side.accounts.setPassword(requireAccount(side, body), requireText(body, 'password')),
  'POST /items/corrupt': (side, body) => {
    const ids = itemsOf(side, body);
    for (const id of ids) side.markCorrupt(id, body['errors'] as Record<string, Corruption> | undefined);
    return { marked: ids.length };
  },
  'POST /items/heal': (side, body) => {
    for (const id of itemsOf(side, body)) side.heal(id);
  },
  ...DOOR_ORDERS,
  'POST /reset-stats': (side) => side.resetStats(),
};
