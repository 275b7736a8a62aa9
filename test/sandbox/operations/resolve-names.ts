import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import type { Item, Value } from '../items/model.ts';
import { fieldText, valueXml } from '../items/values.ts';
import { primaryOf, type Recipient, recipientOfMailbox, recipientsOf } from '../management/recipient.ts';
import type { Context } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { changeKeyText, itemIdText } from '../store/ids.ts';
import { itemFromRow } from '../store/items.ts';
import { getSetting, legacyDnOf } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { child, leaf, type Node, textOf } from '../xml/node.ts';
import { once, type Operation, type Reply } from './operation.ts';

const MAX_RESULTS = 100;

/** Whether an entry is the beginning of a word of one of the names, or of an address; an address with `smtp:` is whole. */
function matcher(entry: string): (names: readonly string[], emails: readonly string[]) => boolean {
  const exact = /^smtp:(.*)$/.exec(entry)?.[1];
  if (exact !== undefined) return (_names, emails) => emails.includes(exact);
  return (names, emails) =>
    emails.some((email) => email.startsWith(entry)) ||
    names.some((name) => name.startsWith(entry) || name.includes(` ${entry}`));
}

/** By the address that mail inside an organisation bears: the mailbox's LegacyExchangeDN, or an X500 address of it. */
function isDnOf(context: Context, mailbox: Mailbox, entry: string): boolean {
  const dn = entry.replace(/^(?:ex|x500):/, '');
  const known = [legacyDnOf(context.store, mailbox), ...(getSetting(context.store, mailbox.id, 'x500') ?? [])];
  return known.some((each) => each.toLowerCase() === dn);
}

const lower = (text: string | undefined): string => (text ?? '').toLowerCase();

const mailboxXml = (name: string, email: string, type: string, id = ''): string =>
  `<t:Mailbox>${leaf('t:Name', name)}${leaf('t:EmailAddress', email)}<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>${type}</t:MailboxType>${id}</t:Mailbox>`;

const MAILBOX_TYPES: Readonly<Record<Recipient['kind'], string>> = {
  UserMailbox: 'Mailbox',
  MailContact: 'Contact',
  MailUniversalDistributionGroup: 'PublicDL',
};

function directoryXml({ side }: Context, recipient: Recipient, isFull: boolean): string {
  const { displayName: name } = recipient;
  const kind = side.profile.quirks.resolvesInFull ? 'UserMailbox' : recipient.kind;
  const email = primaryOf(recipient);
  const [given = name, ...rest] = name.split(' ');
  const entry = `<t:EmailAddresses>${leaf('t:Entry', `SMTP:${email}`, { Key: 'EmailAddress1' })}</t:EmailAddresses>`;
  const surname = rest.length > 0 ? leaf('t:Surname', rest.join(' ')) : '';
  const contact = `<t:Contact>${leaf('t:DisplayName', name)}${leaf('t:GivenName', given)}${entry}<t:ContactSource>ActiveDirectory</t:ContactSource>${surname}</t:Contact>`;
  return `<t:Resolution>${mailboxXml(name, email, MAILBOX_TYPES[kind])}${isFull ? contact : ''}</t:Resolution>`;
}

/**
 * Who is found in the address list: by the beginning of a name, of the alias or of the primary address, by any whole
 * address, or by an X500 address. Who is hidden is in no list, and customers of a hosted server see themselves alone.
 */
function inDirectory(context: Context, entry: string): Recipient[] {
  const { side, caller } = context;
  const everyone = recipientsOf(side);
  const own = caller.mailbox && recipientOfMailbox(side, caller.mailbox)?.organization?.toLowerCase();
  const visible = everyone.filter(({ organization }) => own === undefined || organization?.toLowerCase() === own);
  if (/^(?:ex:|x500:)?\/o=/.test(entry))
    return visible.filter(({ mailbox }) => {
      const box = mailbox === undefined ? undefined : context.store.mailboxById(mailbox);
      return box !== undefined && isDnOf(context, box, entry);
    });
  const fits = matcher(entry);
  return visible.filter((each) => {
    if (each.isHidden) return false;
    const isWhole = entry.startsWith('smtp:');
    const addresses = each.emailAddresses.map(lower).flatMap((address) => /^smtp:(.*)$/.exec(address)?.[1] ?? []);
    return fits([lower(each.displayName), lower(each.alias)], isWhole ? addresses : [lower(primaryOf(each))]);
  });
}

// What a Contact of the answer has, in the order of the schema.
const BEFORE_SOURCE =
  'FileAs FileAsMapping DisplayName GivenName Initials MiddleName Nickname CompleteName CompanyName EmailAddresses PhysicalAddresses PhoneNumbers AssistantName Birthday BusinessHomePage Children Companies'.split(
    ' ',
  );
const AFTER_SOURCE =
  'Department Generation ImAddresses JobTitle Manager Mileage OfficeLocation PostalAddressIndex Profession SpouseName Surname WeddingAnniversary'.split(
    ' ',
  );

const entriesOf = (value: Value | undefined): string[] =>
  !value || typeof value === 'string'
    ? []
    : (value.c ?? []).flatMap(([, entry]) => (typeof entry === 'string' ? entry : (entry.x ?? [])));

type Owned = { item: Item; mailbox: Mailbox };

function contactXml({ item, mailbox }: Owned, email: string, isFull: boolean): string {
  const { fields } = item.properties;
  const id = `<t:ItemId Id="${itemIdText(mailbox.guid, item.folder, item.id)}" ChangeKey="${changeKeyText(mailbox.guid, item.change)}"/>`;
  const some = (names: readonly string[]): string =>
    names.map((name) => (fields[name] === undefined ? '' : valueXml(name, fields[name]))).join('');
  const contact = `<t:Contact>${some(BEFORE_SOURCE)}<t:ContactSource>Store</t:ContactSource>${some(AFTER_SOURCE)}</t:Contact>`;
  const name = fieldText(fields, 'DisplayName') ?? item.subject;
  return `<t:Resolution>${mailboxXml(name, email, 'Contact', id)}${isFull ? contact : ''}</t:Resolution>`;
}

/** The contacts of the folders that are named, else of the caller's own. */
function contactsOf(context: Context, request: Node): Owned[] {
  const own = context.caller.mailbox;
  const named = child(request, 'ParentFolderIds')?.children.map((node) =>
    requireFolder(context, node, undefined, 'read'),
  );
  const folder = own && getDistinguished(context.store, own.id, 'contacts');
  const folders = named ?? (own && folder ? [{ folder, mailbox: own }] : []);
  return folders.flatMap(({ folder: { id }, mailbox }) =>
    (
      context.store
        .sql("select * from items where folder = ? and owner is null and element = 'Contact' order by subject, id")
        .all(id) as Parameters<typeof itemFromRow>[0][]
    ).map((row) => ({ item: itemFromRow(row), mailbox })),
  );
}

function run(context: Context, request: Node): Reply {
  const entry = lower(textOf(request, 'UnresolvedEntry'));
  const isFull = /^\s*(?:true|1)\s*$/.test(request.attributes['ReturnFullContactData'] ?? '');
  const scope = request.attributes['SearchScope'] ?? 'ActiveDirectoryContacts';
  const fits = matcher(entry);
  const directory = scope.includes('ActiveDirectory')
    ? inDirectory(context, entry).map((recipient) => directoryXml(context, recipient, isFull))
    : [];
  let hasNoMailbox = false;
  const contacts = scope.includes('Contacts')
    ? contactsOf(context, request).flatMap((owned) => {
        const { fields } = owned.item.properties;
        const names = ['DisplayName', 'GivenName', 'Surname', 'Nickname', 'FileAs'].map((name) =>
          lower(fieldText(fields, name)),
        );
        const emails = entriesOf(fields['EmailAddresses']);
        if (!fits(names, emails.map(lower))) return [];
        if (emails.length === 0) hasNoMailbox = true;
        return emails.map((email) => contactXml(owned, email, isFull));
      })
    : [];
  const all = scope.startsWith('Contacts') ? [...contacts, ...directory] : [...directory, ...contacts];
  if (all.length === 0)
    throw hasNoMailbox
      ? new EwsError('ErrorNameResolutionNoMailbox', 'The name was found, but it has no mailbox.')
      : new EwsError('ErrorNameResolutionNoResults', 'No results were found.');
  const list = context.side.profile.quirks.resolvesInFull ? all : all.slice(0, MAX_RESULTS);
  const isLast = all.length === list.length;
  const body = `<m:ResolutionSet TotalItemsInView="${list.length}" IncludesLastItemInRange="${isLast}">${list.join('')}</m:ResolutionSet>`;
  if (list.length === 1) return { body };
  return { body, warning: new EwsError('ErrorNameResolutionMultipleResults', 'Multiple results were found.') };
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation */
export const resolveNamesOperation: Operation = {
  name: 'ResolveNames',
  since: 8,
  run(context, request) {
    let found: Reply = {};
    const [reply = {}] = once(() => {
      found = run(context, request);
      return undefined;
    });
    return [reply.error ? reply : found];
  },
};
