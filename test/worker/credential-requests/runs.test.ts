import { expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { events as eventRows } from '../../../worker/features/events/table.ts';
import { runBatch } from '../../../worker/features/kernel/db.ts';
import { writeRuns } from '../../../worker/features/passes/run-store.ts';
import { verdictOf } from '../../../worker/runtime/passes/run-outcome.ts';
import { explainFault } from '../../../worker/features/reports/explain-fault.ts';
import { createWebhookReader } from '../../../worker/features/webhooks/read-events.ts';
import { runSchedule } from '../../../worker/runtime/cron.ts';
import { ADMIN, sorted } from '../harness.ts';
import { buy } from '../licences/licence-world.ts';
import type { RequestWorld } from './request-world.ts';
import { ok, requestWorld, tokenIn } from './request-world.ts';

/** Ends the open run of a mailbox: all went well, or the server refused the password in the middle of it. */
async function end(world: RequestWorld, how: 'done' | 'refused', index = 0): Promise<void> {
  const { db, licences } = world.harness.deps;
  const run = (await world.runs()).find(({ mailboxId }) => mailboxId === world.mailboxIds[index])!;
  const fault = {
    kind: 'credentials',
    scope: 'mailbox',
    code: 'HTTP 401',
    message: 'Refused.',
    side: 'source',
  } as const;
  const result = how === 'done' ? { outcome: 'done' as const, folders: [] } : { outcome: 'paused' as const, fault };
  const verdict = verdictOf(run, { result, errorCount: 0 }, false, world.clock.now, explainFault);
  const change = { ...verdict, passId: run.passId, licence: run.licence };
  await writeRuns(db, world.workgroupId, [change], world.clock.now, licences);
}

async function answered(world: RequestWorld): Promise<void> {
  await ok(world.start(), 201);
  await world.deliver();
  await world.answer(tokenIn(world.mails.at(-1)), 'first');
}

test('a pass that is stopped ends the runs that wait with their requests, and one event says how many', async () => {
  const world = await requestWorld({ mailboxes: 3 });
  const pass = await ok(world.start(), 201);
  await world.deliver();
  const [first = ''] = world.mailboxIds;
  const stop = (body?: unknown) => ok(world.ask('POST', `/api/passes/${pass.id}/stop`, body ? { body } : {}), 202);
  await stop({ mailboxIds: [first] });
  expect((await world.requests()).map(({ state }) => state)).toEqual(['sent', 'sent', 'revoked']);
  expect(await stop()).toMatchObject({ status: 'stopping' });
  expect((await world.requests()).map(({ state }) => state)).toEqual(['revoked', 'revoked', 'revoked']);
  expect((await world.runs()).map(({ status, waitsFor }) => [status, waitsFor])).toEqual([
    ['stopping', null],
    ['stopping', null],
    ['stopping', null],
  ]);
  const events = await world.events('credential-request.revoked');
  expect(events.map(({ data }) => data.count)).toEqual([2, 1]);
  for (const mail of world.mails) expect(await world.answer(tokenIn(mail))).toBe(false);
});

test('a mailbox that waits is not deleted, and one that was stopped goes with its requests and links', async () => {
  const world = await requestWorld();
  const pass = await ok(world.start(), 201);
  await world.deliver();
  const path = `/api/mailboxes/${world.mailboxIds[0]}`;
  expect((await world.ask('DELETE', path)).body.code).toBe('mailbox-busy');
  await ok(world.ask('POST', `/api/passes/${pass.id}/stop`), 202);
  const { db } = world.harness.deps;
  await db.$client.prepare("UPDATE pass_mailboxes SET status = 'stopped' WHERE pass_id = ?").bind(pass.id).run();
  await ok(world.ask('DELETE', path), 204);
  expect(await world.count('credential_requests')).toBe(0);
  expect(await world.count('credential_links')).toBe(0);
  expect(await world.link(tokenIn(world.mails[0]))).toBeUndefined();
});

test('what waits needs no coordinator; what was released is found by the schedule where the call was lost', async () => {
  const world = await requestWorld();
  const { deps } = world.harness;
  const pass = await ok(world.start(), 201);
  await world.deliver();
  world.harness.calls.length = 0;
  await runSchedule(deps);
  const mine = () => world.harness.calls.filter(([, workgroupId]) => workgroupId === world.workgroupId);
  expect(mine()).toEqual([]);
  await world.answer(tokenIn(world.mails[0]));
  world.harness.calls.length = 0;
  await runSchedule(deps);
  expect(mine()).toEqual([['enqueue', world.workgroupId, world.projectId, pass.id]]);
});

test('a run that waited for its end user waits for a licence next, and gets the next one', async () => {
  const world = await requestWorld({ mailboxes: 2 });
  await ok(world.ask('PATCH', '/api/licences', { body: { isOn: true } }), 200);
  await ok(world.start(), 201);
  await world.deliver();
  const licences = async () => (await world.runs()).map(({ status, licence, waitsFor }) => [status, licence, waitsFor]);
  // Nobody takes a licence before they have answered.
  await buy(world.ask, 1);
  expect(await licences()).toEqual([
    ['paused', null, 'end-user'],
    ['paused', null, 'end-user'],
  ]);
  const tokens = world.mails.map(tokenIn);
  await world.answer(tokens[0]!);
  await world.answer(tokens[1]!);
  expect(await licences()).toEqual(
    expect.arrayContaining([
      ['paused', 'waiting', null],
      ['queued', 'held', null],
    ]),
  );
  expect(sorted((await world.mailboxes()).map(({ status }) => String(status)))).toEqual(['Paused', 'Queued']);
  await buy(world.ask, 1);
  expect((await world.mailboxes()).map(({ status }) => status)).toEqual(['Queued', 'Queued']);
  expect((await licences()).every(([status, licence]) => status === 'queued' && licence === 'held')).toBe(true);
});

test('licences that are turned off do not start who waits for an end user', async () => {
  const world = await requestWorld();
  await ok(world.ask('PATCH', '/api/licences', { body: { isOn: true } }), 200);
  await ok(world.start(), 201);
  await ok(world.ask('PATCH', '/api/licences', { body: { isOn: false } }), 200);
  expect(await world.runs()).toMatchObject([{ status: 'paused', waitsFor: 'end-user', licence: null }]);
  await world.deliver();
  await world.answer(tokenIn(world.mails[0]));
  expect(await world.runs()).toMatchObject([{ status: 'queued', waitsFor: null, licence: null }]);
});

test('a password that stops working pauses the mailbox, and asking again starts the same pass once answered', async () => {
  const world = await requestWorld();
  await ok(world.start('pre-stage', { olderThan: { date: '2026-12-01' } }), 201);
  await world.deliver();
  await world.answer(tokenIn(world.mails[0]), 'first');
  await end(world, 'refused');
  expect(await world.mailboxes()).toMatchObject([
    { status: 'Paused', askAgain: 'source', failure: { credentialsOf: 'source' } },
  ]);
  const body = { mailboxIds: world.mailboxIds };
  const ask = () => world.ask('POST', `${world.path}/credential-requests/ask-again`, { body });
  expect(await ok(ask(), 202)).toEqual({ asked: 1, skipped: 0 });
  expect(await world.mailboxes()).toMatchObject([
    { status: 'Waiting For End User', askAgain: null, credentialRequest: { state: 'queued', sides: ['source'] } },
  ]);
  // A second click sends the message again; there is no second request.
  expect(await ok(ask(), 202)).toEqual({ asked: 1, skipped: 0 });
  await world.deliver();
  expect(await world.requests('?state=sent')).toHaveLength(1);
  await world.answer(tokenIn(world.mails.at(-1)), 'second');
  const [run] = await world.runs();
  expect(run).toMatchObject({ status: 'queued', type: 'pre-stage' });
  const passes = (await world.ask('GET', `${world.path}/passes`)).body.items;
  expect(passes.map(({ olderThanAt }: { olderThanAt: string }) => olderThanAt)).toEqual([
    '2026-12-01T00:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
  ]);
});

test('nobody is asked for the password of an administrator', async () => {
  const world = await requestWorld({ admin: ADMIN });
  await ok(world.start(), 201);
  await end(world, 'refused');
  expect(await world.mailboxes()).toMatchObject([{ status: 'Paused', askAgain: null }]);
  const body = { mailboxIds: world.mailboxIds };
  expect(await ok(world.ask('POST', `${world.path}/credential-requests/ask-again`, { body }), 202)).toEqual({
    asked: 0,
    skipped: 1,
  });
});

test('the endpoint moves to another server: the owner is asked again, and an agent who entered the password has to enter it again', async () => {
  const world = await requestWorld({ mailboxes: 2 });
  const agents = `/api/mailboxes/${world.mailboxIds[1]}`;
  await ok(world.ask('PATCH', agents, { body: { sourcePassword: 'a', destinationPassword: 'b' } }), 200);
  await answered(world);
  await end(world, 'done');
  await end(world, 'done', 1);
  const url = 'https://moved.example/EWS/Exchange.asmx';
  await ok(world.ask('PATCH', `/api/endpoints/${world.sourceEndpointId}`, { body: { url } }), 200);
  const refused = await world.start();
  expect(refused.body).toMatchObject({
    code: 'credentials-missing',
    errors: [{ path: `mailboxes.${world.mailboxIds[1]}.sourcePassword` }],
  });
  await ok(world.start('full', { mailboxIds: [world.mailboxIds[0]] }), 201);
  expect((await world.requests())[0]).toMatchObject({ state: 'queued', sides: ['source'] });
});

test('a purge deletes what end users gave, with a receipt, and nothing that a pass uses or an agent entered', async () => {
  const world = await requestWorld({ mailboxes: 3 });
  const agents = `/api/mailboxes/${world.mailboxIds[2]}`;
  await ok(world.ask('PATCH', agents, { body: { sourcePassword: 'a', destinationPassword: 'b' } }), 200);
  await ok(world.start(), 201);
  await world.deliver();
  for (const mail of world.mails) await world.answer(tokenIn(mail));
  await end(world, 'done');
  const receipt = await ok(world.ask('POST', `${world.path}/credentials/purge`), 200);
  expect(receipt).toEqual({
    purged: 1,
    at: new Date(world.clock.now).toISOString(),
    mailboxIds: [world.mailboxIds[0]],
    inUse: [world.mailboxIds[1]],
  });
  expect((await world.mailboxes()).map(({ hasSourcePassword }) => hasSourcePassword)).toEqual([false, true, true]);
  expect(await world.events('credentials.purged')).toMatchObject([
    { mailboxId: world.mailboxIds[0], data: { reason: 'asked', sides: ['source', 'destination'] } },
  ]);
  // The next pass asks again.
  await ok(world.start('full', { mailboxIds: [world.mailboxIds[0]] }), 201);
  expect((await world.mailboxes())[0]).toMatchObject({ status: 'Waiting For End User' });
});

test('what nobody uses for as long as the workgroup has set is deleted; never, if it says so', async () => {
  const world = await requestWorld();
  await answered(world);
  await end(world, 'done');
  await ok(world.ask('PATCH', '/api/workgroup', { body: { purgeAfterDays: null } }), 200);
  world.later(400);
  await world.runDue();
  expect((await world.mailboxes())[0].hasSourcePassword).toBe(true);
  await ok(world.ask('PATCH', '/api/workgroup', { body: { purgeAfterDays: 401 } }), 200);
  await world.runDue();
  expect((await world.mailboxes())[0].hasSourcePassword).toBe(true);
  world.later(1);
  await world.runDue();
  expect((await world.mailboxes())[0]).toMatchObject({ hasSourcePassword: false, hasDestinationPassword: false });
  expect((await world.events('credentials.purged'))[0]).toMatchObject({
    actor: { kind: 'system' },
    data: { reason: 'unused' },
  });
});

test('an endpoint is corrected while runs wait for their end users, and the answer goes to the new server', async () => {
  const world = await requestWorld({ mailboxes: 2 });
  await ok(world.start('full', { mailboxIds: [world.mailboxIds[0]] }), 201);
  await world.deliver();
  const url = 'https://right.example/EWS/Exchange.asmx';
  const correct = () => world.ask('PATCH', `/api/endpoints/${world.sourceEndpointId}`, { body: { url } });
  await ok(correct(), 200);
  await world.answer(tokenIn(world.mails[0]));
  expect(await world.runs()).toMatchObject([{ status: 'queued' }]);
  expect(await world.mailboxes()).toMatchObject([{ sourcePasswordIssue: null, destinationPasswordIssue: null }, {}]);
  // Now a pass uses it.
  expect(
    (await world.ask('PATCH', `/api/endpoints/${world.sourceEndpointId}`, { body: { url: 'https://other.example/' } }))
      .body.code,
  ).toBe('endpoint-busy');
});

test('webhooks get an event when a mailbox waits and when it has credentials, and nothing secret', async () => {
  const world = await requestWorld();
  const { deps } = world.harness;
  const events = ['mailbox.waiting_for_end_user', 'credentials.received'];
  await ok(world.ask('POST', '/api/webhooks', { body: { url: 'https://hooks.example/', events } }), 201);
  await ok(world.start(), 201);
  await world.deliver();
  const token = tokenIn(world.mails[0]);
  await world.answer(token, 'a very secret password');
  const rows = await deps.db.select().from(eventRows).where(eq(eventRows.workgroupId, world.workgroupId));
  const statements = await createWebhookReader(deps, 'https://ferry.example').read(rows, deps.db, world.workgroupId);
  await runBatch(deps.db, statements);
  const { results } = await deps.db.$client
    .prepare('SELECT m.type, m.body FROM webhook_messages m WHERE m.workgroup_id = ? ORDER BY m.rowid')
    .bind(world.workgroupId)
    .all<{ type: string; body: string }>();
  expect(results.map(({ type }) => type)).toEqual(events);
  for (const { body } of results) {
    expect(JSON.parse(body).data).toMatchObject({
      mailbox: { sourceEmail: 'user0@old.example', destinationEmail: 'user0@new.example' },
      project: { name: 'Contoso' },
      pass: { type: 'full' },
    });
    expect(body).not.toContain(token);
    expect(body).not.toContain('very secret');
  }
});
