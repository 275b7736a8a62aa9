import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnStart } from './own-start.ts';
import { startOwn } from './own-start.ts';

/** As a proxy on another computer would come; on Linux loopback has it at once. */
const HOST = '127.0.0.2';
const PUBLIC_HOST = 'ferry.example';

type Answer = { status: number; text: string };
let started: OwnStart;
let said = '';

beforeAll(async () => {
  started = await startOwn(['--no-sandbox', '--public-url', `https://${PUBLIC_HOST}`, '--host', HOST]);
  said = started.output();
}, 240_000);

afterAll(() => started?.close());

/** A request to the other address, with what a proxy hands on. */
function ask(method: string, path: string, host: string, body?: unknown): Promise<Answer> {
  const { port } = new URL(started.url);
  const headers = { host, origin: `https://${host}`, 'x-forwarded-proto': 'https', 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ host: HOST, port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

it.runIf(process.platform === 'linux')(
  'says where else it listens, and answers there under its public name alone',
  async () => {
    const { port } = new URL(started.url);
    expect(said).toContain(`Mailferry   https://${PUBLIC_HOST}\n`);
    expect(said).toContain(`Listens at  ${HOST}:${port} too, without TLS: let only your proxy reach it`);
    expect((await ask('GET', '/api/setup', PUBLIC_HOST)).status).toBe(200);
    expect((await ask('GET', '/api/setup', `192.168.1.10:${port}`)).status).toBeGreaterThanOrEqual(400);
  },
);

it.runIf(process.platform === 'linux')(
  'lets nobody become the owner without the set-up token that the terminal shows',
  async () => {
    const token = /Set-up token {3}(\S+)/.exec(said)?.[1];
    expect(token).toMatch(/^[a-z2-9-]+$/);
    const owner = {
      workgroupName: 'First',
      name: 'Ada',
      email: 'ada@service.example',
      password: 'a rather long secret',
    };
    const refused = [await ask('POST', '/api/setup', PUBLIC_HOST, owner)];
    refused.push(await ask('POST', '/api/setup', PUBLIC_HOST, { ...owner, setupToken: 'bcdf-bcdf-bcdf-bcdf' }));
    for (const { status, text } of refused) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain(token);
    }
    expect((await ask('POST', '/api/setup', PUBLIC_HOST, { ...owner, setupToken: token })).status).toBeLessThan(300);
  },
);
