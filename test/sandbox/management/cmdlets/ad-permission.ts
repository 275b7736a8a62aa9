import { type Call, changes, type Cmdlets, fromNow, shows, type Shown } from '../cmdlet.ts';
import { DATABASE, type ObjectEntry, SERVER } from '../organisation.ts';
import { requirePrincipal, windowsName } from '../principals.ts';
import { findRecipients, notFound } from '../recipient.ts';
import { configurationDn } from '../configuration.ts';
import type { Side } from '../../side.ts';

/** The extended rights that the sandbox acts upon, as Exchange writes them. */
const EXTENDED: Readonly<Record<string, string>> = {
  'ms-exch-epi-impersonation': 'ms-Exch-EPI-Impersonation',
  'ms-exch-epi-may-impersonate': 'ms-Exch-EPI-May-Impersonate',
  'receive-as': 'Receive-As',
  'send-as': 'Send-As',
};

/** The key and the name of the object that is meant: a server, a database, the organisation, or a mailbox. */
function objectOf({ side, parameters }: Call): { key: string; name: string } {
  const text = parameters.requireText('Identity');
  for (const name of [SERVER, DATABASE])
    if (
      [name, configurationDn(side, name), `${SERVER}\\${name}`].some(
        (each) => each.toLowerCase() === text.toLowerCase(),
      )
    )
      return { key: name.toLowerCase(), name };
  if (text.toLowerCase() === 'organisation') return { key: 'organisation', name: 'Sandbox' };
  const [recipient] = findRecipients(side, text);
  if (!recipient) throw notFound(side, text);
  return { key: recipient.guid, name: recipient.name };
}

function shown(side: Side, name: string, { user, right, isDeny }: Omit<ObjectEntry, 'from' | 'until'>): Shown {
  return {
    Identity: name,
    User: windowsName(side, user),
    AccessRights: ['ExtendedRight'],
    ExtendedRights: [EXTENDED[right] ?? right],
    Deny: isDeny,
    IsInherited: false,
    InheritanceType: 'All',
    IsValid: true,
  };
}

const lasting = ({ side }: Call, key: string): ObjectEntry[] =>
  side.organisation.objectEntries.filter((each) => each.until === Infinity && each.object === key);

/** The rights of an account on an object of the configuration: 2007 has impersonation here. */
export const AD_PERMISSION: Cmdlets = {
  'Add-ADPermission': (call) => {
    const { side, parameters } = call;
    const { key, name } = objectOf(call);
    const user = requirePrincipal(side, parameters.requireText('User')).name;
    const isDeny = parameters.flag('Deny');
    const rights = parameters.list('ExtendedRights').map((each) => each.toLowerCase());
    const there = lasting(call, key).filter((each) => each.user === user && each.isDeny === isDeny);
    const missing = rights.filter((right) => !there.some((each) => each.right === right));
    const objects = rights.map((right) => shown(side, name, { object: key, user, right, isDeny }));
    if (missing.length === 0)
      return shows(
        objects,
        `The appropriate access control entry is already present on the object "${name}" for account "${windowsName(side, user)}".`,
      );
    return changes(
      `Adding Active Directory permission for user "${windowsName(side, user)}" on "${name}" with access rights "'${rights.join("', '")}'".`,
      () => {
        for (const right of missing)
          side.organisation.objectEntries.push({
            object: key,
            user,
            right,
            isDeny,
            from: fromNow(side),
            until: Infinity,
          });
        return objects;
      },
    );
  },
  'Get-ADPermission': (call) => {
    const { side, parameters } = call;
    const { key, name } = objectOf(call);
    const asked = parameters.text('User');
    const user = asked === undefined ? undefined : requirePrincipal(side, asked).name;
    const found = lasting(call, key).filter((each) => user === undefined || each.user === user);
    return shows(found.map((each) => shown(side, name, each)));
  },
  'Remove-ADPermission': (call) => {
    const { side, parameters } = call;
    const { key, name } = objectOf(call);
    const user = requirePrincipal(side, parameters.requireText('User')).name;
    const isDeny = parameters.flag('Deny');
    const rights = parameters.list('ExtendedRights').map((each) => each.toLowerCase());
    const there = lasting(call, key).filter(
      (each) => each.user === user && each.isDeny === isDeny && rights.includes(each.right),
    );
    if (there.length === 0)
      return shows(
        [],
        `Can't remove the access control entry on the object "${name}" for account "${windowsName(side, user)}" because the ACE isn't present.`,
      );
    return changes(
      `Removing Active Directory permission for user "${windowsName(side, user)}" from "${name}" with access rights "'${rights.join("', '")}'".`,
      () => {
        for (const each of there) each.until = fromNow(side);
      },
    );
  },
};
