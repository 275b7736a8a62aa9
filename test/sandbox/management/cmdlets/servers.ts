import type { Side } from '../../side.ts';
import { changes, type Cmdlets, shows, type Shown } from '../cmdlet.ts';
import { configurationDn } from '../configuration.ts';
import { ManagementError } from '../error.ts';
import { DATABASE, type RemoteDomain, SERVER } from '../organisation.ts';
import { DOMAIN_CONTROLLER, notFound, recipientsOf, rootOf } from '../recipient.ts';

/** Builds of the shells' versions that no profile of the sandbox has. */
const OLDER: Readonly<Record<string, string>> = { '2010': 'Version 14.1 (Build 218.15)' };

function displayVersion({ profile }: Side, version: string): string {
  const [major, minor, build, revision] = profile.build;
  return OLDER[version] ?? `Version ${major}.${minor} (Build ${build}.${revision})`;
}

const remoteDomainShown = ({ name, domain, autoForwards }: RemoteDomain): Shown => ({
  Identity: name,
  Name: name,
  DomainName: domain,
  AutoForwardEnabled: autoForwards,
});

function requireRemoteDomain(side: Side, text: string): RemoteDomain {
  const found = side.organisation.remoteDomains.find(({ name, domain }) =>
    [name, domain].some((each) => each.toLowerCase() === text.toLowerCase()),
  );
  if (!found) throw notFound(side, text);
  return found;
}

/** What does not belong to one mailbox: servers, databases, domains. */
export const SERVERS: Cmdlets = {
  'Get-ExchangeServer': ({ side, version }) =>
    shows([
      {
        Identity: SERVER,
        Name: SERVER,
        Fqdn: `${SERVER.toLowerCase()}.${rootOf(side)}`,
        DistinguishedName: configurationDn(side, SERVER),
        AdminDisplayVersion: displayVersion(side, version),
        ServerRole: 'Mailbox, ClientAccess',
        IsClientAccessServer: true,
        IsMailboxServer: true,
        IsHubTransportServer: true,
        IsE15OrLater: side.profile.build[0] >= 15,
        Edition: 'Standard',
        OriginatingServer: `${DOMAIN_CONTROLLER}.${rootOf(side)}`,
      },
    ]),
  'Get-MailboxDatabase': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    if (text !== undefined && ![DATABASE, configurationDn(side, DATABASE)].includes(text)) throw notFound(side, text);
    return shows([
      {
        Identity: side.profile.build[0] < 14 ? `${SERVER}\\First Storage Group\\${DATABASE}` : DATABASE,
        Name: DATABASE,
        DistinguishedName: configurationDn(side, DATABASE),
        Server: SERVER,
        OriginatingServer: `${DOMAIN_CONTROLLER}.${rootOf(side)}`,
      },
    ]);
  },
  'Get-DomainController': ({ side }) =>
    shows([{ Name: DOMAIN_CONTROLLER, DnsHostName: `${DOMAIN_CONTROLLER}.${rootOf(side)}` }]),
  'Get-AcceptedDomain': ({ side }) => {
    const domains = new Set(
      recipientsOf(side)
        .filter(({ kind }) => kind === 'UserMailbox')
        .flatMap(({ emailAddresses }) => emailAddresses)
        .filter((each) => /^smtp:/i.test(each))
        .map((each) => each.slice(each.lastIndexOf('@') + 1).toLowerCase()),
    );
    domains.add(rootOf(side));
    return shows(
      [...domains].map((each) => ({
        Identity: each,
        Name: each,
        DomainName: each,
        DomainType: 'Authoritative',
        Default: each === rootOf(side),
      })),
    );
  },
  'Get-RemoteDomain': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const found = text === undefined ? side.organisation.remoteDomains : [requireRemoteDomain(side, text)];
    return shows(found.map(remoteDomainShown));
  },
  'New-RemoteDomain': ({ side, parameters }) => {
    const name = parameters.requireText('Name');
    const domain = parameters.requireText('DomainName');
    if (side.organisation.remoteDomains.some((each) => each.domain.toLowerCase() === domain.toLowerCase()))
      throw new ManagementError('DuplicateRemoteDomainException', `The domain "${domain}" already exists.`);
    return changes(`Creating remote domain "${name}".`, () => {
      const made = { name, domain, autoForwards: false };
      side.organisation.remoteDomains.push(made);
      return [remoteDomainShown(made)];
    });
  },
  'Set-RemoteDomain': ({ side, parameters }) => {
    const found = requireRemoteDomain(side, parameters.requireText('Identity'));
    return changes(`Setting remote domain "${found.name}".`, () => {
      if (parameters.has('AutoForwardEnabled')) found.autoForwards = parameters.flag('AutoForwardEnabled');
    });
  },
  'Remove-RemoteDomain': ({ side, parameters }) => {
    const found = requireRemoteDomain(side, parameters.requireText('Identity'));
    return changes(`Removing remote domain "${found.name}".`, () => {
      side.organisation.remoteDomains.splice(side.organisation.remoteDomains.indexOf(found), 1);
    });
  },
};
