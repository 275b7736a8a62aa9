import { expect, test } from 'vitest';
import { answerAtDoor, decideAtDoor, placeOf, type Place } from '../../worker/runtime/platform/front-door.ts';
import { isOwnSchedule } from '../../worker/runtime/platform/own-schedule.ts';
import { createHarness, wholeWorker } from './harness.ts';

const LOCAL: Place = { isOneComputer: true };
const DEPLOYED: Place = { isOneComputer: false };
const PUBLIC: Place = { isOneComputer: false, publicUrl: new URL('https://mailferry.example') };
const BEHIND_PROXY: Place = { ...PUBLIC, isOneComputer: true };

const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Request(url, { method, headers });

test.each([
  ['http://evil.example:8787/', {}],
  ['http://evil.example:8787/api/setup', {}],
  ['http://127.0.0.1:8787/api/setup', { host: 'evil.example:8787' }],
  ['http://evil.example:8787/api/projects/prj_1/live', { upgrade: 'websocket' }],
  ['http://127.0.0.1.evil.example/', {}],
  ['http://localhost.evil.example/', {}],
  ['http://127.0.0.1/', { host: '127.0.0.1@evil.example' }],
  ['http://[::2]/', {}],
  ['http://127.0.0.1:8787/api/setup', { origin: 'http://evil.example:8787' }],
  ['http://127.0.0.1:8787/api/setup', { origin: 'null' }],
] as [string, Record<string, string>][])(
  'on one computer %s is refused: a page may have led its name here',
  (url, headers) => {
    expect(decideAtDoor(ask(url, headers), LOCAL)).toEqual({ kind: 'refuse' });
  },
);

// Its policy is `no-referrer`: with that, browsers hide the origin of a form that is sent without a script.
test.each([
  ['http://127.0.0.1:8787', LOCAL],
  ['https://mailferry.example', PUBLIC],
  ['http://mailferry.example', BEHIND_PROXY],
] as [string, Place][])('at %s the form of end users may hide its origin, and nothing else may', (at, place) => {
  const post = (path: string, headers: Record<string, string> = {}) =>
    decideAtDoor(ask(at + path, { origin: 'null', ...headers }, 'POST'), place);
  expect(post('/r/token')).toMatchObject({ kind: 'page' });
  expect(post('/api/projects')).toEqual({ kind: 'refuse' });
  expect(post('/r/token', { host: 'evil.example' })).toEqual({ kind: 'refuse' });
  expect(post('/r/token', { origin: 'https://evil.example' })).toEqual({ kind: 'refuse' });
});

test.each(['http://127.0.0.1:8787', 'http://localhost:8787', 'http://[::1]:8787', 'http://127.1.2.3'])(
  'on one computer %s is itself, without TLS',
  (origin) => {
    expect(decideAtDoor(ask(`${origin}/api/me`), LOCAL)).toMatchObject({ kind: 'api' });
    expect(decideAtDoor(ask(`${origin}/projects`), LOCAL)).toMatchObject({ kind: 'app' });
  },
);

test('with a public address it answers under that alone, and behind a proxy as if by that', () => {
  expect(decideAtDoor(ask('https://other.example/'), PUBLIC)).toEqual({ kind: 'refuse' });
  expect(decideAtDoor(ask('https://mailferry.example/'), PUBLIC)).toMatchObject({ kind: 'app' });
  expect(decideAtDoor(ask('https://any.example/'), DEPLOYED)).toMatchObject({ kind: 'app' });
  const proxied = ask('http://mailferry.example/api/me?x=1', { cookie: 'a=b' });
  expect(decideAtDoor(proxied, BEHIND_PROXY)).toEqual({
    kind: 'api',
    url: new URL('https://mailferry.example/api/me?x=1'),
  });
  expect(decideAtDoor(ask('http://127.0.0.1:8787/'), BEHIND_PROXY)).toMatchObject({ kind: 'app' });
  expect(() => placeOf({ PUBLIC_URL: 'mailferry' })).toThrow('PUBLIC_URL is not a web address');
});

test.each([
  ['/', {}, 'GET'],
  ['/projects/prj_1?x=1', {}, 'GET'],
  ['/assets/index.js', {}, 'GET'],
  ['/api/auth/sign-in/email', {}, 'POST'],
  ['/api/projects', { authorization: 'Bearer mf_x' }, 'GET'],
  ['/api/projects', { cookie: 'a=b' }, 'GET'],
] as [string, Record<string, string>, string][])('http leads on to https: %s %o', (path, headers, method) => {
  const request = ask(`http://mailferry.example${path}`, headers, method);
  for (const place of [DEPLOYED, PUBLIC])
    expect(decideAtDoor(request, place)).toEqual({ kind: 'redirect', to: `https://mailferry.example${path}` });
});

const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self' wss://mailferry.example",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Every kind of answer that there is, by a request that leads to it. */
const KINDS: [kind: string, path: string, status: number][] = [
  ['page', '/', 200],
  ['page of a path', '/projects/prj_1', 200],
  ['script', '/assets/index.js', 200],
  ['style', '/assets/index.css', 200],
  ['font', '/assets/geist.woff2', 200],
  ['icon', '/icon.svg', 200],
  ['service worker', '/service-worker.js', 200],
  ['manifest', '/manifest.webmanifest', 200],
  ['not modified', '/not-modified.js', 304],
  ['answer', '/api/health', 200],
  ['document', '/api/openapi.json', 200],
  ['problem', '/api/me', 401],
  ['no such route', '/api/nowhere', 404],
];

test.each(KINDS)('the %s at %s comes with the headers that guard it', async (_kind, path, status) => {
  const { api } = createHarness();
  const response = await answerAtDoor(ask(`https://mailferry.example${path}`), PUBLIC, {
    api: (request) => api.fetch(request),
    page: () => new Response(),
    app: async () => new Response(status === 304 ? null : 'x', { status, headers: { etag: '"1"' } }),
  });
  expect(response.status).toBe(status);
  const headers = Object.fromEntries(response.headers);
  const isApi = path.startsWith('/api');
  expect(headers).toMatchObject({
    'content-security-policy': isApi
      ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      : APP_POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=15552000',
    'permissions-policy': expect.stringContaining('camera=()'),
    ...(isApi ? { 'cache-control': 'no-store' } : { etag: '"1"' }),
  });
  expect(headers['content-security-policy']).not.toContain('unsafe');
});

test.each([
  ['a part of the app', '/assets/index-Cs9Zt8e1.js', 'text/javascript', 200, 'public, max-age=31536000, immutable'],
  [
    'the page that comes in place of a part which is gone',
    '/assets/index-old.js',
    'text/html; charset=utf-8',
    200,
    null,
  ],
  ['what has not changed', '/assets/index-Cs9Zt8e1.js', 'text/javascript', 304, null],
  ['the page', '/projects', 'text/html; charset=utf-8', 200, null],
  ['the service worker', '/service-worker.js', 'text/javascript', 200, null],
])('a browser keeps what never changes: %s', async (_what, path, type, status, kept) => {
  const answer = await answerAtDoor(ask(`https://mailferry.example${path}`), PUBLIC, {
    api: () => new Response(),
    page: () => new Response(),
    app: async () => new Response(status === 304 ? null : 'x', { status, headers: { 'content-type': type } }),
  });
  expect(answer.headers.get('cache-control')).toBe(kept);
});

test('redirects and refusals have them too, and a socket opens as before', async () => {
  const nobody = { api: () => new Response(), app: async () => new Response(), page: () => new Response() };
  const sent = await answerAtDoor(ask('http://mailferry.example/'), PUBLIC, nobody);
  expect([sent.status, sent.headers.get('location')]).toEqual([308, 'https://mailferry.example/']);
  const refused = await answerAtDoor(ask('http://evil.example/'), LOCAL, nobody);
  expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([421, 'host-not-allowed']);
  for (const { headers } of [sent, refused])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  const socket = await answerAtDoor(ask('https://mailferry.example/api/x', { upgrade: 'websocket' }), PUBLIC, {
    ...nobody,
    api: () => new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }),
  });
  expect([socket.status, socket.webSocket === null]).toEqual([101, false]);
});

test('the whole worker goes by its door', async () => {
  const sent = await wholeWorker.fetch('http://mailferry.test/projects', { redirect: 'manual' });
  expect([sent.status, sent.headers.get('location')]).toEqual([308, 'https://mailferry.test/projects']);
  const answer = await wholeWorker.fetch('https://mailferry.test/api/health');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('the schedule of one computer runs by its key alone', async () => {
  const order = (authorization: string, path = '/schedule') =>
    ask(`http://localhost${path}`, { authorization }, 'POST');
  expect(await isOwnSchedule(order('Schedule the-key'), 'the-key')).toBe(true);
  expect(await isOwnSchedule(order('Schedule another'), 'the-key')).toBe(false);
  expect(await isOwnSchedule(order('Schedule '), '')).toBe(false);
  expect(await isOwnSchedule(order('Schedule undefined'), undefined)).toBe(false);
  expect(await isOwnSchedule(order('Schedule the-key', '/api/schedule'), 'the-key')).toBe(false);
});
