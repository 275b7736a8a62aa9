import { changes, type Cmdlets, type Parameters, shows, type Shown } from '../cmdlet.ts';
import { ManagementError } from '../error.ts';
import type { EwsSwitches } from '../organisation.ts';
import {
  canonicalName,
  distinguishedName,
  primaryOf,
  type Recipient,
  recipientsOf,
  requireRecipient,
} from '../recipient.ts';
import { limited } from '../results.ts';

const shownSwitches = ({ ewsEnabled, policy, allow, block }: EwsSwitches): Shown => ({
  EwsEnabled: ewsEnabled ?? null,
  EwsAllowOutlook: null,
  EwsAllowMacOutlook: null,
  EwsAllowEntourage: null,
  EwsApplicationAccessPolicy: policy ?? null,
  EwsAllowList: allow.length > 0 ? [...allow] : null,
  EwsBlockList: block.length > 0 ? [...block] : null,
});

function readPolicy(parameters: Parameters): EwsSwitches['policy'] {
  const text = parameters.text('EwsApplicationAccessPolicy');
  if (text === undefined || text === '') return undefined;
  const known = (['EnforceAllowList', 'EnforceBlockList'] as const).find(
    (each) => each.toLowerCase() === text.toLowerCase(),
  );
  if (known) return known;
  throw new ManagementError(
    'ParameterBindingException',
    `Cannot convert value "${text}" to type "Microsoft.Exchange.Data.Directory.EwsApplicationAccessPolicy". The possible enumeration values are "EnforceAllowList, EnforceBlockList".`,
  );
}

/** `$null` takes a switch back; what is not given stays. */
function setSwitches(switches: EwsSwitches, parameters: Parameters): void {
  if (parameters.has('EwsEnabled')) {
    if (parameters.text('EwsEnabled') === undefined) delete switches.ewsEnabled;
    else switches.ewsEnabled = parameters.flag('EwsEnabled');
  }
  if (parameters.has('EwsApplicationAccessPolicy')) {
    const policy = readPolicy(parameters);
    if (policy === undefined) delete switches.policy;
    else switches.policy = policy;
  }
  if (parameters.has('EwsAllowList')) switches.allow = parameters.changed('EwsAllowList', switches.allow);
  if (parameters.has('EwsBlockList')) switches.block = parameters.changed('EwsBlockList', switches.block);
}

const casMailbox = (recipient: Recipient, hasEws: boolean): Shown => ({
  Identity: canonicalName(recipient),
  Name: recipient.name,
  DisplayName: recipient.displayName,
  Guid: recipient.guid,
  DistinguishedName: distinguishedName(recipient),
  PrimarySmtpAddress: primaryOf(recipient),
  OWAEnabled: true,
  ...(hasEws ? shownSwitches(recipient.ews) : {}),
});

/** Whether EWS is there for a mailbox, for a program, at all; from 2010 on. */
export const EWS_SWITCHES: Cmdlets = {
  'Get-CASMailbox': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const organization = parameters.text('Organization');
    const hasEws = side.profile.build[0] >= 14;
    if (text !== undefined) return shows([casMailbox(requireRecipient(side, text, organization), hasEws)]);
    const all = recipientsOf(side).filter(
      (each) => each.kind === 'UserMailbox' && (organization === undefined || each.organization === organization),
    );
    return limited(parameters, all, (each) => casMailbox(each, hasEws));
  },
  'Set-CASMailbox': ({ side, parameters }) => {
    const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
    readPolicy(parameters);
    return changes(`Setting client access properties on the mailbox "${canonicalName(recipient)}".`, () =>
      setSwitches(recipient.ews, parameters),
    );
  },
  'Get-OrganizationConfig': ({ side }) =>
    shows([
      {
        Name: 'Sandbox',
        Identity: 'Sandbox',
        DistinguishedName: `CN=Sandbox,CN=Microsoft Exchange,CN=Services,CN=Configuration`,
        ...(side.profile.build[0] >= 14 ? shownSwitches(side.organisation.ews) : {}),
      },
    ]),
  'Set-OrganizationConfig': ({ side, parameters }) => {
    readPolicy(parameters);
    return changes('Setting organization configuration.', () => setSwitches(side.organisation.ews, parameters));
  },
};
