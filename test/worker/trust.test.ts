import { expect, test } from 'vitest';
import type { ProbeRequest, ProbeResult } from '../../worker/features/kernel/deps.ts';
import type { Certificate, LineFailure } from '../../worker/lib/tls-facts.ts';
import { ADMIN, createHarness, signUp } from './harness.ts';

const URL_ = 'https://mail.old.example/EWS/Exchange.asmx';
const HOST = 'mail.old.example';
const SHA = 'ab'.repeat(32);
const OTHER_SHA = 'cd'.repeat(32);
const GOOD: ProbeResult = { ok: true, version: 'Exchange2010_SP2 14.2.247.0', authSchemes: ['basic'] };

const certificate = (sha256: string): Certificate => ({
  sha256,
  subject: 'CN=mail',
  issuer: 'CN=mail',
  names: ['mail'],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
});

/** A server with one certificate, which it made itself. */
const server =
  (sha256: string) =>
  async ({ url, trustedCertificates = {} }: ProbeRequest): Promise<ProbeResult> => {
    const { origin, hostname } = new URL(url);
    const trusted = trustedCertificates[hostname];
    if (trusted === sha256)
      return {
        ...GOOD,
        origins: { [origin]: { via: 'gateway', why: 'certificate', protocol: 'TLSv1.2', checkedAt: 7 } },
      };
    const shown = certificate(sha256);
    const line: LineFailure =
      trusted === undefined
        ? {
            code: 'certificate-untrusted',
            reason: 'self-signed',
            reasons: ['self-signed', 'wrong-name'],
            certificate: shown,
            message: 'It made its certificate itself.',
          }
        : { code: 'certificate-changed', certificate: shown, message: 'It shows another certificate.' };
    return { ok: false, kind: 'tls', code: line.code, message: line.message, line, version: null, authSchemes: [] };
  };

const lines: [string, Record<string, unknown>][] = [];
const log = {
  info: (event: string, facts: Record<string, unknown> = {}) => void lines.push([event, facts]),
  error: () => undefined,
};
const harness = createHarness({ probe: server(SHA), log });
const owner = await signUp(harness);
const agent = await signUp(harness, 'agent');
const manager = await signUp(harness, 'manager');
const body = { name: 'Old', url: URL_, credentials: ADMIN };

test('a certificate that is not trusted is shown with its reasons, and nothing is kept', async () => {
  const answer = await owner.ask('POST', '/api/endpoints', { body });
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'endpoint-certificate-untrusted',
      title: 'The certificate is self-signed',
      detail: 'It made its certificate itself.',
      cause: expect.stringMatching(/No authority/),
      remedy: expect.stringMatching(/fingerprint/),
      reason: 'self-signed',
      reasons: ['self-signed', 'wrong-name'],
      certificate: certificate(SHA),
      host: HOST,
    },
  });
  expect((await owner.ask('GET', '/api/endpoints')).body.items).toEqual([]);
});

test.each([
  ['an owner', owner],
  ['a manager', manager],
])('%s trusts exactly one certificate, which is logged and shown', async (_, { ask, workgroupId }) => {
  lines.length = 0;
  const fingerprint = (SHA.toUpperCase().match(/../g) ?? []).join(':');
  const made = await ask('POST', '/api/endpoints', { body: { ...body, trustedCertificate: fingerprint } });
  expect(made).toMatchObject({
    status: 201,
    body: {
      health: 'ok',
      problem: null,
      trustedCertificate: SHA,
      trustedCertificates: { [HOST]: SHA },
      connection: { via: 'gateway', why: 'certificate', protocol: 'TLSv1.2', cipher: null },
    },
  });
  expect(made.body.connection.message).toMatch(/trusted by its fingerprint only/);
  expect((await ask('GET', `/api/endpoints/${made.body.id}`)).body).toEqual(made.body);
  expect(lines).toEqual([
    [
      'certificate-trusted',
      { workgroupId, endpointId: made.body.id, actorId: expect.stringMatching(/^key_/), host: HOST, sha256: SHA },
    ],
  ]);
  await ask('DELETE', `/api/endpoints/${made.body.id}`);
});

test('an agent may not trust a certificate, nor end that trust, nor search with it', async () => {
  const asked = await Promise.all([
    agent.ask('POST', '/api/endpoints', { body: { ...body, trustedCertificate: SHA } }),
    agent.ask('POST', '/api/endpoints/discover', {
      body: { address: 'old.example', trustedCertificates: { 'autodiscover.old.example': SHA } },
    }),
  ]);
  const kept = await agent.ask('POST', '/api/endpoints?probe=false', { body });
  asked.push(
    await agent.ask('PATCH', `/api/endpoints/${kept.body.id}`, { body: { trustedCertificate: SHA } }),
    await agent.ask('PATCH', `/api/endpoints/${kept.body.id}`, { body: { trustedCertificates: { [HOST]: null } } }),
  );
  for (const answer of asked) {
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'endpoint-trust-not-allowed', cause: expect.any(String), remedy: expect.any(String) },
    });
  }
  expect((await agent.ask('GET', `/api/endpoints/${kept.body.id}`)).body.trustedCertificate).toBeNull();
  expect((await agent.ask('PATCH', `/api/endpoints/${kept.body.id}`, { body: { name: 'Renamed' } })).status).toBe(200);
});

test.each(['ab', `${SHA}0`, 'x'.repeat(64), ''])(
  'a fingerprint is a SHA-256, and not %j',
  async (trustedCertificate) => {
    const answer = await owner.ask('POST', '/api/endpoints', { body: { ...body, trustedCertificate } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(answer.body.errors[0].path).toBe('trustedCertificate');
  },
);

test('a certificate that changed is an error that says so, and can be trusted in its turn', async () => {
  const made = await owner.ask('POST', '/api/endpoints', { body: { ...body, trustedCertificate: SHA } });
  const path = `/api/endpoints/${made.body.id}`;
  harness.deps.probe = server(OTHER_SHA);
  const looked = await owner.ask('POST', `${path}/probe`);
  expect(looked.body).toMatchObject({
    health: 'failing',
    healthDetail: 'The certificate has changed: It shows another certificate.',
    problem: { code: 'endpoint-certificate-changed', host: HOST, certificate: certificate(OTHER_SHA) },
    trustedCertificate: SHA,
  });
  const wrong = await owner.ask('PATCH', path, { body: { trustedCertificate: 'ef'.repeat(32) } });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'endpoint-certificate-changed' } });
  expect((await owner.ask('GET', path)).body.trustedCertificate).toBe(SHA);
  const trusted = await owner.ask('PATCH', path, { body: { trustedCertificate: OTHER_SHA } });
  expect(trusted).toMatchObject({ status: 200, body: { health: 'ok', problem: null, trustedCertificate: OTHER_SHA } });
  harness.deps.probe = server(SHA);
});

test('trust can be taken back, although the server then fails', async () => {
  const made = await owner.ask('POST', '/api/endpoints', { body: { ...body, trustedCertificate: SHA } });
  const path = `/api/endpoints/${made.body.id}`;
  lines.length = 0;
  const ended = await owner.ask('PATCH', path, { body: { trustedCertificate: null } });
  expect(ended).toMatchObject({
    status: 200,
    body: {
      health: 'failing',
      trustedCertificate: null,
      trustedCertificates: {},
      connection: null,
      problem: { code: 'endpoint-certificate-untrusted', reason: 'self-signed' },
    },
  });
  expect(lines).toEqual([['certificate-trust-ended', expect.objectContaining({ host: HOST, sha256: SHA })]]);
});

test('trust belongs to the host: it ends when the endpoint moves to another one', async () => {
  const other = { 'autodiscover.old.example': OTHER_SHA };
  const made = await owner.ask('POST', '/api/endpoints', {
    body: { ...body, trustedCertificate: SHA, trustedCertificates: other },
  });
  const path = `/api/endpoints/${made.body.id}`;
  expect(made.body.trustedCertificates).toEqual({ [HOST]: SHA, ...other });
  const kept = await owner.ask('PATCH', path, { body: { url: `https://${HOST}/other.asmx`, credentials: ADMIN } });
  expect(kept.body).toMatchObject({ trustedCertificate: SHA });
  const credentials = ADMIN;
  harness.deps.probe = async () => GOOD;
  const moved = await owner.ask('PATCH', path, { body: { url: 'https://new.example', credentials } });
  expect(moved).toMatchObject({
    status: 200,
    body: { trustedCertificate: null, trustedCertificates: {}, connection: null, origins: [] },
  });
  expect((await owner.ask('GET', path)).body).toEqual(moved.body);
  harness.deps.probe = server(SHA);
});

test('hosts of autodiscover are trusted one by one, and a search shows what is wrong with each', async () => {
  const line = { code: 'certificate-changed', certificate: certificate(OTHER_SHA), message: 'Another one.' } as const;
  const tried = { what: 'pox', outcome: 'silent', said: 'Another one.', who: 'ann@old.example' } as const;
  const searching = createHarness({
    discoverResult: {
      ok: false,
      failure: 'not-found',
      consentHosts: [],
      attempts: [
        { ...tried, url: 'https://old.example/autodiscover/autodiscover.xml', line },
        { ...tried, url: 'https://autodiscover.old.example/autodiscover/autodiscover.xml', line },
      ],
    },
  });
  const { ask } = await signUp(searching);
  const trustedCertificates = { 'autodiscover.old.example': SHA };
  const found = await ask('POST', '/api/endpoints/discover', {
    body: { address: 'ann@old.example', trustedCertificates },
  });
  expect(searching.searches).toEqual([{ address: 'ann@old.example', consentHosts: [], trustedCertificates }]);
  // The web site of the domain has nothing to do with it.
  expect(found.body).toMatchObject({
    ewsUrl: null,
    problem: {
      code: 'endpoint-certificate-changed',
      host: 'autodiscover.old.example',
      certificate: certificate(OTHER_SHA),
    },
    attempts: [{ problem: { host: 'old.example' } }, { problem: { host: 'autodiscover.old.example' } }],
  });
  const refused = await ask('POST', '/api/endpoints', { body: { name: 'X', email: 'ann@old.example' } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'endpoint-certificate-changed' } });
  expect(refused.body.errors).toHaveLength(2);
});
