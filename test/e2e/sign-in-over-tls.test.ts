import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import type { SandboxSide } from '../sandbox/sandbox.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { startGatewayHere, TOKEN, type GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

const UMLAUTS = 'Grüße £ €';
const NAMES = ['ann', 'ben'] as const;

let sandbox: Sandbox;
let gateway: GatewayAtWork;
let mailferry: Mailferry;
let folder: string;

/** Servers whose certificates the runtime trusts, so that it goes to them directly where it can. */
beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2016',
      mailboxes: NAMES.map((name, seed) => ({ email: `${name}@old.example`, fill: { seed, items: 20 } })),
      signIn: { schemes: ['Basic'], basicCharset: 'windows-1252' },
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: NAMES.map((name) => ({ email: `${name}@new.example` })),
      signIn: { schemes: ['Negotiate', 'NTLM'], extendedProtection: 'require' },
    },
  });
  sandbox.source.side.accounts.setPassword(sandbox.source.admin.username, UMLAUTS);
  const { root } = await sandbox.authority();
  folder = mkdtempSync(join(tmpdir(), 'mailferry-ca-'));
  const caFile = join(folder, 'root.pem');
  writeFileSync(caFile, root);
  gateway = await startGatewayHere({ authorities: [root] });
  const before = process.env.NODE_EXTRA_CA_CERTS;
  process.env.NODE_EXTRA_CA_CERTS = caFile;
  mailferry = await startMailferry({ GATEWAY_URL: `http://127.0.0.1:${gateway.port}`, GATEWAY_TOKEN: TOKEN });
  if (before === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
  else process.env.NODE_EXTRA_CA_CERTS = before;
});

afterAll(async () => {
  await mailferry?.close();
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (side: SandboxSide, password: string = side.admin.password) =>
  mailferry.raw('POST', '/api/endpoints', {
    name: 'Server',
    url: side.httpsUrl,
    credentials: { username: side.admin.username, password },
  });
const wrongOf = ({ stats, admin }: SandboxSide) => stats().wrongPasswords[admin.username.toLowerCase()] ?? 0;

describe('signing in over https', () => {
  it('finds the gateway if Extended Protection is required, and the charset of a password; then no attempt is wasted', async () => {
    const { source, destination } = sandbox;
    const from = (await add(source, UMLAUTS)).body;
    const to = (await add(destination)).body;
    expect(from).toMatchObject({ health: 'ok', connection: { via: 'direct' } });
    expect(to).toMatchObject({ health: 'ok', connection: { via: 'gateway', why: 'binding' } });
    expect([wrongOf(source), wrongOf(destination), destination.stats().wrongBindings]).toEqual([1, 0, 1]);

    for (const { side, resetStats } of [source, destination]) {
      side.affinity.options = { balancer: 'f5', without: 'wrong' };
      resetStats();
    }
    const project = await mailferry.call<{ id: string }>('POST', '/api/projects', {
      name: 'Signed in',
      sourceEndpointId: from.id,
      destinationEndpointId: to.id,
    });
    await mailferry.call('POST', `/api/projects/${project.id}/mailboxes`, {
      mailboxes: NAMES.map((name) => ({ sourceEmail: `${name}@old.example`, destinationEmail: `${name}@new.example` })),
    });
    await startPass(mailferry, project.id, 'full');
    const ended = await waitForPass(mailferry, project.id);
    expect(ended.map(({ status, errorCount }) => [status, errorCount])).toEqual(NAMES.map(() => ['Completed', 0]));
    for (const name of NAMES) {
      const found = compareMailboxes(source.store, `${name}@old.example`, destination.store, `${name}@new.example`);
      expect(found.map(describeDifference)).toEqual([]);
    }
    expect([wrongOf(source), wrongOf(destination), destination.stats().wrongBindings]).toEqual([0, 0, 0]);
    for (const { stats } of [source, destination]) expect(stats().affinity).toMatchObject({ foreign: 0 });
    expect(source.stats().affinity.kept).toBeGreaterThan(20);
  });

  it('calls a wrong password wrong, after two attempts', async () => {
    for (const server of [sandbox.source, sandbox.destination]) {
      server.resetStats();
      const { status, body } = await add(server, `${UMLAUTS}!`);
      expect([status, body.code]).toEqual([422, 'endpoint-credentials-refused']);
      expect(wrongOf(server)).toBeLessThanOrEqual(2);
    }
  });

  it('reports a front end that re-encrypts, not a wrong password', async () => {
    const { destination } = sandbox;
    destination.resetStats();
    destination.door.set({ bridge: true });
    const { status, body } = await add(destination);
    destination.door.set({ bridge: false });
    expect([status, body.code]).toEqual([422, 'endpoint-line-re-encrypted']);
    expect(wrongOf(destination)).toBe(0);
  });
});
