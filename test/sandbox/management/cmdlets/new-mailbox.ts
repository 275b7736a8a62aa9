import { createMailbox } from '../../store/new-mailbox.ts';
import type { Side } from '../../side.ts';
import { type Call, changes, type Cmdlets, shows } from '../cmdlet.ts';
import { ManagementError } from '../error.ts';
import {
  canonicalName,
  findRecipients,
  primaryOf,
  type Recipient,
  recipientsOf,
  requireRecipient,
  rootOf,
} from '../recipient.ts';
import { mailboxShown } from '../shown-recipient.ts';

const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u];

/** As the domain's policy has it by default: seven characters, of three kinds. */
function requirePassword({ parameters }: Call): string {
  const password = parameters.requireText('Password');
  if (password.length >= 7 && KINDS.filter((kind) => kind.test(password)).length >= 3) return password;
  throw new ManagementError(
    'RecipientTaskException',
    "The password doesn't meet the minimum security requirements. It must be longer, and have characters of more kinds.",
  );
}

function refuseTaken(
  side: Side,
  recipient: Pick<Recipient, 'name' | 'unit'>,
  email: string,
  alias: string,
  organization: string | undefined,
): void {
  const [taken] = findRecipients(side, email);
  if (taken)
    throw new ManagementError(
      'ProxyAddressExistsException',
      `The proxy address "SMTP:${email}" is already being used by "${canonicalName(taken)}". Please choose another proxy address.`,
    );
  for (const other of recipientsOf(side)) {
    if (other.organization?.toLowerCase() !== organization?.toLowerCase()) continue;
    if (canonicalName(other).toLowerCase() === `${recipient.unit}/${recipient.name}`.toLowerCase())
      throw new ManagementError(
        'ADObjectAlreadyExistsException',
        `The object '${recipient.unit}/${recipient.name}' already exists.`,
      );
    if (other.alias.toLowerCase() === alias.toLowerCase())
      throw new ManagementError(
        'AliasExistsException',
        `The alias "${alias}" is already being used. Please choose another alias.`,
      );
  }
}

/** Takes a mailbox away, with all that is in it. */
function dropMailbox(side: Side, recipient: Recipient): void {
  const id = recipient.mailbox ?? 0;
  side.store.transaction(() => {
    side.store.sql('delete from items where mailbox = ?').run(id);
    side.store.sql('delete from folders where mailbox = ?').run(id);
    side.store.sql('delete from mailboxes where id = ?').run(id);
  });
  side.organisation.recipients.delete(recipient.guid);
}

const drop: Cmdlets[string] = ({ side, parameters }) => {
  const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
  return changes(`Disabling mailbox "${canonicalName(recipient)}".`, () => dropMailbox(side, recipient));
};

/** Mailboxes that come and go. One that is new can be signed in to at once. */
export const NEW_MAILBOX: Cmdlets = {
  'New-Mailbox': (call) => {
    const { side, parameters } = call;
    const name = parameters.requireText('Name');
    if (name.length > 64)
      throw new ManagementError(
        'DataValidationException',
        `Property Name's length must be at most 64. It is ${name.length}.`,
      );
    const upn = parameters.requireText('UserPrincipalName');
    const alias = parameters.text('Alias') ?? upn.split('@')[0] ?? '';
    const sam = parameters.text('SamAccountName');
    if (sam !== undefined && (sam.length > 20 || /["/\\[\]:;|=,+*?<>@]/.test(sam)))
      throw new ManagementError('DataValidationException', `"${sam}" isn't a valid SamAccountName.`);
    const email = parameters.text('PrimarySmtpAddress') ?? upn;
    const unit = parameters.text('OrganizationalUnit') ?? `${rootOf(side)}/Users`;
    const organization = parameters.text('Organization');
    const password = requirePassword(call);
    refuseTaken(side, { name, unit }, email, alias, organization);
    return changes(`Creating mailbox "${name}" with User Principal Name "${upn}".`, () => {
      const displayName = parameters.text('DisplayName') ?? name;
      const mailbox = createMailbox(side.store, side.profile, { email, password, name: displayName });
      if (parameters.flag('ResetPasswordOnNextLogon')) side.accounts.setState(email, 'must-change-password');
      recipientsOf(side);
      const recipient = side.organisation.recipients.get(mailbox.guid);
      if (!recipient) return [];
      Object.assign(recipient, { name, displayName, alias, unit });
      if (organization !== undefined) recipient.organization = organization;
      return [mailboxShown(side, recipient)];
    });
  },
  'Disable-Mailbox': drop,
  'Remove-Mailbox': drop,
  'Get-MailboxStatistics': ({ side, parameters }) => {
    const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
    return shows([statistics(side, recipient)]);
  },
};

function statistics({ store }: Side, recipient: Recipient) {
  const count = (isDeleted: boolean) =>
    store
      .sql(
        `select count(*) as items, coalesce(sum(size), 0) as bytes from items where owner is null and folder in
         (select id from folders where mailbox = ? and (coalesce(distinguished, '') like 'recoverable%') = ?)`,
      )
      .get(recipient.mailbox ?? 0, isDeleted ? 1 : 0) as { items: number; bytes: number };
  const [kept, deleted] = [count(false), count(true)];
  return {
    Identity: recipient.guid,
    DisplayName: recipient.displayName,
    MailboxGuid: recipient.guid,
    ItemCount: kept.items,
    TotalItemSize: { bytes: kept.bytes },
    DeletedItemCount: deleted.items,
    TotalDeletedItemSize: { bytes: deleted.bytes },
    StorageLimitStatus: null,
    LastLogonTime: null,
    Database: recipient.database,
    LegacyDN: primaryOf(recipient),
  };
}
