import { ManagementError } from '../error.ts';
import { changes, type Cmdlets, fromNow, type Call, shows, type Shown } from '../cmdlet.ts';
import { ADMIN_GROUPS, type Inheritance, type MailboxEntry } from '../organisation.ts';
import { requirePrincipal, windowsName } from '../principals.ts';
import { canonicalName, distinguishedName, type Recipient, requireRecipient } from '../recipient.ts';

const INHERITANCE: readonly Inheritance[] = ['None', 'All', 'Children', 'Descendents', 'SelfAndChildren'];

const RIGHTS = ['ChangeOwner', 'ChangePermission', 'DeleteItem', 'ExternalAccount', 'FullAccess', 'ReadPermission'];

function rightsIn({ parameters }: Call): string[] {
  return parameters
    .list('AccessRights')
    .flatMap((each) => each.split(','))
    .map((each) => {
      const right = RIGHTS.find((known) => known.toLowerCase() === each.trim().toLowerCase());
      if (right) return right;
      throw new ManagementError(
        'ParameterBindingException',
        `Cannot process argument transformation on parameter 'AccessRights'. Cannot convert value "${each}" to type "Microsoft.Exchange.Management.RecipientTasks.MailboxRights[]".`,
      );
    });
}

/** Where it is not said, a permission is for the mailbox alone, and not for the folders in it. */
function inheritanceIn({ parameters }: Call): Inheritance {
  const text = parameters.text('InheritanceType');
  if (text === undefined) return 'None';
  const known = INHERITANCE.find((each) => each.toLowerCase() === text.toLowerCase());
  if (!known)
    throw new ManagementError(
      'ParameterBindingException',
      `Cannot bind parameter 'InheritanceType'. Cannot convert value "${text}" to type "System.DirectoryServices.ActiveDirectorySecurityInheritance".`,
    );
  return known;
}

const isLasting = ({ until }: MailboxEntry): boolean => until === Infinity;

type Named = { recipient: Recipient & { mailbox: number }; user: string; rights: string[]; isDeny: boolean };

function named(call: Call): Named {
  const { side, parameters } = call;
  const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
  const { name } = requirePrincipal(side, parameters.requireText('User'));
  return {
    recipient: { ...recipient, mailbox: recipient.mailbox ?? 0 },
    user: name,
    rights: rightsIn(call),
    isDeny: parameters.flag('Deny'),
  };
}

const lastingOf = ({ side }: Call, { recipient, user, isDeny }: Named): MailboxEntry[] =>
  side.organisation.mailboxEntries.filter(
    (each) => isLasting(each) && each.mailbox === recipient.mailbox && each.user === user && each.isDeny === isDeny,
  );

function shown(
  { side }: Call,
  recipient: Recipient,
  entry: Omit<MailboxEntry, 'from' | 'until'>,
  isInherited: boolean,
): Shown {
  return {
    Identity: canonicalName(recipient),
    User: entry.user.includes('\\') ? entry.user : windowsName(side, entry.user),
    AccessRights: [...entry.rights],
    IsInherited: isInherited,
    Deny: entry.isDeny,
    InheritanceType: entry.inheritance,
    IsValid: true,
  };
}

/** What a mailbox inherits from the database and the organisation. */
function inherited({ side }: Call, recipient: Recipient & { mailbox: number }) {
  const { mailbox, database } = recipient;
  const of = { mailbox, rights: ['FullAccess'], inheritance: 'All' } as const;
  const admins = ADMIN_GROUPS.filter(
    (name) => side.profile.build[0] < 14 || name !== 'Exchange Organization Administrators',
  )
    .filter((name) => side.profile.build[0] >= 14 || name !== 'Organization Management')
    .map((name) => ({ ...of, user: name.toLowerCase(), isDeny: true }));
  const objects = [database.toLowerCase(), 'organisation'];
  const granted = side.organisation.objectEntries
    .filter((each) => each.until === Infinity && each.right === 'receive-as' && objects.includes(each.object))
    .map(({ user, isDeny }) => ({ ...of, user, isDeny }));
  return [...granted, ...admins];
}

function entryText({ side }: Call, { recipient, user }: Named): string {
  return `the object "${distinguishedName(recipient)}" for account "${windowsName(side, user)}"`;
}

/** The entries of a mailbox's access list. */
export const MAILBOX_PERMISSION: Cmdlets = {
  'Add-MailboxPermission': (call) => {
    const { side } = call;
    const wanted = named(call);
    const { recipient, user, rights, isDeny } = wanted;
    const inheritance = inheritanceIn(call);
    const there = lastingOf(call, wanted).find(
      (each) => each.inheritance === inheritance && rights.every((right) => each.rights.includes(right)),
    );
    const entry = { mailbox: recipient.mailbox, user, rights, isDeny, inheritance };
    const objects = [shown(call, recipient, entry, false)];
    if (there)
      return shows(objects, `The appropriate access control entry is already present on ${entryText(call, wanted)}.`);
    return changes(
      `Adding mailbox permission "${rights.join(', ')}" for user "${windowsName(side, user)}" on mailbox "${canonicalName(recipient)}" with inheritance "${inheritance}".`,
      () => {
        side.organisation.mailboxEntries.push({ ...entry, from: fromNow(side), until: Infinity });
        return objects;
      },
    );
  },
  'Get-MailboxPermission': (call) => {
    const { side, parameters } = call;
    const found = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'));
    const recipient = { ...found, mailbox: found.mailbox ?? 0 };
    const asked = parameters.text('User');
    const user = asked === undefined ? undefined : requirePrincipal(side, asked).name;
    const self = {
      mailbox: recipient.mailbox,
      user: 'NT AUTHORITY\\SELF',
      rights: ['FullAccess', 'ReadPermission'],
      isDeny: false,
      inheritance: 'All',
    } as const;
    const own = side.organisation.mailboxEntries.filter(
      (each) => isLasting(each) && each.mailbox === recipient.mailbox,
    );
    const all = [
      ...[self, ...own].map((each) => ({ each, isInherited: false })),
      ...inherited(call, recipient).map((each) => ({ each, isInherited: true })),
    ];
    return shows(
      all
        .filter(({ each }) => user === undefined || each.user === user)
        .map(({ each, isInherited }) => shown(call, recipient, each, isInherited)),
    );
  },
  'Remove-MailboxPermission': (call) => {
    const { side } = call;
    const wanted = named(call);
    const { recipient, user, rights, isDeny } = wanted;
    const say = `Removing mailbox permission "${rights.join(', ')}" for user "${windowsName(side, user)}" from mailbox "${canonicalName(recipient)}".`;
    const there = lastingOf(call, wanted).filter((each) => rights.some((right) => each.rights.includes(right)));
    if (there.length > 0)
      return changes(say, () => {
        for (const each of there) each.until = fromNow(side);
      });
    const isInherited = inherited(call, recipient).some(
      (each) => each.user === user && each.isDeny === isDeny && rights.includes('FullAccess'),
    );
    if (!isInherited || isDeny)
      return shows(
        [],
        `Can't remove the access control entry on ${entryText(call, wanted)} because the ACE isn't present.`,
      );
    // What is inherited can't be taken away here: the server writes an explicit denial instead.
    return changes(say, () => {
      const entry = { mailbox: recipient.mailbox, user, rights, isDeny: true, inheritance: 'All' } as const;
      side.organisation.mailboxEntries.push({ ...entry, from: fromNow(side), until: Infinity });
    });
  },
};
