import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { testConnection } from './test-connection.ts';

const ANN = 'ann@old.example';
const BOB = 'bob@old.example';
const HOUR_MS = 3_600_000;

let sandbox: Sandbox;
let old: SandboxSide;
let recent: SandboxSide;
beforeAll(async () => {
  const mailboxes = [{ email: ANN, fill: { seed: 3, items: 10 } }, { email: BOB }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: ANN }, { email: BOB }] },
  });
  old = sandbox.source;
  recent = sandbox.destination;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  for (const { side, ...server } of [old, recent]) {
    for (const name of Object.keys(side.signIn)) Reflect.deleteProperty(side.signIn, name);
    side.clock.aheadMs = 0;
    side.rights.fullAccess = true;
    side.rights.impersonation = true;
    side.grants.clear();
    side.faults.clear();
    side.throttle.set(undefined);
    for (const email of [ANN, BOB]) server.setLimits(email, {});
    server.resetStats();
  }
});

test('a server where all is well has nothing to complain about, and nothing is changed there', async () => {
  const { bad, findings, health, of } = await testConnection(old, { mailbox: ANN });
  expect(health).toBe('ok');
  // The largest message that 2010 takes as it is installed; plain http stands for a door of its own.
  expect(bad).toEqual({ 'largest-message': 'warning', tls: 'warning' });
  expect(findings.filter(({ state }) => state === 'unknown').map(({ check }) => check)).toEqual(['certificate']);
  expect(of('version').sentence).toBe('The server is Exchange 2010 SP2, build 14.2.247.0.');
  expect(of('size-limit').sentence).toBe(
    'The front door takes requests of 35 MB and refuses 67.1 MB: items up to about 26.3 MB can be copied.',
  );
  expect(of('largest-message').sentence).toBe(`${ANN} receives messages up to 10.5 MB. Larger items may be refused.`);
  expect(old.stats()).toMatchObject({ writes: {}, outgoing: 0, wrongPasswords: {} });
});

test('a test with a mailbox takes few requests, and half of them at the same time', async () => {
  await testConnection(old, { mailbox: ANN });
  const { totalRequests } = old.stats();
  expect(totalRequests).toBeLessThanOrEqual(16);
});

test.each([
  [['Basic', 'NTLM'], 'ok', 'The server offers Basic, NTLM.'],
  [['Negotiate', 'NTLM'], 'ok', 'Basic is off. The server offers Negotiate, NTLM, and Mailferry signs in with NTLM.'],
  [['NTLM'], 'ok', 'Basic is off. The server offers NTLM, and Mailferry signs in with NTLM.'],
  [['Bearer'], 'failed', 'The server accepts only modern authentication.'],
] as const)('a server that offers %j to sign in', async (schemes, state, sentence) => {
  old.side.signIn.schemes = schemes;
  const { of } = await testConnection(old, { mailbox: ANN });
  expect(of('sign-in-schemes')).toMatchObject({ state, sentence });
  expect(of('sign-in').state).toBe(state === 'ok' ? 'ok' : 'unknown');
  if (state === 'failed')
    expect(of('sign-in-schemes').remedy).toBe(
      'Ask the provider to allow Basic authentication for EWS, at least for the migration account.',
    );
});

test.each(['Basic', 'NTLM', 'Negotiate'] as const)('by %s a wrong password is tried once', async (scheme) => {
  old.side.signIn.schemes = [scheme];
  const credentials = { username: ANN, password: 'wrong' };
  const { of, health } = await testConnection(old, { mailbox: BOB, credentials });
  expect(health).toBe('http-401');
  expect(of('sign-in')).toMatchObject({ state: 'failed', sentence: 'The server refused the user name or password.' });
  for (const check of ['ews-access', 'full-access', 'impersonation', 'export'] as const)
    expect(of(check).state, check).toBe('unknown');
  expect(old.stats().wrongPasswords).toEqual({ [ANN]: 1 });
});

test.each([
  ['disabled', 'ErrorAccountDisabled'],
  ['must-change-password', 'ErrorPasswordChangeRequired'],
] as const)('an account that is %s is no missing right', async (state, code) => {
  old.side.signIn.tells = 'ews';
  old.side.accounts.setState(ANN, state);
  try {
    const credentials = { username: ANN, password: old.mailboxes[0]!.password };
    const { of, health } = await testConnection(old, { mailbox: ANN, credentials });
    expect(health).toBe(code);
    expect(of('sign-in').state).toBe('failed');
    expect(of('full-access').state).toBe('unknown');
  } finally {
    old.side.accounts.setState(ANN, 'active');
  }
});

test('a service account without a mailbox counts as signed in, and the target is tested', async () => {
  const alone = await testConnection(old);
  expect(alone.health).toBe('ok');
  expect(alone.of('sign-in')).toMatchObject({
    state: 'ok',
    sentence: `The server accepts the password of ${old.admin.username}. The account has no mailbox of its own, and needs none.`,
  });
  expect(alone.of('full-access')).toMatchObject({
    state: 'unknown',
    sentence: 'Not tested: name a mailbox to test the rights.',
  });
  const { of } = await testConnection(old, { mailbox: ANN });
  expect(of('sign-in').state).toBe('ok');
  expect(of('full-access')).toMatchObject({ state: 'ok', sentence: `${old.admin.username} may open ${ANN}.` });
});

test('without credentials only the address is tested', async () => {
  const { of, health } = await testConnection(old, { credentials: null });
  expect(health).toBe('ok');
  expect(of('sign-in-schemes').state).toBe('ok');
  expect(of('size-limit').state).toBe('ok');
  expect(of('sign-in')).toMatchObject({
    state: 'unknown',
    sentence: 'Not tested: the endpoint has no administrator, so each mailbox signs in with its own password.',
  });
});

test('impersonation whose scope is that of others is named, with the script that widens it', async () => {
  Object.assign(old.side.rights, { fullAccess: false, impersonation: [BOB] });
  const { of, health } = await testConnection(old, { mailbox: ANN, impersonate: true });
  expect(health).toBe('ErrorImpersonateUserDenied');
  expect(of('impersonation')).toMatchObject({
    state: 'failed',
    sentence: `${old.admin.username} may not impersonate ${ANN}: it has no ApplicationImpersonation role, or the scope of the role leaves this mailbox out.`,
    scriptId: 'impersonation',
  });
  expect(of('full-access')).toMatchObject({ state: 'failed', scriptId: 'full-access' });
  expect((await testConnection(old, { mailbox: BOB, impersonate: true })).of('impersonation').state).toBe('ok');
});

test('of two ways one is enough, and a test says where the endpoint is set to the other', async () => {
  old.side.rights.fullAccess = false;
  const by = await testConnection(old, { mailbox: ANN, impersonate: true });
  expect(by.health).toBe('ok');
  expect(by.of('full-access')).toMatchObject({
    state: 'ok',
    sentence: `${old.admin.username} may not open ${ANN}, and need not: impersonation works.`,
  });
  const { of, health } = await testConnection(old, { mailbox: ANN });
  expect(health).toBe('ErrorAccessDenied');
  expect(of('full-access').state).toBe('failed');
  expect(of('full-access').remedy).toMatch(/^Turn impersonation on for this endpoint: impersonation works\. Or: /);
  expect(of('export').state).toBe('ok');
});

test('a mailbox that is not there is no missing right', async () => {
  const { of } = await testConnection(old, { mailbox: 'nobody@old.example', side: 'destination' });
  expect(of('full-access')).toMatchObject({
    state: 'failed',
    sentence: 'The server has no mailbox nobody@old.example.',
    scriptId: 'create-mailboxes',
  });
});

test.each([
  [HOUR_MS, 'The server’s clock is 1 hour fast.'],
  [-HOUR_MS, 'The server’s clock is 1 hour slow.'],
  [-10 * 60_000, 'The server’s clock is 10 minutes slow.'],
])('a clock that is %d ms ahead is named', async (aheadMs, sentence) => {
  old.side.clock.aheadMs = aheadMs;
  const { of } = await testConnection(old, { credentials: null });
  expect(of('clock')).toMatchObject({ state: 'warning', sentence });
  old.side.clock.aheadMs = 60_000;
  expect((await testConnection(old, { credentials: null })).of('clock').state).toBe('ok');
});

test('MailTips show a full mailbox and its largest message', async () => {
  recent.setLimits(ANN, { quotaBytes: 0, maxItemBytes: 5_000_000 });
  const { of, health } = await testConnection(recent, { mailbox: ANN, side: 'destination' });
  expect(health).toBe('ok');
  expect(of('mailbox-full')).toMatchObject({ state: 'failed', sentence: `${ANN} is full and takes no more items.` });
  expect(of('largest-message')).toMatchObject({
    state: 'warning',
    sentence: `${ANN} receives messages up to 5 MB. Larger items may be refused.`,
    scriptId: 'size-limits',
  });
  const other = await testConnection(recent, { mailbox: BOB, side: 'destination' });
  expect(other.of('mailbox-full').state).toBe('ok');
  expect(other.of('largest-message')).toMatchObject({
    state: 'ok',
    sentence: `${BOB} receives messages up to 37.7 MB.`,
  });
  expect(recent.stats()).toMatchObject({ writes: {}, outgoing: 0 });
});

test('a source is not asked for what only a destination needs, and the other way round', async () => {
  const source = await testConnection(old, { mailbox: ANN, side: 'source' });
  const checks = source.findings.map(({ check }) => check);
  expect(checks).toContain('export');
  for (const check of ['upload', 'mailbox-full', 'largest-message']) expect(checks).not.toContain(check);
  const destination = await testConnection(recent, { mailbox: ANN, side: 'destination' });
  expect(destination.findings.map(({ check }) => check)).not.toContain('export');
});

test('throttling that shows during the test is named, with the pause', async () => {
  old.side.faults.add({
    operation: 'ExportItems',
    effect: { kind: 'soap-fault', code: 'ErrorServerBusy', values: { BackOffMilliseconds: '297749' } },
  });
  const { of } = await testConnection(old, { mailbox: ANN });
  expect(of('throttling')).toMatchObject({
    state: 'warning',
    sentence: 'During the test the server asked Mailferry to slow down and to wait 298 seconds.',
    scriptId: 'throttling',
  });
  expect(of('export').state).toBe('unknown');
});

test('a server that is busy from the start is called busy, and nothing else', async () => {
  old.side.faults.add({ effect: { kind: 'soap-fault', code: 'ErrorServerBusy' } });
  const { of, bad } = await testConnection(old, { mailbox: ANN });
  expect(of('throttling').state).toBe('warning');
  expect(of('sign-in').state).toBe('unknown');
  expect(Object.keys(bad).toSorted()).toEqual(['throttling', 'tls']);
});
