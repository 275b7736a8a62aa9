import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGatewayHere, TOKEN, type GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import { WINDOWS } from '../sandbox/front-doors/windows-tls.ts';
import type { SignInOptions } from '../sandbox/http/sign-in/options.ts';
import { PASSWORDS } from '../sandbox/kit/passwords.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

let sandbox: Sandbox;
let gateway: GatewayAtWork;
let mailferry: Mailferry;
const folder = mkdtempSync(join(tmpdir(), 'mailferry-ca-'));
const ADMIN = { username: 'admin@new.example', password: PASSWORDS.umlauts };

type Shown = Record<string, unknown> & { id: string };

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'a@old.example', fill: { seed: 1, items: 20 } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }], admin: ADMIN },
  });
  const { root } = await sandbox.authority();
  gateway = await startGatewayHere({ authorities: [root] });
  // The runtime trusts what the gateway trusts, as under `npm start`.
  const caFile = join(folder, 'authorities.pem');
  writeFileSync(caFile, root);
  process.env['NODE_EXTRA_CA_CERTS'] = caFile;
  mailferry = await startMailferry({ GATEWAY_URL: `http://127.0.0.1:${gateway.port}`, GATEWAY_TOKEN: TOKEN });
  delete process.env['NODE_EXTRA_CA_CERTS'];
});

afterAll(async () => {
  await mailferry?.close();
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

const addDestination = async (query = '') => {
  const { httpsUrl } = sandbox.destination;
  const body = { name: 'New', url: httpsUrl, credentials: ADMIN };
  return (await mailferry.raw('POST', `/api/endpoints${query}`, body)).body as Shown;
};
const look = (id: string) => mailferry.call<Shown>('GET', `/api/endpoints/${id}`);
const signIn = (options: SignInOptions): void => {
  const { signIn: current } = sandbox.destination.side;
  for (const name of Object.keys(current)) delete current[name as keyof SignInOptions];
  Object.assign(current, options);
};

async function projectTo(destination: Shown): Promise<string> {
  const { admin, httpsUrl } = sandbox.source;
  const source = await mailferry.call<Shown>('POST', '/api/endpoints', {
    name: 'Old',
    url: httpsUrl,
    credentials: admin,
  });
  const project = await mailferry.call<Shown>('POST', '/api/projects', {
    name: 'Ways',
    sourceEndpointId: source.id,
    destinationEndpointId: destination.id,
  });
  await mailferry.call('POST', `/api/projects/${project.id}/mailboxes`, {
    mailboxes: [{ sourceEmail: 'a@old.example', destinationEmail: 'a@new.example' }],
  });
  return project.id;
}

async function completes(projectId: string): Promise<void> {
  await startPass(mailferry, projectId, 'full');
  expect(await waitForPass(mailferry, projectId)).toMatchObject([{ status: 'Completed', errorCount: 0 }]);
}

beforeEach(() => {
  sandbox.destination.door.set({ tls: WINDOWS['2019'], bridge: false, certificate: 'good', handshake: 'none' });
  sandbox.destination.resetStats();
  signIn({});
});

describe('a server with today’s TLS and an authority that is trusted', () => {
  it('is reached directly, and signed in to by NTLM where Extended Protection allows no binding', async () => {
    const endpoint = await addDestination();
    expect(endpoint).toMatchObject({ health: 'ok', signIn: 'NTLM', connection: { via: 'direct', message: null } });
    await completes(await projectTo(endpoint));
    expect(gateway.openLines()).toBe(0);
  });

  it('is reached by the gateway where Extended Protection requires the binding', async () => {
    signIn({ extendedProtection: 'require' });
    const endpoint = await addDestination();
    expect(endpoint).toMatchObject({ health: 'ok', connection: { via: 'gateway', why: 'binding' } });
    sandbox.destination.resetStats();
    await completes(await projectTo(endpoint));
    expect(sandbox.destination.stats()).toMatchObject({ wrongBindings: 0, wrongPasswords: {} });
  });

  it('is reported as re-encrypted if something in between has another certificate, and never as a wrong password', async () => {
    signIn({ extendedProtection: 'require' });
    sandbox.destination.door.set({ bridge: true });
    expect(await addDestination()).toMatchObject({ code: 'endpoint-line-re-encrypted' });
  });
});

describe('what a pass learns', () => {
  it('is stored with an endpoint that was never tested', async () => {
    const endpoint = await addDestination('?probe=false');
    expect(endpoint).toMatchObject({ health: 'unknown', connection: null });
    const projectId = await projectTo(endpoint);
    sandbox.destination.door.set({ tls: WINDOWS['2012 R2'] });
    await completes(projectId);
    expect(await look(endpoint.id)).toMatchObject({
      connection: {
        via: 'gateway',
        why: 'old-tls',
        protocol: 'TLSv1.2',
        message: expect.stringMatching(/only with old ciphers/),
      },
    });
  });

  it('changes the route of an endpoint whose server now needs old TLS', async () => {
    const endpoint = await addDestination();
    expect(endpoint).toMatchObject({ connection: { via: 'direct' } });
    const projectId = await projectTo(endpoint);
    sandbox.destination.door.set({ tls: WINDOWS['2008 R2'] });
    await completes(projectId);
    expect(await look(endpoint.id)).toMatchObject({ connection: { via: 'gateway', protocol: 'TLSv1' } });
    // A look finds it renewed.
    sandbox.destination.door.set({ tls: WINDOWS['2019'] });
    expect(await mailferry.call<Shown>('POST', `/api/endpoints/${endpoint.id}/probe`)).toMatchObject({
      connection: { via: 'direct', why: null, protocol: null },
    });
  });

  it('includes the charset in which a server reads passwords: one attempt from then on', async () => {
    signIn({ schemes: ['Basic'], basicCharset: 'windows-1252' });
    const endpoint = await addDestination('?probe=false');
    const projectId = await projectTo(endpoint);
    await completes(projectId);
    const refused = () =>
      Object.values(sandbox.destination.stats().wrongPasswords).reduce((sum, count) => sum + count, 0);
    expect(refused()).toBeLessThanOrEqual(1);
    sandbox.destination.resetStats();
    await completes(projectId);
    expect(refused()).toBe(0);
  });
});
