import { expect, test } from 'vitest';
import { answerAtDoor, type Place } from '../../../worker/runtime/platform/front-door.ts';
import { createWorld } from './world.ts';

const PUBLIC: Place = { publicUrl: new URL('https://mailferry.example'), isOneComputer: false };
const world = await createWorld();
const [link] = await world.links('door');

const ask = (path: string, init?: RequestInit) =>
  answerAtDoor(new Request(path.startsWith('http') ? path : `https://mailferry.example${path}`, init), PUBLIC, {
    api: () => new Response('api'),
    app: async () => new Response('app'),
    page: (request) => world.page.fetch(request),
  });

test.each<[string, number]>([
  [link!.path, 200],
  [`${link!.path}/state`, 200],
  ['/r/nowhere', 404],
  ['/r', 404],
  ['/r/', 404],
])('the answer at %s is kept by nobody, framed by nobody and found by nobody', async (path, status) => {
  const answered = await ask(path);
  expect(answered.status).toBe(status);
  expect(Object.fromEntries(answered.headers)).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('its styles and its script are kept by browsers as long as they are the same', async () => {
  const { text } = await link!.get();
  const files = [...text.matchAll(/(?:src|href)="(\/r\/[^"]+)"/g)].map(([, path]) => path!.replaceAll('&amp;', '&'));
  expect(files).toHaveLength(2);
  for (const path of files) {
    const answered = await ask(path);
    expect([answered.status, answered.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    const older = await ask(path.replace(/v=\w+/, 'v=old'));
    expect(older.headers.get('cache-control')).toBe('no-store');
  }
});

test('over plain http it leads to https before anything is read, and other paths are not the page’s', async () => {
  const sent = await ask(`http://mailferry.example${link!.path}`);
  expect([sent.status, sent.headers.get('location')]).toEqual([308, `https://mailferry.example${link!.path}`]);
  expect(await (await ask('/r-other')).text()).toBe('app');
  expect(await (await ask('/api/r/x')).text()).toBe('api');
});

test('on one computer a form whose origin the browser hides comes through, under its own name alone', async () => {
  const local: Place = { isOneComputer: true };
  const rooms = { api: () => new Response(), app: async () => new Response(), page: () => new Response('page') };
  const send = (path: string, host: string, origin: string) =>
    answerAtDoor(new Request(`http://${host}${path}`, { method: 'POST', headers: { origin } }), local, rooms);
  expect((await send('/r/x', '127.0.0.1:8787', 'null')).status).toBe(200);
  expect((await send('/r/x', '127.0.0.1:8787', 'http://evil.example')).status).toBe(421);
  expect((await send('/r/x', 'evil.example', 'null')).status).toBe(421);
  expect((await send('/api/x', '127.0.0.1:8787', 'null')).status).toBe(421);
});

test('a failure shows a page, and its log line has no address', async () => {
  const { harness } = world;
  const broken = { ...harness.deps, db: undefined as never };
  const { createPage } = await import('../../../worker/page.ts');
  const answered = await createPage(() => broken).request(`http://mailferry.test${link!.path}`);
  expect(answered.status).toBe(500);
  expect(await answered.text()).toContain('<html lang="en"');
  const line = world.logged.at(-1)!;
  expect(line).toContain('page-failed');
  expect(line).not.toContain(link!.token);
});
