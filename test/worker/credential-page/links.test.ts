import { expect, test } from 'vitest';
import { EN } from '../../../worker/features/credential-requests/page/texts/en.ts';
import { FR } from '../../../worker/features/credential-requests/page/texts/fr.ts';
import { nonceOf } from '../../../worker/features/credential-requests/page/own-form.ts';
import { DAY_MS, HOUR_MS } from '../../../worker/lib/units.ts';
import { ORIGIN } from '../harness.ts';
import { answer, createWorld, from, RIGHT } from './world.ts';

const world = await createWorld();
const { ask, clock, probes, page } = world;

test('opening the page, however often and by whatever, changes nothing', async () => {
  const [link] = await world.links('scanned');
  const before = await link!.seen();
  for (let at = 0; at < 10; at++) {
    expect((await link!.get()).status).toBe(200);
    const head = await page.request(`${ORIGIN}${link!.path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  }
  // A scanner that presses the button of the empty form.
  expect((await link!.post({ sourceLogin: 'scanned@old.example', sourcePassword: '' })).status).toBe(422);
  expect(await link!.seen()).toEqual(before);
  expect((await link!.post({}, {}, '/opened')).status).toBe(204);
  expect(await link!.seen()).toMatchObject({ state: 'opened' });
  expect((await link!.post(answer(RIGHT))).status).toBe(303);
});

test('a token that does not exist is a plain 404, and guessing is limited by address', async () => {
  const guess = (token: string, address = '198.51.100.1') =>
    page.request(`${ORIGIN}/r/${token}`, { headers: from(address) });
  const token = (at: number) => 'A'.repeat(40) + String(100 + at);
  const missing = await guess(token(0));
  expect(missing.status).toBe(404);
  const text = await missing.text();
  expect(text).toContain(EN.notFound.title);
  for (const other of ['short', '%00', `${token(0)}x`, '../x']) {
    const answered = await guess(other, '198.51.100.2');
    expect([answered.status, await answered.text()]).toEqual([404, text]);
  }
  const statuses: number[] = [];
  for (let at = 1; at < 30; at++) statuses.push((await guess(token(at))).status);
  expect(statuses.filter((status) => status === 404)).toHaveLength(19);
  expect(statuses.at(-1)).toBe(429);
  // Who has a link sits behind the same address, and is not kept out.
  const [link] = await world.links('colleague');
  expect((await link!.get('', from('198.51.100.1'))).status).toBe(200);
});

test('one link of a mailbox works; a page that was loaded before says so', async () => {
  const [first] = await world.links('resent');
  const loaded = await first!.get();
  expect(loaded.text).toContain('name="sourcePassword"');
  const second = await world.linkOf(first!.requestId, first!.mailboxId);
  const third = await world.linkOf(first!.requestId, first!.mailboxId);
  probes.length = 0;
  for (const old of [first!, second]) {
    const sent = await old.post(answer(RIGHT));
    expect([sent.status, sent.text.includes(EN.ends.replaced.title)]).toEqual([410, true]);
    expect((await old.get()).status).toBe(410);
  }
  expect(probes).toEqual([]);
  expect((await third.post(answer(RIGHT))).status).toBe(303);
  const replaced = await second.get();
  expect([replaced.status, replaced.text.includes('<form')]).toEqual([410, false]);
});

test('a revoked link takes nothing and offers nothing', async () => {
  const [link] = await world.links('revoked');
  await link!.get();
  expect((await ask('POST', `/api/credential-requests/${link!.requestId}/revoke`)).status).toBeLessThan(300);
  probes.length = 0;
  const sent = await link!.post(answer(RIGHT));
  expect([sent.status, sent.text.includes(EN.ends.revoked.title), sent.text.includes('<form')]).toEqual([
    410,
    true,
    false,
  ]);
  expect(probes).toEqual([]);
  expect((await link!.post({}, {}, '/new-link')).status).toBe(303);
  expect(await link!.seen()).toMatchObject({ state: 'revoked' });
});

test('a link that is revoked while its answer is checked stores nothing', async () => {
  const [link] = await world.links('meanwhile');
  const { says } = world.server;
  world.server.says = async (request) => {
    await ask('POST', `/api/credential-requests/${link!.requestId}/revoke`);
    return says(request);
  };
  expect((await link!.post(answer(RIGHT))).status).toBe(303);
  world.server.says = says;
  expect(await link!.seen()).toMatchObject({ state: 'revoked' });
  expect((await ask('GET', `/api/mailboxes/${link!.mailboxId}`)).body.hasSourcePassword).toBe(false);
});

test('an expired link sends a new one to the same address, a few times', async () => {
  const [link] = await world.links('expired');
  clock.now += 14 * DAY_MS + 1;
  const expired = await link!.get('?language=fr');
  expect([expired.status, expired.text.includes('lang="fr"')]).toEqual([410, true]);
  expect(expired.text).toContain(FR.ends.expired.title);
  expect(expired.text).toContain('expired@<wbr/>old.example');
  probes.length = 0;
  expect((await link!.post(answer(RIGHT))).status).toBe(410);
  expect(probes).toEqual([]);
  const action = /<form method="post" action="([^"]+)"/.exec(expired.text)![1]!;
  expect(action).toBe(`${link!.path}/new-link?language=fr`);
  // Where a browser leads that loads the answer again.
  const again = await page.request(`${ORIGIN}${link!.path}/new-link`);
  expect([again.status, again.headers.get('location')]).toEqual([303, link!.path]);
  const sent = await link!.post({}, {}, '/new-link');
  expect([sent.status, sent.text.includes(EN.newLink.sentTitle)]).toEqual([200, true]);
  const messages = await ask('GET', `/api/messages?limit=200`);
  const of = messages.body.items.filter(({ to }: { to: string }) => to === 'expired@old.example');
  expect(of.length).toBeGreaterThanOrEqual(1);
  const statuses: number[] = [];
  for (let at = 0; at < 5; at++) statuses.push((await link!.post({}, {}, '/new-link')).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await link!.post({}, {}, '/new-link')).text).toContain(EN.newLink.limited.split('{')[0]);
});

test.each<[what: string, headers: Record<string, string>, isRefused: boolean]>([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, true],
  ['another site that hides where it is', { 'sec-fetch-site': 'cross-site', origin: 'null' }, true],
  ['another service of the domain', { 'sec-fetch-site': 'same-site' }, true],
  ['an older browser on another site', { origin: 'https://evil.example' }, true],
  ['an older browser that hides where it is', { origin: 'null' }, true],
  ['the page itself', { 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
  ['the page itself in an old browser', { origin: ORIGIN }, false],
  ['a program', {}, false],
])('a form from %s', async (what, headers, isRefused) => {
  const [link] = await world.links(what.replaceAll(' ', '-'));
  probes.length = 0;
  const sent = await link!.post(answer(RIGHT), headers);
  expect(sent.status).toBe(isRefused ? 403 : 303);
  expect(probes).toHaveLength(isRefused ? 0 : 1);
  for (const more of ['/opened', '/new-link'])
    if (isRefused && headers['origin'] !== 'null') expect((await link!.post({}, headers, more)).status).toBe(403);
});

test('an older browser that hides where it is shows by the nonce of the form that it is the page', async () => {
  const [link] = await world.links('nonce');
  const nonce = /name="nonce" value="([^"]+)"/.exec((await link!.get()).text)![1]!;
  expect(nonce).toBe(await nonceOf(link!.token));
  const other = await world.links('other-nonce');
  const foreign = await nonceOf(other[0]!.token);
  expect((await link!.post({ ...answer(RIGHT), nonce: foreign }, { origin: 'null' })).status).toBe(403);
  expect((await link!.post({ ...answer(RIGHT), nonce }, { origin: 'null' })).status).toBe(303);
});

test('a link of one mailbox answers for no other', async () => {
  const [one, two] = await world.links('one', 'two');
  expect((await one!.post(answer(RIGHT))).status).toBe(303);
  expect(await two!.seen()).not.toMatchObject({ state: 'answered' });
  expect((await two!.get()).text).toContain('name="sourcePassword"');
  expect((await one!.get()).text).not.toContain('two@old.example');
});

test('after the answer the link shows the progress as long as it is valid', async () => {
  const [link] = await world.links('progress');
  await link!.post(answer(RIGHT));
  const db = world.harness.deps.db.$client;
  const set = (status: string, done: number) =>
    db
      .prepare(
        'UPDATE mailboxes SET status_code = ?, items_total = 200, items_done = ?, bytes_total = 200, bytes_done = ? WHERE id = ?',
      )
      .bind(status, done, done, link!.mailboxId)
      .run();
  await set('processing', 128);
  const text = (await link!.get()).text;
  expect(text).toContain('Your mailbox: 64%');
  expect(text).toContain('<title>Your mailbox: 64%</title>');
  expect(text).toContain('http-equiv="refresh"');
  const state = JSON.parse((await link!.get('/state')).text);
  expect(state).toEqual({
    version: 'copying begun',
    title: 'Your mailbox: 64%',
    share: 'Your mailbox: 64%',
    percent: 64,
    items: 'Copied items: 128',
  });
  await set('completed', 200);
  expect((await link!.get()).text).toContain(EN.progress.stages.done.title);
  clock.now += 14 * DAY_MS + HOUR_MS;
  const over = await link!.get();
  expect([over.status, over.text.includes(EN.ends.answered.title), over.text.includes('<form')]).toEqual([
    410,
    true,
    false,
  ]);
});

test('no token is in an answer of the API but the one that makes the link', async () => {
  const [link] = await world.links('secret');
  await link!.post(answer('a wrong one'));
  const { projectId } = world;
  for (const path of [
    `/api/projects/${projectId}/credential-requests`,
    `/api/projects/${projectId}/mailboxes`,
    `/api/mailboxes/${link!.mailboxId}`,
    '/api/events?limit=200',
    '/api/messages?limit=200',
    `/api/credential-requests/${link!.requestId}/preview`,
  ]) {
    const { body } = await ask('GET', path);
    expect(JSON.stringify(body), path).not.toContain(link!.token);
  }
  expect(world.logged.join('\n')).not.toContain(link!.token);
});

test('the page names no token but where a new link is asked for, and loads nothing from elsewhere', async () => {
  const [link] = await world.links('quiet');
  const { text, headers } = await link!.get();
  expect(text).not.toContain(link!.token);
  expect(
    [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!).filter((url) => !/^[/?#]/.test(url)),
  ).toEqual([]);
  expect(headers.get('set-cookie')).toBeNull();
  expect(text).not.toMatch(/<script(?![^>]*src=)|style="|\son\w+="/);
});
