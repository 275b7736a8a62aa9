import type { Side } from '../side.ts';
import { getSetting, legacyDnOf } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { ManagementError } from './error.ts';
import { DATABASE, type EwsSwitches } from './organisation.ts';
import type { Properties } from './filter.ts';

/** What the directory knows of a mailbox, a mail contact or a group, beside what its mailbox holds. */
export type Recipient = {
  kind: 'UserMailbox' | 'MailContact' | 'MailUniversalDistributionGroup';
  guid: string;
  name: string;
  displayName: string;
  alias: string;
  /** With their prefix: one `SMTP:`, any number of `smtp:` and `X500:`. */
  emailAddresses: string[];
  unit: string;
  /** The customer of a hosted server. */
  organization?: string;
  customAttributes: Record<string, string>;
  isHidden: boolean;
  /** Of mailboxes that are nobody's own, and of groups of rooms. */
  details?: 'SharedMailbox' | 'RoomMailbox' | 'EquipmentMailbox' | 'RoomList';
  /** Of mailboxes. */
  database: string;
  mailbox?: number;
  forwardingAddress?: string;
  forwardingSmtpAddress?: string;
  deliverToMailboxAndForward: boolean;
  /** Addresses come from a policy; a hand that changes the primary one finds it changed back. */
  emailAddressPolicyEnabled: boolean;
  ews: EwsSwitches;
};

/** The organisation's root in the directory. */
export const rootOf = (side: Side): string => side.accounts.dnsDomain;

function recipientOf(side: Side, mailbox: Mailbox): Recipient {
  const alias = mailbox.email.split('@')[0] ?? '';
  const x500 = getSetting(side.store, mailbox.id, 'x500') ?? [];
  return {
    kind: 'UserMailbox',
    guid: mailbox.guid,
    name: mailbox.name,
    displayName: mailbox.name,
    alias,
    emailAddresses: [`SMTP:${mailbox.email}`, ...x500.map((dn) => `X500:${dn}`)],
    unit: `${rootOf(side)}/Users`,
    customAttributes: {},
    isHidden: false,
    database: DATABASE,
    mailbox: mailbox.id,
    deliverToMailboxAndForward: false,
    emailAddressPolicyEnabled: true,
    ews: { allow: [], block: [] },
  };
}

/** Every recipient, in the order of their making; mailboxes that the store has gained since are among them. */
export function recipientsOf(side: Side): Recipient[] {
  const { recipients } = side.organisation;
  const rows = side.store.sql('select id, email, password, guid, name from mailboxes order by id').all();
  for (const mailbox of rows as Mailbox[])
    if (!recipients.has(mailbox.guid)) recipients.set(mailbox.guid, recipientOf(side, mailbox));
  return [...recipients.values()];
}

/** Of a mailbox; undefined before anyone asked for the directory. */
export const recipientOfMailbox = (side: Side, { guid }: Mailbox): Recipient | undefined =>
  side.organisation.recipients.get(guid);

export const primaryOf = ({ emailAddresses }: Recipient): string =>
  emailAddresses.find((each) => each.startsWith('SMTP:'))?.slice(5) ?? '';

export const canonicalName = ({ unit, name }: Recipient): string => `${unit}/${name}`;

/** The characters that a name in a distinguished name may not have bare. */
const escapeDn = (text: string): string =>
  text
    .replaceAll(/[\\,+"<>;=]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\0D`)
    .replaceAll('\n', String.raw`\0A`);

export function distinguishedName({ unit, name }: Recipient): string {
  const [domain = '', ...units] = unit.split('/');
  const containers = units.toReversed().map((each) => (each === 'Users' ? 'CN=Users' : `OU=${escapeDn(each)}`));
  const root = domain.split('.').map((each) => `DC=${each}`);
  return [`CN=${escapeDn(name)}`, ...containers, ...root].join(',');
}

export const legacyDn = (side: Side, recipient: Recipient): string =>
  recipient.mailbox === undefined
    ? `/o=${rootOf(side)}/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${recipient.alias}`
    : legacyDnOf(side.store, side.store.mailboxById(recipient.mailbox));

/** What filters may ask of a recipient. */
export function propertiesOf(recipient: Recipient): Properties {
  const some = (value: string | undefined): readonly string[] => (value ? [value] : []);
  const known: Record<string, readonly string[]> = {
    alias: some(recipient.alias),
    name: some(recipient.name),
    displayname: some(recipient.displayName),
    distinguishedname: [distinguishedName(recipient)],
    guid: [recipient.guid],
    emailaddresses: recipient.emailAddresses.map((each) => each.replace(/^smtp:/i, '')),
    primarysmtpaddress: some(primaryOf(recipient)),
    windowsemailaddress: some(primaryOf(recipient)),
    userprincipalname: some(primaryOf(recipient)),
    recipienttype: [recipient.kind],
    recipienttypedetails: [recipient.details ?? recipient.kind],
    database: some(recipient.database),
    forwardingaddress: some(recipient.forwardingAddress),
    forwardingsmtpaddress: some(recipient.forwardingSmtpAddress),
    hiddenfromaddresslistsenabled: [String(recipient.isHidden)],
  };
  for (const [name, value] of Object.entries(recipient.customAttributes)) known[name.toLowerCase()] = some(value);
  return (name) => known[name.toLowerCase()] ?? [];
}

export const isBelow = ({ unit }: Recipient, root: string): boolean => {
  const [own, wanted] = [unit.toLowerCase(), root.toLowerCase()];
  return own === wanted || own.startsWith(`${wanted}/`) || own.endsWith(`/${wanted}`);
};

/** Whether a text names a recipient: any of its names, addresses, and ids that are one of a kind. */
function isNamed(side: Side, recipient: Recipient, text: string): boolean {
  const wanted = text.toLowerCase();
  const names = [
    recipient.guid,
    recipient.name,
    recipient.displayName,
    recipient.alias,
    canonicalName(recipient),
    distinguishedName(recipient),
    `${side.accounts.domain}\\${recipient.alias}`,
    ...recipient.emailAddresses.flatMap((each) => [each, each.replace(/^(?:smtp|x500):/i, '')]),
  ];
  return names.some((each) => each.toLowerCase() === wanted) || legacyDn(side, recipient).toLowerCase() === wanted;
}

export function findRecipients(side: Side, text: string, organization?: string): Recipient[] {
  const wanted = organization?.toLowerCase();
  return recipientsOf(side).filter(
    (each) => (wanted === undefined || each.organization?.toLowerCase() === wanted) && isNamed(side, each, text),
  );
}

export const DOMAIN_CONTROLLER = 'dc01';

export const notFound = (side: Side, text: string): ManagementError =>
  new ManagementError(
    'ManagementObjectNotFoundException',
    `The operation couldn't be performed because object '${text}' couldn't be found on '${DOMAIN_CONTROLLER}.${rootOf(side)}'.`,
  );

/** The one recipient that a text names; throws where there is none, or more than one. */
export function requireRecipient(
  side: Side,
  text: string,
  organization?: string,
  kinds: readonly Recipient['kind'][] = ['UserMailbox'],
  unit?: string,
): Recipient {
  const [found, other] = findRecipients(side, text, organization).filter(
    (each) => kinds.includes(each.kind) && (unit === undefined || isBelow(each, unit)),
  );
  if (!found) throw notFound(side, text);
  if (other)
    throw new ManagementError(
      'ManagementObjectAmbiguousException',
      `The operation couldn't be performed because '${text}' matches multiple entries.`,
    );
  return found;
}
