import type { Side } from '../../side.ts';
import { setEmailAddresses } from '../addresses.ts';
import { type Call, changes, type Cmdlets, type Parameters, shows } from '../cmdlet.ts';
import { ManagementError } from '../error.ts';
import { readFilter } from '../filter.ts';
import {
  canonicalName,
  isBelow,
  primaryOf,
  propertiesOf,
  type Recipient,
  recipientsOf,
  requireRecipient,
} from '../recipient.ts';
import { limited } from '../results.ts';
import { mailboxShown, recipientShown } from '../shown-recipient.ts';
import { assignPolicy } from './throttling.ts';

const TARGETS: readonly Recipient['kind'][] = ['UserMailbox', 'MailContact', 'MailUniversalDistributionGroup'];

/** The recipients that the parameters of a Get- cmdlet choose. */
function chosen({ side, parameters }: Call, kinds: readonly Recipient['kind'][]): Recipient[] {
  const text = parameters.text('Identity');
  const organization = parameters.text('Organization');
  const filter = parameters.text('Filter');
  const test = filter === undefined ? undefined : readFilter(filter);
  const unit = parameters.text('OrganizationalUnit');
  if (text !== undefined) return [requireRecipient(side, text, organization, kinds, unit)];
  const database = parameters.text('Database')?.toLowerCase();
  const details = parameters.list('RecipientTypeDetails').map((each) => each.toLowerCase());
  return recipientsOf(side).filter(
    (each) =>
      kinds.includes(each.kind) &&
      (organization === undefined || each.organization?.toLowerCase() === organization.toLowerCase()) &&
      (unit === undefined || isBelow(each, unit)) &&
      (database === undefined || each.database.toLowerCase() === database) &&
      (details.length === 0 || details.includes((each.details ?? each.kind).toLowerCase())) &&
      (test === undefined || test(propertiesOf(each))),
  );
}

/** A mail address, with or without its prefix; undefined for `$null`. */
function readSmtpAddress(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const address = text.replace(/^smtp:/i, '');
  const at = address.lastIndexOf('@');
  if (at > 0 && at < address.length - 1 && !/\s/.test(address)) return address;
  throw new ManagementError(
    'ParameterBindingException',
    `The address '${text}' is invalid: "${address}" isn't a valid SMTP address.`,
  );
}

/** Every new list of addresses, checked as it will be. */
function addressesAfter(recipient: Recipient, parameters: Parameters): readonly string[] | undefined {
  const primary = readSmtpAddress(parameters.text('PrimarySmtpAddress'));
  if (!parameters.has('EmailAddresses') && primary === undefined) return undefined;
  const listed = parameters.has('EmailAddresses')
    ? parameters.changed('EmailAddresses', recipient.emailAddresses)
    : recipient.emailAddresses;
  // A list without prefixes is one of mail addresses, the first of them primary.
  const hasPrimary = listed.some((each) => each.startsWith('SMTP:'));
  const prefixed = listed.map((each, at) => {
    if (/^[a-z0-9]+:/i.test(each)) return each;
    return at === 0 && !hasPrimary ? `SMTP:${each}` : `smtp:${each}`;
  });
  if (primary === undefined) return prefixed;
  const others = prefixed
    .filter((each) => each.toLowerCase() !== `smtp:${primary.toLowerCase()}`)
    .map((each) => each.replace(/^SMTP:/, 'smtp:'));
  return [`SMTP:${primary}`, ...others];
}

function setForwarding(side: Side, recipient: Recipient, parameters: Parameters): void {
  if (parameters.has('ForwardingAddress')) {
    const text = parameters.text('ForwardingAddress');
    if (text === undefined || text === '') delete recipient.forwardingAddress;
    else recipient.forwardingAddress = requireRecipient(side, text, recipient.organization, TARGETS).guid;
  }
  if (parameters.has('ForwardingSmtpAddress')) {
    const address = readSmtpAddress(parameters.text('ForwardingSmtpAddress'));
    if (address === undefined) delete recipient.forwardingSmtpAddress;
    else recipient.forwardingSmtpAddress = address;
  }
  if (parameters.has('DeliverToMailboxAndForward'))
    recipient.deliverToMailboxAndForward = parameters.flag('DeliverToMailboxAndForward');
}

const TYPES: Readonly<Record<string, Recipient['details']>> = {
  shared: 'SharedMailbox',
  room: 'RoomMailbox',
  equipment: 'EquipmentMailbox',
};

/** `-Type` of Set-Mailbox. */
function setType(recipient: Recipient, type: string): void {
  const details = TYPES[type.toLowerCase()];
  if (details) recipient.details = details;
  else delete recipient.details;
}

/** Mailboxes as the directory has them. */
export const MAILBOXES: Cmdlets = {
  'Get-Mailbox': (call) =>
    limited(call.parameters, chosen(call, ['UserMailbox']), (each) => mailboxShown(call.side, each)),
  'Get-Recipient': (call) => limited(call.parameters, chosen(call, TARGETS), (each) => recipientShown(call.side, each)),
  'Get-User': (call) =>
    limited(call.parameters, chosen(call, ['UserMailbox']), (each) => mailboxShown(call.side, each)),
  'Set-Mailbox': ({ side, parameters }) => {
    const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
    const target = parameters.text('ForwardingAddress');
    if (target) requireRecipient(side, target, recipient.organization, TARGETS);
    readSmtpAddress(parameters.text('ForwardingSmtpAddress'));
    const addresses = addressesAfter(recipient, parameters);
    const isSame = addresses?.join() === recipient.emailAddresses.join() && parameters.names().length === 2;
    const say = `Setting mailbox properties on mailbox "${canonicalName(recipient)}".`;
    if (isSame)
      return shows(
        [],
        `The command completed successfully but no settings of '${canonicalName(recipient)}' have been modified.`,
      );
    return changes(say, () => {
      if (addresses) setEmailAddresses(side, recipient, addresses);
      setForwarding(side, recipient, parameters);
      if (parameters.has('ThrottlingPolicy'))
        assignPolicy(side, primaryOf(recipient).toLowerCase(), parameters.text('ThrottlingPolicy'));
      if (parameters.has('EmailAddressPolicyEnabled'))
        recipient.emailAddressPolicyEnabled = parameters.flag('EmailAddressPolicyEnabled');
      if (parameters.has('HiddenFromAddressListsEnabled'))
        recipient.isHidden = parameters.flag('HiddenFromAddressListsEnabled');
      if (parameters.has('Type')) setType(recipient, parameters.requireText('Type'));
      for (const name of parameters.names())
        if (/^customattribute\d+$/.test(name)) recipient.customAttributes[name] = parameters.text(name) ?? '';
    });
  },
};
