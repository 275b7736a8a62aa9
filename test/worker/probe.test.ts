import { expect, inject, test } from 'vitest';
import { createProbe } from '../../worker/runtime/endpoints/probe.ts';
import { createHarness, signUp } from './harness.ts';

const servers = inject('servers');
const addresses = { allowPrivate: true };
const harness = createHarness({
  probe: createProbe(addresses, { timeoutMs: 8_000 }),
  settings: { openSignUp: false, publicUrl: 'http://mailferry.test', addresses },
});
const { ask } = await signUp(harness);
const credentials = { username: 'admin@old.example', password: 'right password' };

const add = (url: string, more: object = { credentials }) =>
  ask('POST', '/api/endpoints', { body: { name: 'Server', url, ...more } });

test('a good server shows its version and how one signs in, although the account has no mailbox', async () => {
  const answer = await add(servers.exchange);
  expect(answer).toMatchObject({
    status: 201,
    body: { health: 'ok', version: 'Exchange2010_SP2 14.2.247.0', authSchemes: ['negotiate', 'ntlm', 'basic'] },
  });
});

test.each([
  ['exchange', 'NTLM'],
  ['ntlmOnly', 'NTLM'],
] as const)('over http %s is signed in to by %s, which does not show the password', async (name, signIn) => {
  expect(await add(servers[name])).toMatchObject({ status: 201, body: { health: 'ok', signIn } });
});

test('without credentials only the address is looked at', async () => {
  expect(await add(servers.exchange, {})).toMatchObject({ status: 201, body: { health: 'ok', version: null } });
});

test.each([
  ['a wrong password', 'exchange', 'endpoint-credentials-refused', { ...credentials, password: 'not the right one' }],
  ['a self-signed certificate', 'selfSigned', 'endpoint-certificate-untrusted', credentials],
  ['a web site', 'website', 'endpoint-not-exchange', credentials],
  ['a server for OAuth only', 'oauthOnly', 'endpoint-oauth-only', credentials],
  ['a wrong password for NTLM', 'ntlmOnly', 'endpoint-credentials-refused', { ...credentials, password: 'not it' }],
  ['a server with Kerberos alone', 'kerberosOnly', 'endpoint-sign-in-unsupported', credentials],
  ['a server with Digest alone', 'digestOnly', 'endpoint-sign-in-unsupported', credentials],
  ['a server that leads to Exchange Online', 'redirecting', 'endpoint-exchange-online', credentials],
  ['a port that speaks no TLS', 'closing', 'endpoint-tls-unsupported', credentials],
  ['a closed port', 'closed', 'endpoint-unreachable', credentials],
  ['a server that breaks off', 'broken', 'endpoint-not-exchange', credentials],
] as const)('%s is recognised', async (_what, name, code, given) => {
  const before = (await ask('GET', '/api/endpoints')).body.items.length;
  const answer = await add(servers[name], { credentials: given });
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(JSON.stringify(answer.body)).not.toContain(given.password);
  expect((await ask('GET', '/api/endpoints')).body.items).toHaveLength(before);
});

test('without a gateway too a self-signed certificate is shown as what it is', async () => {
  const answer = await add(servers.selfSigned);
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'endpoint-certificate-untrusted',
      title: 'The certificate is self-signed',
      reason: 'self-signed',
      reasons: ['self-signed'],
      host: 'localhost',
      certificate: {
        sha256: expect.stringMatching(/^[\da-f]{64}$/),
        subject: 'CN=Self-signed for tests',
        names: ['localhost', '127.0.0.1'],
      },
    },
  });
  expect(answer.body.detail).toMatch(/localhost:\d+ presents a self-signed certificate/);
});

test('an unknown host is distinguished from a silent one', async () => {
  const answer = await add('https://nowhere.invalid/EWS/Exchange.asmx');
  expect(answer).toMatchObject({ status: 422, body: { code: 'endpoint-unknown-host' } });
});

test('where private addresses are off, the probe itself refuses them too', async () => {
  const guarded = createProbe({ allowPrivate: false });
  for (const url of [servers.exchange, servers.selfSigned, 'https://10.0.0.1/']) {
    expect(await guarded({ url, useImpersonation: false })).toMatchObject({ ok: false, code: 'address-refused' });
  }
});
