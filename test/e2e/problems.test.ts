import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

let sandbox: Sandbox;
let mailferry: Mailferry;
const closers: (() => void)[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'a@old.example', fill: { seed: 1, items: 20 } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] },
  });
  mailferry = await startMailferry({ OPEN_SIGN_UP: 'true', ANSWER_TIMEOUT_MS: '8000' });
});

afterAll(async () => {
  for (const close of closers) close();
  await mailferry?.close();
  await sandbox?.close();
});

async function serve(answer: RequestListener, tls?: { key: string; cert: string }): Promise<string> {
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`;
}

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}

/** What the API says of an endpoint, and that nothing was kept of it. */
async function refusal(endpoint: Record<string, unknown>): Promise<unknown> {
  const before = (await mailferry.call<{ items: unknown[] }>('GET', '/api/endpoints')).items.length;
  const { status, body } = await mailferry.raw('POST', '/api/endpoints', { name: 'Refused', ...endpoint });
  const after = (await mailferry.call<{ items: unknown[] }>('GET', '/api/endpoints')).items.length;
  expect(after, 'nothing half-made').toBe(before);
  expect(status, JSON.stringify(body)).toBe(422);
  expect(String(body.cause).length).toBeGreaterThan(10);
  expect(String(body.remedy).length).toBeGreaterThan(10);
  return body.code;
}

describe('an endpoint that can’t be used', () => {
  it('has a wrong password', async () => {
    const credentials = { username: sandbox.source.admin.username, password: 'wrong' };
    expect(await refusal({ url: sandbox.source.url, credentials })).toBe('endpoint-credentials-refused');
  });

  it('is an unknown host', async () => {
    expect(await refusal({ url: 'https://mail.no-such-host.example/EWS/Exchange.asmx' })).toBe('endpoint-unknown-host');
  });

  it('does not listen', async () => {
    expect(await refusal({ url: `http://127.0.0.1:${await findFreePort()}/EWS/Exchange.asmx` })).toBe(
      'endpoint-unreachable',
    );
  });

  it('is a web site, but not Exchange', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title><p>A web site.</p>');
    });
    expect(await refusal({ url })).toBe('endpoint-not-exchange');
  });

  it('has a self-signed certificate', async () => {
    const url = await serve((_request, response) => void response.end(), selfSigned());
    expect(await refusal({ url })).toBe('endpoint-certificate-untrusted');
  });

  it('is Exchange Online', async () => {
    expect(await refusal({ url: 'https://outlook.office365.com/EWS/Exchange.asmx' })).toBe('endpoint-exchange-online');
  });

  it('accepts only OAuth', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer client_id="x", trusted_issuers="y"' });
      response.end();
    });
    expect(await refusal({ url })).toBe('endpoint-oauth-only');
  });
});

describe('a request that is malformed or not permitted', () => {
  it('is malformed JSON', async () => {
    expect(await mailferry.raw('POST', '/api/projects', '{"name": ')).toMatchObject({
      status: 400,
      body: { code: 'malformed-json' },
    });
  });

  it('names another workgroup’s project', async () => {
    const projectId = await createMigration(mailferry, sandbox);
    const stranger = { ...OWNER, email: 'stranger@mailferry.test', workgroupName: 'Other' };
    const headers = { 'content-type': 'application/json', origin: mailferry.url };
    const made = await fetch(`${mailferry.url}/api/setup`, { method: 'POST', headers, body: JSON.stringify(stranger) });
    expect(made.status).toBe(201);
    const cookie = made.headers
      .getSetCookie()
      .map((value) => value.split(';')[0])
      .join('; ');
    for (const path of ['', '/mailboxes', '/passes', '/live']) {
      const answer = await fetch(`${mailferry.url}/api/projects/${projectId}${path}`, { headers: { cookie } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: 'project-not-found' });
    }
    expect((await mailferry.raw('GET', `/api/projects/${projectId}`)).status).toBe(200);
  });
});

describe('a pass whose credentials no longer work', () => {
  it('fails with cause and remedy, and completes once the password is right', async () => {
    const projectId = await createMigration(mailferry, sandbox);
    const { accounts } = sandbox.source.side;
    const { username, password } = { ...sandbox.source.admin };
    accounts.setPassword(username, 'changed meanwhile');
    await startPass(mailferry, projectId, 'full');
    const [failed] = await waitForPass(mailferry, projectId);
    expect(failed).toMatchObject({ status: 'Failed', failure: { code: 'http-401' } });
    accounts.setPassword(username, password);
    await startPass(mailferry, projectId, 'full');
    const [mailbox] = await waitForPass(mailferry, projectId);
    expect(mailbox).toMatchObject({ status: 'Completed', failure: null, progress: { itemsDone: 20 } });
  });
});

describe('stop', () => {
  it('works within ten seconds during a pass, and the next pass continues', async () => {
    const slow = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'b@old.example', fill: { seed: 5, items: 300 } }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'b@new.example' }] },
      roundTripMs: 300,
    });
    closers.push(() => void slow.close());
    const projectId = await createMigration(mailferry, slow);
    const passId = await startPass(mailferry, projectId, 'full');
    // At this distance the whole pass takes more than three seconds, and less than six.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const askedAt = Date.now();
    await mailferry.call('POST', `/api/passes/${passId}/stop`);
    const [stopped] = await waitForPass(mailferry, projectId, 15_000);
    expect(stopped!.status).toBe('Stopped');
    expect(Date.now() - askedAt).toBeLessThan(10_000);
    slow.source.setNetwork({ roundTripMs: 0 });
    slow.destination.setNetwork({ roundTripMs: 0 });
    await startPass(mailferry, projectId, 'full');
    const [mailbox] = await waitForPass(mailferry, projectId);
    expect(mailbox).toMatchObject({ status: 'Completed', progress: { itemsDone: 300 } });
  });
});
