import { randomUUID } from 'node:crypto';
import { changes, type Cmdlets, shows, type Shown } from '../cmdlet.ts';
import type { Group } from '../organisation.ts';
import { principalDn, requirePrincipal, windowsName } from '../principals.ts';
import { notFound, recipientsOf, rootOf } from '../recipient.ts';
import { limited } from '../results.ts';
import type { Side } from '../../side.ts';

/** The last part of the SID of groups that every domain has; their names are translated, these are not. */
const RELATIVE_IDS: Readonly<Record<string, number>> = {
  'Domain Admins': 512,
  'Schema Admins': 518,
  'Enterprise Admins': 519,
};

const shown = (side: Side, { name, members }: Group): Shown => ({
  Identity: `${rootOf(side)}/Users/${name}`,
  Name: name,
  DisplayName: name,
  SamAccountName: name,
  Sid: `S-1-5-21-1004336348-1177238915-682003330-${RELATIVE_IDS[name] ?? 2000 + name.length}`,
  DistinguishedName: principalDn(side, name.toLowerCase()),
  Members: [...members].map((member) => principalDn(side, member)),
  GroupType: 'Universal, SecurityEnabled',
  RecipientType: 'Group',
});

function requireGroup(side: Side, text: string): Group {
  const { groups } = side.organisation;
  const bare = text.replace(/^[^\\]*\\/, '').toLowerCase();
  const found =
    groups.get(bare) ??
    [...groups.values()].find(({ name }) =>
      [principalDn(side, name.toLowerCase()), `${rootOf(side)}/Users/${name}`].some(
        (each) => each.toLowerCase() === text.toLowerCase(),
      ),
    );
  if (!found) throw notFound(side, text);
  return found;
}

const membersOf = (side: Side, { members }: Group): Shown[] =>
  [...members].map((member) => ({
    Identity: `${rootOf(side)}/Users/${windowsName(side, member).split('\\')[1]}`,
    Name: windowsName(side, member).split('\\')[1],
    DistinguishedName: principalDn(side, member),
    RecipientType: side.organisation.groups.has(member) ? 'Group' : 'UserMailbox',
  }));

/** A group that mail can be sent to; it is one as soon as it has an address here. */
function addMailGroup(side: Side, name: string, address: string, isRoomList: boolean): void {
  recipientsOf(side);
  const guid = randomUUID();
  side.organisation.recipients.set(guid, {
    kind: 'MailUniversalDistributionGroup',
    guid,
    name,
    displayName: name,
    alias: address.split('@')[0] ?? '',
    emailAddresses: [`SMTP:${address}`],
    unit: `${rootOf(side)}/Users`,
    customAttributes: {},
    isHidden: false,
    ...(isRoomList && { details: 'RoomList' }),
    database: '',
    deliverToMailboxAndForward: false,
    emailAddressPolicyEnabled: true,
    ews: { allow: [], block: [] },
  });
}

/** Groups of the directory; a group can be a member of another. */
export const GROUPS: Cmdlets = {
  'Get-Group': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    if (text !== undefined) return shows([shown(side, requireGroup(side, text))]);
    return limited(parameters, [...side.organisation.groups.values()], (each) => shown(side, each));
  },
  'Get-RoleGroup': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const groups = [...side.organisation.groups.values()];
    return shows((text === undefined ? groups : [requireGroup(side, text)]).map((each) => shown(side, each)));
  },
  'Get-RoleGroupMember': ({ side, parameters }) =>
    shows(membersOf(side, requireGroup(side, parameters.requireText('Identity')))),
  'Get-DistributionGroupMember': ({ side, parameters }) =>
    shows(membersOf(side, requireGroup(side, parameters.requireText('Identity')))),
  'New-DistributionGroup': ({ side, parameters }) => {
    const name = parameters.requireText('Name');
    const members = parameters.list('Members').map((each) => requirePrincipal(side, each).name);
    return changes(`Creating group "${name}".`, () => {
      const group = { name, members: new Set(members) };
      side.organisation.groups.set(name.toLowerCase(), group);
      const address = parameters.text('PrimarySmtpAddress');
      if (address !== undefined) addMailGroup(side, name, address, parameters.flag('RoomList'));
      return [shown(side, group)];
    });
  },
  'Add-DistributionGroupMember': ({ side, parameters }) => {
    const group = requireGroup(side, parameters.requireText('Identity'));
    const member = requirePrincipal(side, parameters.requireText('Member')).name;
    return changes(`Adding "${member}" to group "${group.name}".`, () => void group.members.add(member));
  },
  'Remove-DistributionGroupMember': ({ side, parameters }) => {
    const group = requireGroup(side, parameters.requireText('Identity'));
    const member = requirePrincipal(side, parameters.requireText('Member')).name;
    return changes(`Removing "${member}" from group "${group.name}".`, () => void group.members.delete(member));
  },
};
