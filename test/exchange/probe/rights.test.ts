import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { manage } from '../../sandbox/management/manage.ts';
import { newOrganisation } from '../../sandbox/management/organisation.ts';
import type { ProfileName } from '../../sandbox/profiles/profiles.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { testConnection, type Asked, type Report } from './test-connection.ts';

const ADA = 'ada@old.example';
const BOB = 'bob@old.example';
const MIGRATION = { username: 'migration@old.example', password: 'right' };
const TWO_HOURS_MS = 7_200_000;
const FULL = { Identity: ADA, User: MIGRATION.username, AccessRights: 'FullAccess', InheritanceType: 'All' };

let sandbox: Sandbox;
let oldest: SandboxSide;
let recent: SandboxSide;
beforeAll(async () => {
  const side = (profile: ProfileName) => ({
    profile,
    mailboxes: [{ email: ADA, fill: { seed: 5, items: 8 } }, { email: BOB }],
    admins: [MIGRATION],
  });
  sandbox = await startSandbox({ source: side('Exchange2007_SP1'), destination: side('Exchange2016') });
  oldest = sandbox.source;
  recent = sandbox.destination;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  for (const { side, resetStats } of [oldest, recent]) {
    side.organisation = newOrganisation();
    side.clock.aheadMs = 0;
    side.throttle.set(undefined);
    resetStats();
  }
});

const ask = (server: SandboxSide, more: Asked = {}): Promise<Report> =>
  testConnection(server, { credentials: MIGRATION, mailbox: ADA, ...more });
const order = ({ side }: SandboxSide, cmdlet: string, parameters: Record<string, unknown>) =>
  manage(side, cmdlet, parameters);

test('without a right both ways are named with their scripts, and that a right may be late', async () => {
  const { of, health } = await ask(recent);
  expect(health).toBe('ErrorAccessDenied');
  expect(of('sign-in').state).toBe('ok');
  expect(of('full-access')).toEqual({
    check: 'full-access',
    state: 'failed',
    sentence: `${MIGRATION.username} may not open ${ADA}: it has no full access, or a Deny entry refuses it.`,
    remedy:
      'Grant full access. If the right was granted already, it may need up to 2 hours: do not grant it again, and test again later. A Deny entry of the account, or of one of its groups such as Domain Admins, takes precedence over every grant: the script finds it.',
    scriptId: 'full-access',
  });
  expect(of('impersonation')).toMatchObject({ state: 'failed', scriptId: 'impersonation' });
  expect(of('subfolder').state).toBe('unknown');
});

test('a right by group counts', async () => {
  order(recent, 'New-DistributionGroup', { Name: 'Inner', Members: [MIGRATION.username] });
  order(recent, 'New-DistributionGroup', { Name: 'Outer', Members: ['Inner'] });
  order(recent, 'Add-MailboxPermission', { ...FULL, User: 'Outer' });
  const { of, health } = await ask(recent);
  expect(health).toBe('ok');
  expect(of('full-access').state).toBe('ok');
  expect(of('subfolder')).toMatchObject({ state: 'ok', sentence: `The folders of ${ADA} open.` });
  expect(of('upload').state).toBe('ok');
});

test.each([
  ['of the account', (on: SandboxSide) => order(on, 'Add-MailboxPermission', { ...FULL, Deny: true })],
  [
    'that administrators inherit',
    (on: SandboxSide) =>
      order(on, 'Add-DistributionGroupMember', { Identity: 'Domain Admins', Member: MIGRATION.username }),
  ],
])('a Deny entry %s is named beside the missing right', async (_what, deny) => {
  order(recent, 'Add-MailboxPermission', FULL);
  expect((await ask(recent)).of('full-access').state).toBe('ok');
  deny(recent);
  const { of } = await ask(recent);
  expect(of('full-access')).toMatchObject({ state: 'failed', scriptId: 'full-access' });
  expect(of('full-access').sentence).toContain('a Deny entry refuses it');
  expect(of('full-access').remedy).toContain('Domain Admins');
});

test('a right on the top folder alone is found out: the mailbox opens, its folders do not', async () => {
  const { InheritanceType: _, ...topOnly } = FULL;
  order(recent, 'Add-MailboxPermission', topOnly);
  const { of, health } = await ask(recent);
  expect(health).toBe('ErrorAccessDenied');
  expect(of('full-access').state).toBe('ok');
  expect(of('subfolder')).toMatchObject({
    state: 'failed',
    sentence: `${ADA} opens, but not its folders: “Inbox”, “Sent Items”, “Calendar” and 1 more are refused.`,
    scriptId: 'full-access',
  });
  expect(of('subfolder').remedy).toContain('InheritanceType All');
});

test('a late right turns green unaided', async () => {
  recent.side.organisation.effectAfterMs = TWO_HOURS_MS;
  order(recent, 'Add-MailboxPermission', FULL);
  const early = await ask(recent);
  expect(early.of('full-access').state).toBe('failed');
  expect(early.of('full-access').remedy).toContain('may need up to 2 hours');
  recent.side.clock.aheadMs = TWO_HOURS_MS;
  expect((await ask(recent)).of('full-access').state).toBe('ok');
});

test('impersonation scoped to others is recognised by the refusal of the mailbox', async () => {
  order(recent, 'New-ManagementScope', { Name: 'MF', RecipientRestrictionFilter: `PrimarySmtpAddress -eq '${BOB}'` });
  order(recent, 'New-ManagementRoleAssignment', {
    Name: 'MF',
    Role: 'ApplicationImpersonation',
    User: MIGRATION.username,
    CustomRecipientWriteScope: 'MF',
  });
  const others = await ask(recent, { impersonate: true });
  expect(others.health).toBe('ErrorImpersonateUserDenied');
  expect(others.of('impersonation')).toMatchObject({
    state: 'failed',
    sentence: `${MIGRATION.username} may not impersonate ${ADA}: it has no ApplicationImpersonation role, or the scope of the role leaves this mailbox out.`,
    scriptId: 'impersonation',
  });
  const { of, health } = await ask(recent, { impersonate: true, mailbox: BOB });
  expect(health).toBe('ok');
  expect(of('impersonation').state).toBe('ok');
  expect(of('full-access')).toMatchObject({
    state: 'ok',
    sentence: `${MIGRATION.username} may not open ${BOB}, and need not: impersonation works.`,
  });
});

test('in 2007 the right that is missing is named: that of the server first, that of the database then', async () => {
  const grant = (right: string, object: string) =>
    order(oldest, 'Add-ADPermission', { Identity: object, User: MIGRATION.username, ExtendedRights: right });
  grant('ms-Exch-EPI-May-Impersonate', 'Mailbox Database 01');
  const first = await ask(oldest, { impersonate: true });
  expect(first.of('impersonation').sentence).toContain('the right ms-Exch-EPI-Impersonation is missing');
  oldest.side.organisation = newOrganisation();
  grant('ms-Exch-EPI-Impersonation', 'EXCH01');
  const second = await ask(oldest, { impersonate: true });
  expect(second.of('impersonation').sentence).toContain('the right ms-Exch-EPI-May-Impersonate is missing');
  grant('ms-Exch-EPI-May-Impersonate', 'Mailbox Database 01');
  const { of, health } = await ask(oldest, { impersonate: true });
  expect(health).toBe('ok');
  expect(of('impersonation').state).toBe('ok');
});

test('what 2007 lacks is said as what it is', async () => {
  order(oldest, 'Add-MailboxPermission', FULL);
  const { of, health } = await ask(oldest);
  expect(health).toBe('ok');
  for (const check of ['export', 'upload'] as const)
    expect(of(check)).toMatchObject({ state: 'warning', sentence: expect.stringContaining('copies messages as MIME') });
  expect(of('throttling')).toMatchObject({ state: 'ok', sentence: 'Exchange 2007 does not throttle.' });
  expect(of('mailbox-full')).toMatchObject({
    state: 'unknown',
    sentence: 'Exchange 2007 does not tell: it has no MailTips.',
  });
  expect(of('size-limit')).toMatchObject({ state: 'unknown', sentence: expect.stringContaining('30 MB') });
  expect(oldest.stats()).toMatchObject({ writes: {}, outgoing: 0 });
});

const off = { sentence: expect.stringContaining('EWS') as string, state: 'failed', scriptId: 'ews-access' };

test('EWS that is off for the account is no missing right', async () => {
  order(recent, 'Set-CASMailbox', { Identity: BOB, EwsEnabled: false });
  const credentials = { username: BOB, password: recent.mailboxes[1]!.password };
  const { of, health } = await ask(recent, { credentials, mailbox: ADA });
  expect(health).toBe('http-403');
  expect(of('sign-in').state).toBe('ok');
  expect(of('ews-access')).toMatchObject({
    ...off,
    sentence: `The server accepts the password and refuses EWS: it is switched off for ${BOB}, or only listed programs may use it.`,
  });
  expect(of('ews-access').remedy).toContain('It is no missing right.');
  expect(of('full-access').state).toBe('unknown');
});

test('EWS that is off for the mailbox is no missing right either', async () => {
  order(recent, 'New-ManagementRoleAssignment', {
    Name: 'MF',
    Role: 'ApplicationImpersonation',
    User: MIGRATION.username,
  });
  expect((await ask(recent, { impersonate: true })).health).toBe('ok');
  order(recent, 'Set-CASMailbox', { Identity: ADA, EwsEnabled: false });
  const { of } = await ask(recent, { impersonate: true });
  expect(of('ews-access')).toMatchObject({ ...off, sentence: `EWS is switched off for the mailbox ${ADA}.` });
  expect(of('impersonation').state).toBe('unknown');
});

test.each([
  [
    'is on the list of blocked programs',
    { EwsApplicationAccessPolicy: 'EnforceBlockList', EwsBlockList: 'Mailferry*' },
  ],
])('a server where our program %s is no server without rights, and our name is shown', async (_what, policy) => {
  order(recent, 'Add-MailboxPermission', FULL);
  order(recent, 'Set-OrganizationConfig', policy);
  const { of, health } = await ask(recent);
  expect(health).toBe('http-403');
  expect(of('ews-access')).toMatchObject({
    ...off,
    sentence: 'The server refuses programs that call themselves “Mailferry”. It lets other programs in.',
  });
  expect(of('full-access').state).toBe('unknown');
});

test('a list of allowed programs without ours is named as a cause', async () => {
  order(recent, 'Add-MailboxPermission', FULL);
  order(recent, 'Set-OrganizationConfig', { EwsApplicationAccessPolicy: 'EnforceAllowList', EwsAllowList: ['OWA/*'] });
  const { of } = await ask(recent);
  expect(of('ews-access')).toMatchObject(off);
  expect(of('ews-access').sentence).toContain('only listed programs may use it');
  expect(of('ews-access').remedy).toContain('Mailferry*');
  order(recent, 'Set-OrganizationConfig', { EwsAllowList: { Add: 'Mailferry*' } });
  expect((await ask(recent)).of('ews-access').state).toBe('ok');
});

test('throttling that is as tight as can be shows, and a policy for the account ends it', async () => {
  order(recent, 'Add-MailboxPermission', FULL);
  recent.side.throttle.set({ burstMs: 0, cutoffMs: 0, rechargeMsPerHour: 0 });
  const tight = await ask(recent);
  expect(tight.of('throttling')).toMatchObject({ state: 'warning', scriptId: 'throttling' });
  expect(tight.of('full-access').state).toBe('unknown');
  order(recent, 'New-ThrottlingPolicy', { Name: 'MF', EwsMaxBurst: 'Unlimited', EwsCutoffBalance: 'Unlimited' });
  order(recent, 'Set-ThrottlingPolicyAssociation', { Identity: MIGRATION.username, ThrottlingPolicy: 'MF' });
  expect((await ask(recent)).of('throttling').state).toBe('ok');
});
