import { describe, expect, test, vi } from 'vitest';
import { ADMIN, sorted } from '../harness.ts';
import { ok, requestWorld, tokenIn } from './request-world.ts';

const UNKNOWN = { sourceLogin: 'Unknown' };

describe('a project without credentials', () => {
  test('waits for the owner of a mailbox, who gets one message with a link, and runs once they have answered', async () => {
    const world = await requestWorld();
    const pass = await ok(world.start(), 201);
    expect(pass.status).toBe('running');
    expect(await world.mailboxes()).toMatchObject([
      {
        status: 'Waiting For End User',
        state: 'waiting',
        credentialRequest: { state: 'queued', sides: ['source', 'destination'], to: 'user0@old.example' },
      },
    ]);
    expect(await world.runs()).toMatchObject([{ status: 'paused', waitsFor: 'end-user', licence: null }]);
    await world.deliver();
    expect(world.mails).toHaveLength(1);
    expect(world.mails[0]).toMatchObject({ to: 'user0@old.example' });
    const token = tokenIn(world.mails[0]);
    expect(token).toHaveLength(43);
    expect((await world.requests())[0]).toMatchObject({ state: 'sent', sentAt: expect.any(String) });

    world.harness.calls.length = 0;
    expect(await world.answer(token)).toBe(true);
    expect(await world.mailboxes()).toMatchObject([
      {
        status: 'Queued',
        hasSourcePassword: true,
        hasDestinationPassword: true,
        sourceLogin: 'user0@old.example',
        credentialRequest: { state: 'answered', answeredAt: expect.any(String) },
      },
    ]);
    expect(await world.runs()).toMatchObject([{ status: 'queued', waitsFor: null }]);
    expect(world.harness.calls).toEqual([['enqueue', world.workgroupId, world.projectId, pass.id]]);
    expect((await world.events()).map(({ type }) => type).slice(0, 5)).toEqual([
      'credentials.received',
      'message.sent',
      'mailbox.waiting_for_end_user',
      'credentials.requested',
      'pass.started',
    ]);
    expect((await world.events('credentials.received'))[0]).toMatchObject({
      actor: { kind: 'end-user', name: 'user0@old.example' },
      mailboxId: world.mailboxIds[0],
      passId: pass.id,
    });
    // The link shows progress, and takes nothing more.
    expect((await world.link(token))?.link).toMatchObject({ endReason: 'answered' });
    expect(await world.answer(token, 'again')).toBe(false);
  });

  test('asks in one batch: a second start is refused, and never makes a second request', async () => {
    const world = await requestWorld();
    const answers = await Promise.all([world.start(), world.start(), world.start()]);
    expect(sorted(answers.map(({ status }) => String(status)))).toEqual(['201', '409', '409']);
    expect(await world.requests()).toHaveLength(1);
    expect(await world.count('messages')).toBe(1);
    expect(await world.events('mailbox.waiting_for_end_user')).toHaveLength(1);
    expect((await world.start()).body.code).toBe('mailbox-busy');
  });

  test('a batch that fails writes neither pass, request, message nor event', async () => {
    const world = await requestWorld({ mailboxes: 2 });
    await ok(world.start('full', { mailboxIds: [world.mailboxIds[0]] }), 201);
    const before = await world.events();
    const { deps } = world.harness;
    await deps.db.$client.exec(
      `CREATE TRIGGER fail_events BEFORE INSERT ON events WHEN NEW.type = 'mailbox.waiting_for_end_user' BEGIN SELECT RAISE(ABORT, 'crash'); END`,
    );
    try {
      expect((await world.start('full', { mailboxIds: [world.mailboxIds[1]] })).status).toBe(500);
    } finally {
      await deps.db.$client.exec('DROP TRIGGER fail_events');
    }
    expect(await world.requests()).toHaveLength(1);
    expect(await world.count('messages')).toBe(1);
    expect(await world.events()).toHaveLength(before.length);
    expect(await world.runs()).toHaveLength(1);
  });
});

describe('logins that only the owner knows', () => {
  test('wait, whatever the case, and the other mailboxes start at once', async () => {
    const world = await requestWorld({ mailboxes: 1, admin: ADMIN });
    const added = await ok(
      world.ask('POST', `${world.path}/mailboxes`, {
        body: {
          mailboxes: [
            {
              sourceEmail: 'kim@old.example',
              destinationEmail: 'kim@new.example',
              ...UNKNOWN,
              contactEmail: 'kim@home.example',
              contactName: 'Kim Larsen',
              language: 'de',
            },
            { sourceEmail: 'lee@old.example', destinationEmail: 'lee@new.example', destinationLogin: 'UNKNOWN' },
          ],
        },
      }),
      201,
    );
    expect(added.items).toMatchObject([
      { sourceLogin: 'unknown', destinationLogin: null, contactEmail: 'kim@home.example', contactLanguage: 'de' },
      { sourceLogin: null, destinationLogin: 'unknown', credentialRequest: null },
    ]);
    await ok(world.start(), 201);
    expect((await world.mailboxes()).map(({ status }) => status)).toEqual([
      'Queued',
      'Waiting For End User',
      'Waiting For End User',
    ]);
    expect((await world.requests()).map(({ to, sides, language }) => [to, sides, language])).toEqual([
      ['lee@old.example', ['destination'], 'en'],
      ['kim@home.example', ['source'], 'de'],
    ]);
    await world.deliver();
    const mail = world.mails.find(({ to }) => to === 'kim@home.example');
    expect(mail).toMatchObject({ language: 'de' });
    expect(mail?.text).toContain('Kim Larsen');
    await world.answer(tokenIn(mail), 'secret');
    expect((await world.mailboxes())[1]).toMatchObject({
      status: 'Queued',
      sourceLogin: 'kim@old.example',
      hasSourcePassword: true,
      hasDestinationPassword: false,
    });
  });

  test('take no password beside them', async () => {
    const world = await requestWorld({ admin: ADMIN });
    const body = {
      mailboxes: [{ sourceEmail: 'k@old.example', destinationEmail: 'k@new.example', ...UNKNOWN, sourcePassword: 'x' }],
    };
    const refused = await world.ask('POST', `${world.path}/mailboxes`, { body });
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(refused.body.errors).toEqual([
      { path: 'mailboxes[0].sourcePassword', message: expect.stringContaining('unknown login') },
    ]);
  });

  test('are set for a mailbox that is there, and end with a password that an agent enters', async () => {
    const world = await requestWorld({ admin: ADMIN });
    const mailbox = `/api/mailboxes/${world.mailboxIds[0]}`;
    await ok(world.ask('PATCH', mailbox, { body: { sourcePassword: 'entered before' } }), 200);
    expect(await ok(world.ask('PATCH', mailbox, { body: { sourceLogin: 'unknown' } }), 200)).toMatchObject({
      sourceLogin: 'unknown',
      hasSourcePassword: false,
    });
    const [event] = await world.events('mailbox.updated');
    expect(event.changes).toEqual([
      { field: 'sourceLogin', from: null, to: 'unknown' },
      { field: 'sourcePassword', from: 'set', to: 'removed' },
    ]);
    const pass = await ok(world.start(), 201);
    await world.deliver();
    world.harness.calls.length = 0;
    const given = await ok(world.ask('PATCH', mailbox, { body: { sourcePassword: 'entered' } }), 200);
    expect(given).toMatchObject({
      status: 'Queued',
      sourceLogin: null,
      credentialRequest: { state: 'revoked' },
    });
    expect(world.harness.calls).toEqual([['enqueue', world.workgroupId, world.projectId, pass.id]]);
    // The person with the message learns that nothing is needed any more.
    expect((await world.link(tokenIn(world.mails[0])))?.link.endReason).toBe('revoked');
  });

  test('an agent who enters one of two passwords leaves the other to the owner', async () => {
    const world = await requestWorld();
    await ok(world.start(), 201);
    const mailbox = `/api/mailboxes/${world.mailboxIds[0]}`;
    expect(await ok(world.ask('PATCH', mailbox, { body: { sourcePassword: 'entered' } }), 200)).toMatchObject({
      status: 'Waiting For End User',
      credentialRequest: { state: 'queued', sides: ['destination'] },
    });
    expect(await ok(world.ask('PATCH', mailbox, { body: { destinationPassword: 'too' } }), 200)).toMatchObject({
      status: 'Queued',
      credentialRequest: { state: 'revoked' },
    });
    expect(await world.runs()).toMatchObject([{ status: 'queued', waitsFor: null }]);
  });
});

test('a request that asks for more than it did when the page was read takes no answer to less', async () => {
  const world = await requestWorld();
  await ok(world.start(), 201);
  await world.deliver();
  const token = tokenIn(world.mails[0]);
  const { db } = world.harness.deps;
  await db.$client.exec(`UPDATE credential_requests SET sides = '["source"]'`);
  const found = await world.link(token);
  await db.$client.exec(`UPDATE credential_requests SET sides = '["source","destination"]'`);
  const { receiveCredentials } = await import('../../../worker/features/credential-requests/receive-credentials.ts');
  const taken = await receiveCredentials(
    world.harness.deps,
    { request: found!.request, mailbox: found!.mailbox, way: { tokenHash: found!.link.tokenHash } },
    { source: { login: 'a', sealed: 'x' } },
  );
  expect(taken).toBe(false);
  expect((await world.mailboxes())[0]).toMatchObject({ status: 'Waiting For End User', hasSourcePassword: false });
});

test('two answers at once: one is taken, whole', async () => {
  const world = await requestWorld();
  await ok(world.start(), 201);
  await world.deliver();
  const token = tokenIn(world.mails[0]);
  const taken = await Promise.all(['one', 'two', 'three'].map((password) => world.answer(token, password)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  expect(await world.events('credentials.received')).toHaveLength(1);
  const { db, vault } = world.harness.deps;
  const row = await db.$client
    .prepare(
      'SELECT id, source_password_sealed AS source, destination_password_sealed AS destination FROM mailboxes WHERE id = ?',
    )
    .bind(world.mailboxIds[0])
    .first<{ id: string; source: string; destination: string }>();
  const open = (side: 'source' | 'destination', host: string) =>
    vault.open(
      { table: 'mailboxes', rowId: row!.id, field: `${side}_password` },
      row![side],
      `https://${host}.example/EWS/Exchange.asmx`,
    );
  const winner = ['one', 'two', 'three'][taken.indexOf(true)];
  expect([await open('source', 'old'), await open('destination', 'new')]).toEqual([winner, winner]);
});

test('10,000 mailboxes that wait start in one request, in a few statements, and stop in one', async () => {
  const world = await requestWorld();
  const { $client } = world.harness.deps.db;
  // As if they had been added: the copies of one row.
  const { results: columns } = await $client.prepare('PRAGMA table_info(mailboxes)').all<{ name: string }>();
  const copied: Record<string, string> = {
    id: "'mbx_' || printf('%026d', n)",
    source_email: "'u' || n || '@old.example'",
    destination_email: "'u' || n || '@new.example'",
    source_key: "'u' || n || '@old.example'",
    destination_key: "'u' || n || '@new.example'",
  };
  await $client
    .prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)
      INSERT INTO mailboxes SELECT ${columns.map(({ name }) => copied[name] ?? name).join(', ')} FROM mailboxes, numbers WHERE id = ?`,
    )
    .bind(world.mailboxIds[0])
    .run();
  const batches: number[] = [];
  const { db } = world.harness.deps;
  const batch = db.batch.bind(db);
  vi.spyOn(db, 'batch').mockImplementation((statements) => {
    batches.push(statements.length);
    return batch(statements);
  });
  const began = performance.now();
  const pass = await ok(world.start(), 201);
  const started = performance.now();
  await ok(world.ask('POST', `/api/passes/${pass.id}/stop`), 202);
  const stopped = performance.now();
  expect([started - began, stopped - started].every((ms) => ms < 15_000)).toBe(true);
  expect(batches[0]).toBeLessThan(60);
  expect(await world.count('credential_requests', "state = 'revoked'")).toBe(10_000);
  expect(await world.count('messages', "state = 'failed'")).toBe(10_000);
  expect(await world.count('events', "type = 'mailbox.waiting_for_end_user'")).toBe(10_000);
});
