import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, type CallOptions, codesOf, distinguished, getFolderBody } from '../kit/raw-client.ts';
import type { ProfileName } from '../profiles/profiles.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox.ts';
import { ManagementError } from './error.ts';
import { type Managed, manage } from './manage.ts';
import { newOrganisation } from './organisation.ts';

const ADA = 'ada@old.example';
const BOB = 'bob@old.example';
const MIGRATION = { username: 'migration@old.example', password: 'right' };
const inbox = getFolderBody(distinguished('inbox'));

const options = (profile: ProfileName) => ({
  profile,
  mailboxes: [{ email: ADA }, { email: BOB }],
  admins: [MIGRATION],
});

let sandbox: Sandbox;
let later: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ source: options('Exchange2007_SP1'), destination: options('Exchange2010_SP2') });
  later = await startSandbox({ source: options('Exchange2013'), destination: options('Exchange2019') });
});
beforeEach(() => {
  for (const { side } of [sandbox.source, sandbox.destination, later.source, later.destination]) {
    side.organisation = newOrganisation();
    side.throttle.set(undefined);
  }
});
afterAll(() => Promise.all([sandbox.close(), later.close()]));

const versionOf = ({ side }: SandboxSide): string => (side.profile.build[0] < 14 ? 'Exchange2007_SP1' : 'Exchange2010');

async function codeOf(on: SandboxSide, body: string, more: CallOptions = {}): Promise<string | number> {
  const answer = await call(on, MIGRATION, body, { version: versionOf(on), ...more });
  return codesOf(answer)[0] ?? answer.status;
}

const open = (on: SandboxSide, folder = 'inbox', email = ADA): Promise<string | number> =>
  codeOf(on, getFolderBody(distinguished(folder, email)));
const become = (on: SandboxSide, email = ADA): Promise<string | number> => codeOf(on, inbox, { impersonate: email });

const order = (on: SandboxSide, cmdlet: string, parameters: Record<string, unknown> = {}): Managed =>
  manage(on.side, cmdlet, parameters);
const full = { Identity: ADA, User: MIGRATION.username, AccessRights: 'FullAccess', InheritanceType: 'All' };

describe('full access', () => {
  test('opens a mailbox with all its folders, and ends with the entry', async () => {
    const on = sandbox.destination;
    expect(await open(on)).toBe('ErrorAccessDenied');
    order(on, 'Add-MailboxPermission', full);
    expect([await open(on), await open(on, 'inbox', BOB)]).toEqual(['NoError', 'ErrorAccessDenied']);
    order(on, 'Remove-MailboxPermission', full);
    expect(await open(on)).toBe('ErrorAccessDenied');
  });

  test('without inheritance is for the root alone', async () => {
    const on = later.destination;
    const { InheritanceType: _, ...topOnly } = full;
    order(on, 'Add-MailboxPermission', topOnly);
    expect([await open(on, 'msgfolderroot'), await open(on)]).toEqual(['NoError', 'ErrorAccessDenied']);
  });

  test('a denial wins, were it that of a group in a group', async () => {
    const on = later.source;
    order(on, 'New-DistributionGroup', { Name: 'Inner', Members: [MIGRATION.username] });
    order(on, 'New-DistributionGroup', { Name: 'Outer', Members: ['Inner'] });
    order(on, 'Add-MailboxPermission', { ...full, User: 'Outer' });
    expect(await open(on)).toBe('NoError');
    order(on, 'Add-MailboxPermission', { ...full, User: 'Inner', Deny: true });
    expect(await open(on)).toBe('ErrorAccessDenied');
  });

  test('an administrator is refused, whatever is granted', async () => {
    const on = later.source;
    order(on, 'New-DistributionGroup', { Name: 'Helpers', Members: [MIGRATION.username] });
    order(on, 'Add-DistributionGroupMember', { Identity: 'Domain Admins', Member: 'Helpers' });
    order(on, 'Add-MailboxPermission', full);
    expect(await open(on)).toBe('ErrorAccessDenied');
  });

  test('removing what is inherited leaves a denial behind', async () => {
    const on = sandbox.destination;
    const receiveAs = { Identity: 'Mailbox Database 01', User: MIGRATION.username, ExtendedRights: 'Receive-As' };
    order(on, 'Add-ADPermission', receiveAs);
    expect(await open(on)).toBe('NoError');
    order(on, 'Add-MailboxPermission', full);
    order(on, 'Remove-MailboxPermission', full);
    expect(await open(on)).toBe('NoError');
    order(on, 'Remove-MailboxPermission', full);
    expect(await open(on)).toBe('ErrorAccessDenied');
    const { objects } = order(on, 'Get-MailboxPermission', { Identity: ADA, User: MIGRATION.username });
    expect(objects.map(({ Deny, IsInherited }) => [Deny, IsInherited])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('counts later where servers read the directory later', async () => {
    const on = later.destination;
    const { side } = on;
    const clock = { now: 1_000_000 };
    side.now = () => clock.now;
    side.organisation.effectAfterMs = 7_200_000;
    order(on, 'Add-MailboxPermission', full);
    expect(await open(on)).toBe('ErrorAccessDenied');
    clock.now += 7_200_000;
    expect(await open(on)).toBe('NoError');
    side.now = () => Date.now();
  });

  test('-WhatIf tells and does nothing', async () => {
    const on = sandbox.destination;
    expect(order(on, 'Add-MailboxPermission', { ...full, WhatIf: true }).whatIf).toContain('OLD\\migration');
    expect(await open(on)).toBe('ErrorAccessDenied');
  });

  test('names that no one bears are refused in the words of Exchange', () => {
    const on = sandbox.destination;
    expect(() => order(on, 'Add-MailboxPermission', { ...full, Identity: 'nobody' })).toThrow(
      "The operation couldn't be performed because object 'nobody' couldn't be found on 'dc01.old.example'.",
    );
    expect(() => order(on, 'Add-MailboxPermission', { ...full, User: 'nobody' })).toThrow(ManagementError);
    expect(() => order(on, 'Get-Nothing')).toThrow(/is not recognized/);
  });
});

describe('impersonation', () => {
  test('by a role, for whom its scope has', async () => {
    const on = later.destination;
    expect(await become(on)).toBe('ErrorImpersonateUserDenied');
    order(on, 'New-ManagementScope', { Name: 'MF', RecipientRestrictionFilter: `PrimarySmtpAddress -eq '${ADA}'` });
    order(on, 'New-ManagementRoleAssignment', {
      Name: 'MF',
      Role: 'ApplicationImpersonation',
      User: MIGRATION.username,
      CustomRecipientWriteScope: 'MF',
    });
    expect([await become(on), await become(on, BOB)]).toEqual(['NoError', 'ErrorImpersonateUserDenied']);
    expect(() => order(on, 'Remove-ManagementScope', { Identity: 'MF' })).toThrow(/in use/);
    order(on, 'Remove-ManagementRoleAssignment', { Identity: 'MF' });
    order(on, 'Remove-ManagementScope', { Identity: 'MF' });
    expect(await become(on)).toBe('ErrorImpersonateUserDenied');
  });

  test('by two rights in 2007, each with a refusal of its own', async () => {
    const on = sandbox.source;
    expect(await become(on)).toBe('ErrorImpersonationDenied');
    const grant = (Identity: string, ExtendedRights: string): Managed =>
      order(on, 'Add-ADPermission', { Identity, User: MIGRATION.username, ExtendedRights });
    grant('Mailbox Database 01', 'ms-Exch-EPI-May-Impersonate');
    expect(await become(on)).toBe('ErrorImpersonationDenied');
    order(on, 'Remove-ADPermission', {
      Identity: 'Mailbox Database 01',
      User: MIGRATION.username,
      ExtendedRights: 'ms-Exch-EPI-May-Impersonate',
    });
    grant('EXCH01', 'ms-Exch-EPI-Impersonation');
    expect(await become(on)).toBe('ErrorImpersonateUserDenied');
    grant('Mailbox Database 01', 'ms-Exch-EPI-May-Impersonate');
    expect(await become(on)).toBe('NoError');
  });
});

describe('EWS switched off', () => {
  test('for a mailbox, whoever impersonates it, and for the organisation', async () => {
    const on = later.destination;
    const owner = { email: ADA, password: 'pass-ada' };
    const asOwner = async (): Promise<number> => (await call(on, owner, inbox)).status;
    expect(await asOwner()).toBe(200);
    order(on, 'Set-CASMailbox', { Identity: ADA, EwsEnabled: false });
    expect(await asOwner()).toBe(403);
    on.side.rights.impersonation = true;
    expect((await call(on, on.admin, inbox, { impersonate: ADA })).status).toBe(403);
    expect((await call(on, on.admin, inbox, { impersonate: BOB })).status).toBe(200);
    order(on, 'Set-CASMailbox', { Identity: ADA, EwsEnabled: null });
    expect(await asOwner()).toBe(200);
    order(on, 'Set-OrganizationConfig', { EwsEnabled: false });
    expect(await asOwner()).toBe(403);
  });

  test('for programs, by the name they give', async () => {
    const on = sandbox.destination;
    const owner = { email: BOB, password: 'pass-bob' };
    const as = async (agent: string): Promise<number> =>
      (await call(on, owner, inbox, { headers: { 'user-agent': agent } })).status;
    order(on, 'Set-OrganizationConfig', { EwsApplicationAccessPolicy: 'EnforceAllowList', EwsAllowList: ['OWA/*'] });
    expect([await as('OWA/14'), await as('Mailferry/1')]).toEqual([200, 403]);
    order(on, 'Set-OrganizationConfig', { EwsAllowList: { Add: 'Mailferry/*' } });
    expect([await as('OWA/14'), await as('Mailferry/1')]).toEqual([200, 200]);
    order(on, 'Set-OrganizationConfig', { EwsApplicationAccessPolicy: 'EnforceBlockList', EwsBlockList: 'Mail*ry/*' });
    expect([await as('OWA/14'), await as('Mailferry/1')]).toEqual([200, 403]);
  });
});

describe('throttling', () => {
  test('follows the policy of the account, and the default one again', async () => {
    const on = later.destination;
    on.side.throttle.set({ burstMs: 0, cutoffMs: 0, rechargeMsPerHour: 0 });
    order(on, 'Add-MailboxPermission', full);
    expect(await open(on)).toBe('ErrorServerBusy');
    order(on, 'New-ThrottlingPolicy', { Name: 'MF', EwsMaxBurst: 'Unlimited', EwsCutoffBalance: 'Unlimited' });
    order(on, 'Set-ThrottlingPolicyAssociation', { Identity: MIGRATION.username, ThrottlingPolicy: 'MF' });
    expect(await open(on)).toBe('NoError');
    expect(() => order(on, 'Remove-ThrottlingPolicy', { Identity: 'MF' })).toThrow(/OLD\\migration/);
    order(on, 'Set-ThrottlingPolicyAssociation', { Identity: MIGRATION.username, ThrottlingPolicy: null });
    order(on, 'Remove-ThrottlingPolicy', { Identity: 'MF' });
    expect(await open(on)).toBe('ErrorServerBusy');
  });

  test('2010 says no limit by null, later ones by a word', () => {
    const policy = { Name: 'MF', EWSMaxConcurrency: null };
    expect(() => order(later.destination, 'New-ThrottlingPolicy', policy)).toThrow(/Unlimited/);
    expect(order(sandbox.destination, 'New-ThrottlingPolicy', policy).objects).toMatchObject([
      { EWSMaxConcurrency: null },
    ]);
  });
});
