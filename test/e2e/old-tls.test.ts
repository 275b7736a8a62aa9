import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import type { CertificateKind } from '../sandbox/front-doors/certificate-kinds.ts';
import type { DoorSettings } from '../sandbox/front-doors/door-settings.ts';
import type { SandboxSide } from '../sandbox/sandbox.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { startGatewayHere, TOKEN, type GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

let sandbox: Sandbox;
let gateway: GatewayAtWork;
let mailferry: Mailferry;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'a@old.example', fill: { seed: 1, items: 20 } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] },
  });
  const { root } = await sandbox.authority();
  gateway = await startGatewayHere({ authorities: [root] });
  mailferry = await startMailferry({
    GATEWAY_URL: `http://127.0.0.1:${gateway.port}`,
    GATEWAY_TOKEN: TOKEN,
    AUTODISCOVER_HOSTS: JSON.stringify({ 'autodiscover.old.example': sandbox.source.door.origin }),
  });
});

afterAll(async () => {
  await mailferry?.close();
  await gateway?.close();
  await sandbox?.close();
});

type Shown = Record<string, unknown> & { id: string; certificate?: { sha256: string } };

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(mailferry.url + path, {
    method: 'POST',
    headers: { authorization: mailferry.authorization(), 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const add = (side: SandboxSide, more: object = {}, headers: Record<string, string> = {}) =>
  post('/api/endpoints', { name: 'Server', url: side.httpsUrl, credentials: side.admin, ...more }, headers);

/** Sets how the front door of the destination behaves, for the connections to come. */
const set = (settings: Partial<DoorSettings>): void => {
  sandbox.destination.door.set({ certificate: 'good', handshake: 'none', edition: 1, ...settings });
  sandbox.destination.door.visits.clear();
};
const sentTo = (side: SandboxSide) =>
  side.door.visits.list.reduce((sum, { applicationBytes }) => sum + applicationBytes, 0);

describe('an endpoint over https', () => {
  beforeEach(() => set({}));

  it('with TLS 1.0 alone goes by the gateway, and says so', async () => {
    const { status, body } = await add(sandbox.source);
    expect([status, body.code]).toEqual([201, undefined]);
    expect(body).toMatchObject({
      health: 'ok',
      connection: {
        via: 'gateway',
        why: 'old-tls',
        protocol: 'TLSv1',
        message:
          'This server supports only TLS 1.0. Such a connection is weaker than today’s standard. Mailferry uses it only for the migration.',
      },
    });
  });

  it('of an authority that the gateway trusts goes by the gateway', async () => {
    const { body } = await add(sandbox.destination);
    expect(body).toMatchObject({ health: 'ok', connection: { via: 'gateway', why: 'private-issuer' } });
  });

  const refused: [CertificateKind, string, string[]][] = [
    ['self-signed', 'self-signed', ['self-signed']],
    ['exchange-default', 'self-signed', ['self-signed', 'wrong-name', 'weak']],
    ['expired', 'expired', ['expired']],
    ['not-yet-valid', 'not-yet-valid', ['not-yet-valid']],
    ['wrong-name', 'wrong-name', ['wrong-name']],
    ['missing-intermediate', 'incomplete-chain', ['incomplete-chain']],
    ['unknown-root', 'unknown-issuer', ['unknown-issuer']],
    ['sha-1', 'weak', ['weak']],
    ['short-key', 'weak', ['weak']],
  ];
  it.each(sampleOf(refused, 3))(
    'whose certificate is %s is refused, with the reason, and nothing is sent to it',
    async (certificate, reason, reasons) => {
      set({ certificate });
      const { status, body } = await add(sandbox.destination);
      const { shown } = await sandbox.destination.door.certificates();
      expect([status, body.code]).toEqual([422, 'endpoint-certificate-untrusted']);
      expect(body).toMatchObject({ reason, certificate: { sha256: shown.sha256 }, host: '127.0.0.1' });
      expect(body.reasons).toEqual(expect.arrayContaining(reasons));
      for (const text of [body.title, body.detail, body.cause, body.remedy])
        expect(String(text).length).toBeGreaterThan(10);
      expect(sentTo(sandbox.destination)).toBe(0);
    },
  );

  const failing: [Partial<DoorSettings>, string, object][] = [
    [{ handshake: 'hang' }, 'hang', {}],
    [{ handshake: 'cut' }, 'cut', {}],
    [{ handshake: 'plain-http' }, 'plain-http', {}],
    [{ handshake: 'client-certificate' }, 'client-certificate', {}],
    [{ handshake: '3des-only' }, 'cipher', { offers: '3DES only' }],
    [{ handshake: 'rc4-only' }, 'cipher', { offers: 'RC4 only' }],
    [{ handshake: 'ssl-3-only' }, 'version', { offers: 'SSL 3.0' }],
  ];
  it.each(sampleOf(failing, 3))(
    'whose handshake fails by %o is not reported as a certificate problem',
    async (settings, how, more) => {
      set(settings);
      const { status, body } = await add(sandbox.destination);
      expect([status, body.code]).toEqual([422, 'endpoint-tls-unsupported']);
      expect(body).toMatchObject({ how, ...more });
      for (const text of [body.title, body.detail, body.cause, body.remedy])
        expect(String(text).length).toBeGreaterThan(10);
    },
  );
});

describe('a search by autodiscover', () => {
  const search = (more: object = {}) =>
    post('/api/endpoints/discover', {
      address: 'a@old.example',
      password: 'pass-a',
      consentHosts: ['127.0.0.1'],
      ...more,
    });
  beforeEach(() => sandbox.source.door.set({ certificate: 'good' }));
  afterAll(() => sandbox.source.door.set({ certificate: 'good' }));

  it('goes by the gateway to a host with TLS 1.0 alone', async () => {
    const { body } = await search();
    expect([body.ewsUrl, body.problem]).toEqual([sandbox.source.httpsUrl, null]);
  });

  it('says of each host why its certificate is not trusted, and trusts it by its fingerprint', async () => {
    const { door } = sandbox.source;
    door.set({ certificate: 'self-signed' });
    door.visits.clear();
    const { body } = await search();
    const { shown } = await door.certificates();
    expect(body).toMatchObject({
      ewsUrl: null,
      problem: {
        code: 'endpoint-certificate-untrusted',
        reason: 'self-signed',
        host: 'autodiscover.old.example',
        certificate: { sha256: shown.sha256 },
      },
    });
    expect(sentTo(sandbox.source)).toBe(0);
    const trusted = await search({ trustedCertificates: { 'autodiscover.old.example': shown.sha256 } });
    expect([trusted.body.ewsUrl, trusted.body.problem]).toEqual([sandbox.source.httpsUrl, null]);
  });
});

describe('a certificate that is trusted by its fingerprint', () => {
  it('lets a pass run, and a different certificate stops it with nothing sent', async () => {
    set({ certificate: 'self-signed' });
    const refused = (await add(sandbox.destination)).body as Shown;
    const trustedCertificate = refused.certificate?.sha256;
    const { status, body } = await add(sandbox.destination, { trustedCertificate });
    expect([status, body.code]).toEqual([201, undefined]);
    expect(body).toMatchObject({ trustedCertificate, connection: { via: 'gateway', why: 'certificate' } });
    const destination = body as Shown;
    const source = (await add(sandbox.source)).body as Shown;
    const project = await mailferry.call<{ id: string }>('POST', '/api/projects', {
      name: 'Old and pinned',
      sourceEndpointId: source.id,
      destinationEndpointId: destination.id,
    });
    await mailferry.call('POST', `/api/projects/${project.id}/mailboxes`, {
      mailboxes: [{ sourceEmail: 'a@old.example', destinationEmail: 'a@new.example' }],
    });
    await startPass(mailferry, project.id, 'full');
    expect(await waitForPass(mailferry, project.id)).toMatchObject([{ status: 'Completed', errorCount: 0 }]);
    expect(new Set(sandbox.source.door.visits.list.map(({ protocol }) => protocol))).toEqual(
      new Set(['TLSv1', undefined]),
    );

    set({ certificate: 'self-signed', edition: 2 });
    await startPass(mailferry, project.id, 'full');
    const [mailbox] = await waitForPass(mailferry, project.id);
    expect(mailbox).toMatchObject({
      status: 'Failed',
      failure: { code: 'certificate-changed', cause: expect.stringMatching(/different certificate/) },
    });
    expect(sentTo(sandbox.destination)).toBe(0);
    const { shown } = await sandbox.destination.door.certificates();
    const after = await mailferry.call<Shown>('GET', `/api/endpoints/${destination.id}`);
    expect(after).toMatchObject({
      health: 'failing',
      problem: { code: 'endpoint-certificate-changed', certificate: { sha256: shown.sha256 } },
    });

    const path = `/api/endpoints/${destination.id}`;
    const again = await mailferry.call<Shown>('PATCH', path, { trustedCertificate: shown.sha256 });
    expect(again).toMatchObject({ health: 'ok', problem: null, trustedCertificate: shown.sha256 });
    await startPass(mailferry, project.id, 'full');
    expect(await waitForPass(mailferry, project.id)).toMatchObject([{ status: 'Completed', errorCount: 0 }]);

    // Back to the certificate before, which fails, and back again: the pass itself shows that all is well.
    set({ certificate: 'self-signed' });
    await startPass(mailferry, project.id, 'full');
    expect(await waitForPass(mailferry, project.id)).toMatchObject([{ status: 'Failed' }]);
    expect(await mailferry.call<Shown>('GET', path)).toMatchObject({ health: 'failing' });
    set({ certificate: 'self-signed', edition: 2 });
    await startPass(mailferry, project.id, 'full');
    expect(await waitForPass(mailferry, project.id)).toMatchObject([{ status: 'Completed' }]);
    expect(await mailferry.call<Shown>('GET', path)).toMatchObject({ health: 'ok', problem: null });
  });

  it('cannot be trusted by an agent', async () => {
    set({ certificate: 'self-signed' });
    const { shown } = await sandbox.destination.door.certificates();
    const asAgent = { authorization: `Bearer ${await mailferry.createKey('agent')}` };
    const { status, body } = await add(sandbox.destination, { trustedCertificate: shown.sha256 }, asAgent);
    expect([status, body.code]).toEqual([403, 'endpoint-trust-not-allowed']);
  });
});
