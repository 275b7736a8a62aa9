import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { FaultKind } from '../../worker/engine/model/fault.ts';
import type { ProbeResult } from '../../worker/features/kernel/deps.ts';
import type { Loose } from './harness.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';

const URL = 'https://mail.old.example/EWS/Exchange.asmx';

// One owner for all: a sign-up hashes a password, and that takes its time.
const home = await signUp(createHarness());

function fault(kind: FaultKind, code: string = kind): ProbeResult {
  return { ok: false, kind, code, message: 'What the server said.', version: null, authSchemes: [] };
}

test('an endpoint is probed, kept with what was found, and never shows its password', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const made = await ask('POST', '/api/endpoints', {
    body: { name: 'Old host', url: 'mail.old.example/owa/#path=/mail', domains: ['Old.Example'], credentials: ADMIN },
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: 'Old host',
    url: URL,
    domains: ['old.example'],
    username: ADMIN.username,
    hasPassword: true,
    useImpersonation: false,
    version: 'Exchange2010_SP2 14.2.247.0',
    authSchemes: ['basic'],
    health: 'ok',
    healthDetail: null,
  });
  expect(harness.probes).toEqual([{ url: URL, useImpersonation: false, credentials: ADMIN }]);
  const read = await ask('GET', `/api/endpoints/${made.body.id}`);
  expect(read.body).toEqual(made.body);
  expect(JSON.stringify([made.body, read.body])).not.toContain(ADMIN.password);
});

test.each([
  [fault('unreachable', 'unknown-host'), 'endpoint-unknown-host'],
  [fault('unreachable', 'http-530'), 'endpoint-unknown-host'],
  [fault('unreachable', 'connection-refused'), 'endpoint-unreachable'],
  [fault('transient', 'timeout'), 'endpoint-unreachable'],
  [fault('tls', 'certificate-untrusted'), 'endpoint-certificate-untrusted'],
  [fault('tls', 'certificate-changed'), 'endpoint-certificate-changed'],
  [fault('tls', 'tls'), 'endpoint-tls-unsupported'],
  [fault('tls', 'http-525'), 'endpoint-tls-unsupported'],
  [fault('tls', 'http-526'), 'endpoint-certificate-untrusted'],
  [fault('unreachable', 'gateway-unreachable'), 'endpoint-gateway-unreachable'],
  [fault('unreachable', 'proxy-refused'), 'endpoint-proxy-refused'],
  [fault('credentials', 'line-re-encrypted'), 'endpoint-line-re-encrypted'],
  [fault('not-exchange', 'http-404'), 'endpoint-not-exchange'],
  [fault('wrong-server', 'http-302'), 'endpoint-not-exchange'],
  [fault('exchange-online'), 'endpoint-exchange-online'],
  [fault('oauth-only'), 'endpoint-oauth-only'],
  [fault('unsupported', 'no-usable-sign-in'), 'endpoint-sign-in-unsupported'],
  [fault('credentials', 'http-401'), 'endpoint-credentials-refused'],
  [fault('access', 'ErrorAccessDenied'), 'endpoint-access-denied'],
  [fault('busy', 'ErrorServerBusy'), 'endpoint-server-busy'],
])('a bad server is refused with a code of its own and nothing is kept: %o → %s', async (probeResult, code) => {
  const harness = createHarness({ probeResult });
  const ask = harness.as(home.key);
  const answer = await ask('POST', '/api/endpoints', { body: { name: 'Bad', url: URL, credentials: ADMIN } });
  expect(answer).toMatchObject({ status: 422, body: { code, detail: 'What the server said.' } });
  expect(answer.body.cause).not.toBe('');
  expect(answer.body.remedy).not.toBe('');
  expect(JSON.stringify(answer.body)).not.toContain(ADMIN.password);
  expect(JSON.stringify((await ask('GET', '/api/endpoints')).body)).not.toContain('"Bad"');
});

test.each([
  ['ht!tp://x', 'endpoint-url-invalid'],
  ['https://', 'endpoint-url-invalid'],
  ['ftp://mail.example.com/', 'endpoint-url-invalid'],
  ['https://user:secret@mail.example.com/', 'endpoint-url-invalid'],
  ['http://mail.example.com/EWS/Exchange.asmx', 'endpoint-address-not-allowed'],
  ['https://localhost/', 'endpoint-address-not-allowed'],
  ['https://LOCALHOST./', 'endpoint-address-not-allowed'],
  ['https://exchange/', 'endpoint-address-not-allowed'],
  ['https://mail.corp.internal/', 'endpoint-address-not-allowed'],
  ['https://127.0.0.1/', 'endpoint-address-not-allowed'],
  ['https://0x7f.1/', 'endpoint-address-not-allowed'],
  ['https://2130706433/', 'endpoint-address-not-allowed'],
  ['https://10.1.2.3/', 'endpoint-address-not-allowed'],
  ['https://172.31.0.1/', 'endpoint-address-not-allowed'],
  ['https://192.168.1.1/', 'endpoint-address-not-allowed'],
  ['https://169.254.169.254/latest/meta-data', 'endpoint-address-not-allowed'],
  ['https://100.64.0.1/', 'endpoint-address-not-allowed'],
  ['https://[::1]/', 'endpoint-address-not-allowed'],
  ['https://[fe80::1]/', 'endpoint-address-not-allowed'],
  ['https://[fd12:3456::1]/', 'endpoint-address-not-allowed'],
  ['https://[::ffff:10.0.0.1]/', 'endpoint-address-not-allowed'],
  ['https://[64:ff9b::7f00:1]/', 'endpoint-address-not-allowed'],
  ['https://[2002:a00:1::]/', 'endpoint-address-not-allowed'],
  ['https://mail.example.com:8443/owa', 'endpoint-address-not-allowed'],
  ['https://mail.example.com:22/', 'endpoint-address-not-allowed'],
  ['https://outlook.office365.com/EWS/Exchange.asmx', 'endpoint-exchange-online'],
  ['outlook.office.com', 'endpoint-exchange-online'],
])('the address %s is refused as %s before any request', async (url, code) => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const answer = await ask('POST', '/api/endpoints', { body: { name: 'Bad', url } });
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(harness.probes).toEqual([]);
  expect(JSON.stringify((await ask('GET', '/api/endpoints')).body)).not.toContain('"Bad"');
});

test.each([
  ['mail.example.com', 'https://mail.example.com/EWS/Exchange.asmx'],
  ['https://mail.example.com:8443/owa', 'https://mail.example.com:8443/EWS/Exchange.asmx'],
  ['https://mail.example.com/ews/exchange.asmx?x=1', 'https://mail.example.com/ews/exchange.asmx'],
  ['https://mail.example.com/zimbra/ews', 'https://mail.example.com/zimbra/ews'],
  ['https://93.184.216.34/', 'https://93.184.216.34/EWS/Exchange.asmx'],
  ['https://[2606:2800:220:1::1]/', 'https://[2606:2800:220:1::1]/EWS/Exchange.asmx'],
])('the address %s is taken as %s', async (url, expected) => {
  const harness = createHarness({
    settings: {
      openSignUp: false,
      publicUrl: 'http://mailferry.test',
      addresses: { allowPrivate: false, ports: [8443] },
    },
  });
  const ask = harness.as(home.key);
  const made = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'Good', url } });
  expect(made).toMatchObject({ status: 201, body: { url: expected, health: 'unknown', checkedAt: null } });
  expect(harness.probes).toEqual([]);
});

test('private addresses and http are taken where they are switched on', async () => {
  const harness = createHarness({
    settings: { openSignUp: false, publicUrl: 'http://mailferry.test', addresses: { allowPrivate: true } },
  });
  const ask = harness.as(home.key);
  const body = { name: 'Sandbox', url: 'http://127.0.0.1:8085/EWS/Exchange.asmx' };
  expect((await ask('POST', '/api/endpoints', { body })).status).toBe(201);
});

test('a later look answers the endpoint with its health, good or bad', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { sourceEndpointId } = await makeProject(ask);
  const failing = createHarness({ ...harness.deps, probe: async () => fault('tls') });
  const asKey = (await signUp(harness)).key;
  expect((await failing.as(asKey)('POST', `/api/endpoints/${sourceEndpointId}/probe`)).status).toBe(404);
  const good = await ask('POST', `/api/endpoints/${sourceEndpointId}/probe`, { body: { mailbox: 'a@old.example' } });
  expect(good).toMatchObject({ status: 200, body: { health: 'ok' } });
  expect(harness.probes.at(-1)).toMatchObject({ credentials: ADMIN, mailbox: 'a@old.example' });
  harness.deps.probe = async () => fault('tls', 'certificate-untrusted');
  const bad = await ask('POST', `/api/endpoints/${sourceEndpointId}/probe`);
  expect(bad).toMatchObject({ status: 200, body: { health: 'failing', version: 'Exchange2010_SP2 14.2.247.0' } });
  expect(bad.body.healthDetail).toContain('Certificate');
});

test('a password does not go along to another server, and is forgotten on request', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { sourceEndpointId: id } = await makeProject(ask);
  const moved = await ask('PATCH', `/api/endpoints/${id}`, { body: { url: 'https://collector.example/' } });
  expect(moved).toMatchObject({ status: 422, body: { code: 'endpoint-credentials-needed' } });
  const renamed = await ask('PATCH', `/api/endpoints/${id}`, { body: { name: 'Renamed' } });
  expect(renamed.body).toMatchObject({ name: 'Renamed', hasPassword: true, health: 'ok' });
  const emptied = await ask('PATCH', `/api/endpoints/${id}`, { body: { credentials: null } });
  expect(emptied.body).toMatchObject({ username: null, hasPassword: false });
  const { results } = await env.DB.prepare('SELECT password_sealed FROM endpoints WHERE id = ?').bind(id).all();
  expect(results).toEqual([{ password_sealed: null }]);
});

test('an endpoint in use cannot be deleted, an unused one can', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { sourceEndpointId, projectId } = await makeProject(ask);
  const used = await ask('DELETE', `/api/endpoints/${sourceEndpointId}`);
  const { name } = (await ask('GET', `/api/projects/${projectId}`)).body;
  expect(used).toMatchObject({
    status: 409,
    body: {
      code: 'endpoint-in-use',
      errors: [{ path: `projects.${projectId}`, message: `“${String(name)}” uses it as its source.` }],
    },
  });
  const shown = await ask('GET', `/api/endpoints/${sourceEndpointId}`);
  expect(shown.body.usedBy).toEqual({ count: 1, projects: [{ id: projectId, name, side: 'source' }] });
  const spare = await ask('POST', '/api/endpoints', { body: { name: 'Spare', url: URL } });
  expect((await ask('DELETE', `/api/endpoints/${spare.body.id}`)).status).toBe(204);
  expect((await ask('GET', `/api/endpoints/${spare.body.id}`)).body.code).toBe('endpoint-not-found');
});

test.each([
  ['NUL', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['an override of the direction of writing', 'invoice\u202Egpj.exe'],
  ['an isolate', 'a\u2066b'],
  ['half a character', 'a\uD800b'],
])('a name with %s is refused, wherever there are names', async (_what, name) => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { sourceEndpointId, destinationEndpointId } = await makeProject(ask);
  const owner = { workgroupName: name, name, email: 'a@b.example', password: 'a long password' };
  for (const [path, body] of [
    ['/api/endpoints', { name, url: URL }],
    ['/api/endpoints', { name: 'x', url: URL, credentials: { username: name, password: 'x' } }],
    ['/api/projects', { name, sourceEndpointId, destinationEndpointId }],
    ['/api/setup', owner],
  ] as const)
    expect(await ask('POST', path, { body }), path).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
  const key = await home.askSignedIn('POST', '/api/api-keys', { body: { name } });
  expect(key).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
  const good = await ask('POST', '/api/endpoints', { body: { name: 'Müller & Söhne \u{1F6A2} مرحبا', url: URL } });
  expect(good.status).toBe(201);
});

test('endpoints are found as people spell them, in pages, and a copy takes no secret along', async () => {
  const { ask } = await signUp(createHarness());
  const add = async (name: string, more: object = {}) =>
    (await ask('POST', '/api/endpoints?probe=false', { body: { name, url: URL, ...more } })).body;
  const made = await add('Cust0mer Öl', {
    domains: ['kunde.example'],
    credentials: { username: 'adm', password: 'pw' },
  });
  for (let at = 0; at < 3; at += 1) await add(`Other ${String(at)}`);
  const find = async (query: string) =>
    (await ask('GET', `/api/endpoints?query=${encodeURIComponent(query)}`)).body.items.map(({ id }: Loose) => id);
  for (const query of ['customer', 'CUST0', 'ol cust', 'kunde.example', 'ADM'])
    expect(await find(query)).toEqual([made.id]);
  expect(await find('nobody')).toEqual([]);
  const first = await ask('GET', '/api/endpoints?query=other&limit=2');
  const rest = await ask('GET', `/api/endpoints?query=other&limit=2&cursor=${String(first.body.nextCursor)}`);
  expect([...first.body.items, ...rest.body.items].map(({ name }) => name)).toEqual(['Other 2', 'Other 1', 'Other 0']);
  expect(rest.body.nextCursor).toBeNull();

  const copy = await ask('POST', `/api/endpoints/${made.id}/copy`);
  expect(copy).toMatchObject({
    status: 201,
    body: {
      name: 'Copy of Cust0mer Öl',
      url: made.url,
      domains: ['kunde.example'],
      hasPassword: false,
      username: null,
    },
  });
  const named = await ask('POST', `/api/endpoints/${made.id}/copy`, { body: { name: 'Second' } });
  expect(named.body.name).toBe('Second');
  const { results } = await env.DB.prepare('SELECT password_sealed FROM endpoints WHERE id = ?')
    .bind(copy.body.id)
    .all();
  expect(results).toEqual([{ password_sealed: null }]);
});
