import { expect, test } from 'vitest';
import { EN } from '../../../worker/features/credential-requests/page/texts/en.ts';
import { checkPending } from '../../../worker/features/credential-requests/page/check-pending.ts';
import { checkDue, listWorkgroupsToCheck } from '../../../worker/features/credential-requests/page/check-due.ts';
import { findLink } from '../../../worker/features/credential-requests/store.ts';
import { sha256 } from '../../../worker/lib/encoding.ts';
import { MINUTE_MS } from '../../../worker/lib/units.ts';
import type { Link } from './world.ts';
import { ACCEPTED, createWorld, fault, RIGHT, WRONG } from './world.ts';

const world = await createWorld({ sides: 'both' });
const { probes, server, harness, ask, clock } = world;
const rightOnly = server.says;

const both = (source: string, destination: string) => ({
  sourceLogin: 'ann@old.example',
  sourcePassword: source,
  destinationLogin: 'ann@new.example',
  destinationPassword: destination,
});

const asked = () => probes.map(({ url, credentials }) => [new URL(url).hostname, credentials?.password]);

async function check(link: Link): Promise<void> {
  const found = await findLink(harness.deps.db, await sha256(link.token));
  await checkPending(harness.deps, found!);
}

test('both mailboxes are asked for in one form, and one press signs in to each once', async () => {
  server.says = rightOnly;
  const [link] = await world.links('both');
  const { text } = await link!.get();
  for (const part of [EN.sideTitle.source, EN.sideTitle.destination, 'mail.old.example', 'mail.new.example'])
    expect(text).toContain(part);
  expect(text).toContain('autocomplete="section-source current-password"');
  probes.length = 0;
  expect((await link!.post(both(RIGHT, RIGHT))).status).toBe(303);
  expect(asked()).toEqual([
    ['mail.old.example', RIGHT],
    ['mail.new.example', RIGHT],
  ]);
  expect((await ask('GET', `/api/mailboxes/${link!.mailboxId}`)).body).toMatchObject({
    status: 'Queued',
    hasSourcePassword: true,
    hasDestinationPassword: true,
  });
});

test('a side that was accepted is kept and not asked for again', async () => {
  server.says = rightOnly;
  const [link] = await world.links('half');
  const first = await link!.post(both(RIGHT, 'wrong'));
  expect(first.status).toBe(422);
  expect(first.text).toContain(`${EN.sideTitle.destination}: `);
  expect(first.text).toContain(EN.accepted);
  expect(first.text).not.toContain('name="sourcePassword"');
  expect((await ask('GET', `/api/mailboxes/${link!.mailboxId}`)).body.hasSourcePassword).toBe(false);
  probes.length = 0;
  const second = await link!.post({ destinationLogin: 'ann@new.example', destinationPassword: RIGHT });
  expect(second.status).toBe(303);
  expect(asked()).toEqual([['mail.new.example', RIGHT]]);
  expect((await ask('GET', `/api/mailboxes/${link!.mailboxId}`)).body).toMatchObject({
    hasSourcePassword: true,
    hasDestinationPassword: true,
  });
  expect(await link!.seen()).toMatchObject({ state: 'answered', attempts: 1 });
});

test('an answer that could not be checked is checked again until the server answers, and the run then starts', async () => {
  server.says = ({ url }) => (url.includes('old') ? fault('unreachable', 'connection-refused') : ACCEPTED);
  const [link] = await world.links('later');
  expect((await link!.post(both('kept one', 'kept two'))).status).toBe(303);
  probes.length = 0;
  await check(link!);
  expect(asked()).toEqual([['mail.old.example', 'kept one']]);
  expect(await link!.seen()).toMatchObject({ attempts: 0, pendingSince: expect.any(String) });
  server.says = () => ACCEPTED;
  await check(link!);
  expect(await link!.seen()).toMatchObject({ state: 'answered', pendingSince: null });
  expect((await ask('GET', `/api/mailboxes/${link!.mailboxId}`)).body.status).toBe('Queued');
  const row = await harness.deps.db.$client
    .prepare('SELECT pending FROM credential_requests WHERE id = ?')
    .bind(link!.requestId)
    .first('pending');
  expect(row).toBeNull();
  // Nothing is left to check.
  probes.length = 0;
  await check(link!);
  expect(probes).toEqual([]);
});

test('an answer that is refused when it is checked again is dropped, and its owner gets a message', async () => {
  server.says = () => fault('busy', 'http-503');
  const [link] = await world.links('refused');
  await link!.post(both('kept one', 'kept two'));
  server.says = ({ url }) => (url.includes('old') ? WRONG : ACCEPTED);
  const before = (await link!.seen()).messageId;
  await check(link!);
  expect(await link!.seen()).toMatchObject({ attempts: 1, lastFailure: { code: 'wrong-password', side: 'source' } });
  expect((await link!.seen()).messageId).not.toBe(before);
  const page = await link!.get();
  expect(page.text).toContain(EN.refusals['wrong-password'].title);
  expect(page.text).toContain('name="sourcePassword"');
  expect(page.text).not.toContain('name="destinationPassword"');
});

test('what was entered for one server never goes to another', async () => {
  server.says = () => fault('unreachable', 'connection-refused');
  const [link] = await world.links('moved');
  await link!.post(both('kept one', 'kept two'));
  await harness.deps.db.$client
    .prepare(
      "UPDATE endpoints SET url = 'https://evil.example/EWS/Exchange.asmx' WHERE workgroup_id = ? AND name = 'old'",
    )
    .bind(world.workgroupId)
    .run();
  probes.length = 0;
  server.says = () => ACCEPTED;
  await check(link!);
  expect(probes.map(({ url }) => url).filter((url) => url.includes('evil'))).toEqual([]);
  expect((await link!.get()).text).toContain('name="sourcePassword"');
});

test('kept answers are checked when they are due, each once, and less often the longer a server is away', async () => {
  server.says = () => fault('unreachable', 'connection-refused');
  const [link] = await world.links('schedule');
  await link!.post(both('kept one', 'kept two'));
  const run = () => checkDue(harness.deps, world.workgroupId, clock.now + MINUTE_MS);
  probes.length = 0;
  const first = await run();
  expect([first! - clock.now, probes.length]).toEqual([MINUTE_MS, 0]);
  clock.now += MINUTE_MS;
  // Two schedules at once.
  await Promise.all([run(), run()]);
  expect(asked()).toHaveLength(2);
  const waits: number[] = [];
  for (let at = 0; at < 8; at++) {
    const next = await run();
    waits.push(Math.round((next! - clock.now) / MINUTE_MS));
    clock.now = next!;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(await listWorkgroupsToCheck(harness.deps.db, clock.now, 10)).toContain(world.workgroupId);
  server.says = () => ACCEPTED;
  await run();
  expect(await link!.seen()).toMatchObject({ state: 'answered' });
});
