import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry } from './mailferry.ts';

const APP = fileURLToPath(new URL('../../dist/app/', import.meta.url));
let mailferry: Mailferry;

beforeAll(async () => {
  mailferry = await startMailferry();
});

afterAll(() => mailferry?.close());

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** A request under any name: `fetch` does not let one choose the Host. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(mailferry.url);
    const asked = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A header as it may be printed. */
function shown(name: string, value: string): string {
  return name === 'set-cookie' ? value.replaceAll(/=[^;,]{20,}/g, '=…') : value;
}

it('sends security headers with every kind of answer', async () => {
  const parts = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  const firstOf = (end: string) => `/${String(parts.find((name) => name.endsWith(end)))}`;
  const { headers: known } = await send('/icon.svg');
  const json = { 'content-type': 'application/json' };
  const key = { authorization: mailferry.authorization() };
  const kinds: [path: string, status: number, type: RegExp, headers?: Record<string, string>, body?: string][] = [
    ['/', 200, /html/],
    ['/projects/prj_1', 200, /html/],
    [firstOf('.js'), 200, /javascript/],
    ['/service-worker.js', 200, /javascript/],
    [firstOf('.css'), 200, /css/],
    [firstOf('.woff2'), 200, /font/],
    ['/icon.svg', 200, /svg/],
    ['/icon-192.png', 200, /png/],
    ['/manifest.webmanifest', 200, /json/],
    ['/icon.svg', 304, /svg/, { 'if-none-match': String(known.etag) }],
    ['/api/health', 200, /json/],
    ['/api/openapi.json', 200, /json/],
    ['/api/me', 401, /problem/],
    ['/api/nowhere', 404, /problem/],
    ['/api/me', 421, /problem/, { host: 'evil.example' }],
    ['/', 421, /problem/, { host: 'evil.example' }],
    ['/api/auth/get-session', 200, /json/],
    ['/api/auth/sign-in/email', 200, /json/, json, JSON.stringify(OWNER)],
    ['/api/auth/sign-in/email', 401, /problem/, json, JSON.stringify({ ...OWNER, password: 'another' })],
    ['/api/setup', 403, /problem/, json, JSON.stringify({ ...OWNER, email: 'eve@evil.example' })],
    ['/api/endpoints', 422, /problem/, { ...json, ...key }, '{}'],
    ['/api/endpoints', 400, /problem/, { ...json, ...key }, '{'],
    ['/api/endpoints', 415, /problem/, { 'content-type': 'text/plain', ...key }, '{}'],
    ['/api/projects/prj_1/live', 404, /problem/, key],
    ['/r/nowhere', 404, /html/],
    ['/r/nowhere', 404, /html/, { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' }, 'press=1'],
    ['/r/page.js', 200, /javascript/],
    ['/r/page.css?accent=0b6e6e', 200, /css/],
  ];
  const table: string[] = [];
  for (const [path, status, type, headers, body] of kinds) {
    const answer = await send(path, headers, body === undefined ? 'GET' : 'POST', body);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers['content-type'] ?? '').toMatch(type);
    const policy = String(answer.headers['content-security-policy']);
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe');
    expect(answer.headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age='),
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    const lines = Object.entries(answer.headers).map(([name, value]) => `    ${name}: ${shown(name, String(value))}`);
    table.push(`${body === undefined ? 'GET' : 'POST'} ${path} ${String(status)}`, ...lines);
  }
  process.stdout.write(`${table.join('\n')}\n`);
});

it('answers only to this computer’s names, so that no web page can use its own name', async () => {
  const { port } = new URL(mailferry.url);
  for (const host of [`evil.example:${port}`, 'evil.example', `127.0.0.1.evil.example:${port}`, '169.254.1.1']) {
    const claim = JSON.stringify({ ...OWNER, email: 'eve@evil.example' });
    const headers = { host, origin: `http://${host}`, 'content-type': 'application/json' };
    const answers = [
      await send('/', { host }),
      await send('/api/setup', headers, 'POST', claim),
      await send('/api/auth/sign-in/email', headers, 'POST', JSON.stringify(OWNER)),
      await send(
        '/api/setup',
        { ...headers, 'x-forwarded-proto': 'https', 'mf-original-url': 'http://127.0.0.1/' },
        'POST',
        claim,
      ),
      await send('/api/setup', { ...headers, 'x-forwarded-host': '127.0.0.1' }, 'POST', claim),
    ];
    expect(answers.map(({ status }) => status)).toEqual([421, 421, 421, 421, 421]);
    expect(answers.every(({ text }) => text.includes('host-not-allowed'))).toBe(true);
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`])
    expect((await send('/api/health', { host })).status).toBe(200);
});

it('runs the schedule only for itself', async () => {
  const { port } = new URL(mailferry.url);
  const old = await mailferry.call<{ id: string }>('POST', '/api/endpoints?probe=false', {
    name: 'x',
    url: 'x.example',
  });
  expect(old.id).toMatch(/^end_/);
  const paths = ['/cdn-cgi/local/scheduled?cron=*/5+*+*+*+*', '/cdn-cgi/handler/scheduled', '/schedule'];
  for (const path of paths) {
    await send(path);
    const answer = await send(path, { authorization: 'Schedule undefined', host: `127.0.0.1:${port}` }, 'POST');
    expect([path, answer.status]).not.toEqual([path, 204]);
  }
});
