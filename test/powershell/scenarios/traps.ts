import { manage } from '../../sandbox/management/manage.ts';
import { setAddresses } from '../../sandbox/store/settings.ts';
import type { ScriptInput } from '../../../worker/features/scripts/script-input.ts';
import type { ExchangeVersion, ScriptId } from '../../../worker/lib/script-facts.ts';
import { MIGRATION, PEOPLE } from './people.ts';
import type { Scenario } from './scenario.ts';

/** A case in which others who built the same went wrong. */
export type Trap = {
  id: ScriptId;
  version: ExchangeVersion;
  input?: Partial<ScriptInput>;
  prepare?: (scenario: Scenario) => void;
};

const [ada] = PEOPLE;

function joinAdministrators({ on: { side }, side: name }: Scenario): void {
  manage(side, 'New-DistributionGroup', { Name: 'Helpers', Members: [MIGRATION[name]] });
  manage(side, 'Add-DistributionGroupMember', { Identity: 'Domain Admins', Member: 'Helpers' });
}

/** Two customers of one host, each with a migration account of the same alias. */
function addTenants({ on: { side } }: Scenario): void {
  for (const tenant of ['one', 'two'])
    for (const alias of ['sam', 'mover'])
      manage(side, 'New-Mailbox', {
        Name: `${alias} of ${tenant}`,
        Alias: alias,
        UserPrincipalName: `${alias}@${tenant}.example`,
        Password: 'Long-Enough-1',
        Organization: tenant,
        OrganizationalUnit: `old.example/Hosting/${tenant}`,
      });
}

const SAM = [{ source: 'sam@two.example', destination: 'sam@new.example', name: 'Sam' }];

export const TRAPS: Readonly<Record<string, Trap>> = {
  inherited: {
    id: 'full-access',
    version: '2010-sp2',
    prepare: ({ on: { side } }) => {
      const rights = { Identity: 'Mailbox Database 01', ExtendedRights: 'Receive-As' };
      manage(side, 'Add-ADPermission', { ...rights, User: MIGRATION.source });
    },
  },
  'top-only': {
    id: 'full-access',
    version: '2007',
    prepare: ({ on: { side } }) => {
      const entry = { Identity: ada?.source, User: MIGRATION.source, AccessRights: 'FullAccess' };
      manage(side, 'Add-MailboxPermission', entry);
    },
  },
  administrator: { id: 'full-access', version: '2016', prepare: joinAdministrators },
  'administrator-2007': { id: 'impersonation', version: '2007', prepare: joinAdministrators },
  late: {
    id: 'full-access',
    version: '2019',
    prepare: ({ on: { side } }) => {
      side.organisation.effectAfterMs = 7_200_000;
    },
  },
  'half-impersonation': { id: 'impersonation', version: '2013' },
  'half-throttling': { id: 'throttling', version: '2010' },
  thousand: {
    id: 'export-mailboxes',
    version: '2010',
    prepare: ({ on: { store } }) => {
      for (let at = 0; at < 1001; at += 1) store.insertMailbox(`user${at}@many.example`, 'x');
    },
    input: { domains: ['many.example'] },
  },
  addresses: {
    id: 'x500',
    version: '2016',
    prepare: ({ sandbox: { source, destination } }) => {
      for (const person of PEOPLE) {
        setAddresses(source.store, source.store.mailbox(person.source)?.id ?? 0, { x500: [] });
        const Add = ['a', 'b', 'c'].map((each) => `smtp:${each}-${person.destination}`);
        manage(destination.side, 'Set-Mailbox', { Identity: person.destination, EmailAddresses: { Add } });
      }
    },
  },
  'tenant-unnamed': {
    id: 'full-access',
    version: '2010-sp2',
    prepare: addTenants,
    input: { account: 'mover', mailboxes: SAM },
  },
  'tenant-named': {
    id: 'full-access',
    version: '2010-sp2',
    prepare: addTenants,
    input: { account: 'mover', mailboxes: SAM, organization: 'two' },
  },
  'tenant-unit': {
    id: 'full-access',
    version: '2019',
    prepare: addTenants,
    input: { account: 'mover', mailboxes: SAM, organization: 'old.example/Hosting/two' },
  },
  'wrong-shell': { id: 'full-access', version: '2013' },
  'no-record': { id: 'full-access', version: 'se' },
};
