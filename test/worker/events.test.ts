import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { writeRuns } from '../../worker/features/passes/run-store.ts';
import type { Answer, Ask, Loose } from './harness.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';
import { listOpenRuns } from './open-runs.ts';

type Event = Record<string, Loose>;

const TIMES = 20;

async function eventsOf(ask: Ask, query = ''): Promise<Event[]> {
  const answer = await ask('GET', `/api/events?limit=1000${query}`);
  expect(answer.status).toBe(200);
  return answer.body.items;
}

async function atOnce(request: () => Promise<Answer>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: TIMES }, request));
  return answers.filter(({ status }) => status < 300).length;
}

test('of equal changes at once each that was answered well has one event, and no other', async () => {
  const { ask } = await signUp(createHarness());
  const { projectId, mailboxIds } = await makeProject(ask, 3);
  const spare = await ask('POST', '/api/endpoints', {
    body: { name: 'spare', url: 'https://spare.example/EWS/Exchange.asmx' },
  });
  const { updatedAt } = (await ask('GET', `/api/projects/${projectId}`)).body;
  const guarded = { headers: { 'if-match': `"${updatedAt}"` }, body: { name: 'Guarded' } };
  const busy = { body: { type: 'full', mailboxIds: [mailboxIds[0]] } };
  const cases: [type: string, least: number, request: () => Promise<Answer>][] = [
    ['project.updated', 1, () => ask('PATCH', `/api/projects/${projectId}`, guarded)],
    ['endpoint.deleted', 1, () => ask('DELETE', `/api/endpoints/${spare.body.id}`)],
    ['mailbox.deleted', 1, () => ask('DELETE', `/api/mailboxes/${mailboxIds[2]}`)],
    ['pass.started', 1, () => ask('POST', `/api/projects/${projectId}/passes`, busy)],
    ['mailbox.updated', TIMES, () => ask('PATCH', `/api/mailboxes/${mailboxIds[1]}`, { body: { sourceLogin: 'u1' } })],
  ];
  for (const [type, done, request] of cases) {
    expect(await atOnce(request), type).toBe(done);
    expect(await eventsOf(ask, `&type=${type}`), type).toHaveLength(done);
  }
  // Where all of them are carried out, one after the other, each has the value that it replaced.
  expect(await atOnce(() => ask('PATCH', `/api/projects/${projectId}`, { body: { name: 'Last' } }))).toBe(TIMES);
  const renamed = (await eventsOf(ask, '&type=project.updated')).map(({ changes }) => changes);
  expect(renamed).toHaveLength(TIMES + 1);
  expect(renamed.filter((changes) => changes.length > 0)).toEqual([
    [{ field: 'name', from: 'Guarded', to: 'Last' }],
    [{ field: 'name', from: 'Contoso', to: 'Guarded' }],
  ]);
});

test('a stop and a revocation that were asked for before write no second event', async () => {
  const { ask, askSignedIn } = await signUp(createHarness());
  const { projectId, mailboxIds } = await makeProject(ask, 2);
  const pass = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
  const one = { body: { mailboxIds: [mailboxIds[0]] } };
  for (const body of [one, one, {}, {}]) await ask('POST', `/api/passes/${pass.body.id}/stop`, body);
  const stops = await eventsOf(ask, '&type=pass.stop-requested');
  const customerName = expect.stringMatching(/^Workgroup/);
  expect(stops.map(({ data }) => data)).toEqual([{ customerName }, { customerName, count: 1 }]);
  const key = await askSignedIn('POST', '/api/api-keys', { body: { name: 'Old' } });
  await atOnce(() => askSignedIn('DELETE', `/api/api-keys/${key.body.id}`));
  expect(await eventsOf(ask, '&type=api-key.revoked')).toHaveLength(1);
});

test('an event says who changed what of which, from what to what', async () => {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(owner.ask, 2);
  const headers = { cookie: await owner.signIn() };
  await harness.ask('PATCH', `/api/projects/${projectId}`, {
    headers,
    body: { name: 'Fabrikam', options: { maximumErrors: 9 } },
  });
  await owner.ask('PATCH', `/api/projects/${projectId}`, { body: { options: {} } });
  const [unset, renamed, added] = await eventsOf(owner.ask, `&projectId=${projectId}`);
  expect(renamed).toMatchObject({
    id: expect.stringMatching(/^evt_[0-9a-z]{26}$/),
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    type: 'project.updated',
    actor: { kind: 'agent', id: expect.stringMatching(/^agt_/), name: 'Ada Owner' },
    subject: { kind: 'project', id: projectId, name: 'Contoso' },
    changes: [
      { field: 'name', from: 'Contoso', to: 'Fabrikam' },
      { field: 'options.maximumErrors', from: null, to: 9 },
    ],
  });
  expect(unset).toMatchObject({
    actor: { kind: 'api-key', id: expect.stringMatching(/^key_/), name: 'test' },
    subject: { name: 'Fabrikam' },
    changes: [{ field: 'options.maximumErrors', from: 9, to: null }],
  });
  expect(added).toMatchObject({ type: 'mailbox.added', mailboxId: null, data: { count: 2 } });
  await owner.ask('DELETE', `/api/mailboxes/${mailboxIds[0]}`);
  const [deleted] = await eventsOf(owner.ask, `&mailboxId=${mailboxIds[0]}`);
  expect(deleted).toMatchObject({ type: 'mailbox.deleted', subject: { name: 'user0@old.example' } });
});

test('the list filters, searches in any case, and goes on page by page while events are added', async () => {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { ask } = owner;
  const { projectId } = await makeProject(ask, 1);
  for (let number = 0; number < 6; number += 1)
    await ask('PATCH', `/api/projects/${projectId}`, { body: { name: `Müller ${String(number)}` } });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Answer = await ask('GET', `/api/events?limit=3&type=project.updated${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.body.items.map(({ changes }: Event) => changes[0].to));
    cursor = page.body.nextCursor;
    await ask('PATCH', `/api/projects/${projectId}`, { body: { name: `later ${String(seen.length)}` } });
  }
  expect(seen).toEqual([5, 4, 3, 2, 1, 0].map((number) => `Müller ${String(number)}`));
  const count = async (query: string) => (await eventsOf(ask, query)).length;
  expect(await count('&query=M%C3%9CLLER%203')).toBe(2);
  // The mailbox, and the user that it made.
  expect(await count('&query=user0@OLD')).toBe(2);
  expect(await count('&query=%25')).toBe(0);
  expect(await count('&type=endpoint.created,project.created')).toBe(3);
  expect(await count('&actor=api-key')).toBe(await count(''));
  expect(await count('&actor=system')).toBe(0);
  const ahead = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  expect(await count(`&from=${ahead}`)).toBe(0);
  expect(await count(`&until=${ahead}`)).toBe(await count(''));
  for (const wrong of ['type=nothing', 'cursor=evt_1', 'from=yesterday', 'limit=0'])
    expect((await ask('GET', `/api/events?${wrong}`)).status, wrong).toBe(422);
  const other = await signUp(harness);
  expect(await eventsOf(other.ask, `&projectId=${projectId}`)).toEqual([]);
  expect(await eventsOf(other.ask)).toEqual([]);
});

test('no change without its event and no event without its change, whichever of the two fails', async () => {
  const harness = createHarness({ log: { info: () => {}, error: () => {} } });
  const { askSignedIn: ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds, sourceEndpointId } = await makeProject(ask, 2);
  const key = (await ask('POST', '/api/api-keys', { body: { name: 'kept' } })).body.id;
  const pass = await ask('POST', `/api/projects/${projectId}/passes`, {
    body: { type: 'full', mailboxIds: [mailboxIds[0]] },
  });
  const requests: [method: string, path: string, body?: unknown][] = [
    ['POST', '/api/endpoints', { name: 'x', url: 'https://x.example/EWS/Exchange.asmx' }],
    ['PATCH', `/api/endpoints/${sourceEndpointId}`, { name: 'x' }],
    ['POST', `/api/endpoints/${sourceEndpointId}/probe`],
    ['PATCH', `/api/projects/${projectId}`, { name: 'x' }],
    [
      'POST',
      `/api/projects/${projectId}/mailboxes`,
      { mailboxes: [{ sourceEmail: 'x@a.example', destinationEmail: 'x@b.example' }] },
    ],
    ['PATCH', `/api/mailboxes/${mailboxIds[1]}`, { sourceLogin: 'x' }],
    ['DELETE', `/api/mailboxes/${mailboxIds[1]}`],
    ['POST', `/api/projects/${projectId}/passes`, { type: 'trial', mailboxIds: [mailboxIds[1]] }],
    ['POST', `/api/passes/${pass.body.id}/stop`],
    ['POST', '/api/api-keys', { name: 'x' }],
    ['DELETE', `/api/api-keys/${key}`],
  ];
  const end = async () => {
    const [run] = await listOpenRuns(harness.deps.db, workgroupId, projectId);
    const patch = { id: run!.id, status: 'completed' as const, updatedAt: 9, endedAt: 9 };
    await writeRuns(
      harness.deps.db,
      workgroupId,
      [{ passId: run!.passId, run: patch, mailbox: { id: run!.mailboxId } }],
      9,
    );
  };
  const tables = ['endpoints', 'projects', 'mailboxes', 'passes', 'pass_mailboxes', 'api_keys', 'events'];
  const everything = async () => {
    const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)));
    return rows.map(({ results }) => results.map((row) => ({ ...(row as object), last_used_at: null })));
  };
  const before = await everything();
  await env.DB.exec(`CREATE TRIGGER crash BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'crash'); END`);
  for (const [method, path, body] of requests)
    expect((await ask(method, path, body ? { body } : {})).status, `${method} ${path}`).toBe(500);
  await expect(end()).rejects.toThrow();
  expect(await everything()).toEqual(before);
  await env.DB.exec('DROP TRIGGER crash');
  // The event is there by then, and the change fails after it.
  await env.DB.exec(`CREATE TRIGGER crash BEFORE UPDATE ON passes BEGIN SELECT RAISE(ABORT, 'crash'); END`);
  await expect(end()).rejects.toThrow();
  expect(await everything()).toEqual(before);
  await env.DB.exec('DROP TRIGGER crash');
  await end();
  expect((await eventsOf(ask)).slice(0, 2).map(({ type }) => type)).toEqual(['pass.completed', 'mailbox.completed']);
});

test('no event has a secret', async () => {
  const harness = createHarness();
  const { ask, askSignedIn, password } = await signUp(harness);
  const secret = (name: string) => `s3cret of ${name}`;
  const { projectId, sourceEndpointId } = await makeProject(ask, 0, { ...ADMIN, password: secret('a new endpoint') });
  await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, {
    body: { credentials: { ...ADMIN, password: secret('an endpoint') } },
  });
  await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { credentials: null } });
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, {
    body: {
      mailboxes: [{ sourceEmail: 'a@a.example', destinationEmail: 'a@b.example', sourcePassword: secret('a row') }],
    },
  });
  const path = `/api/mailboxes/${added.body.items[0].id}`;
  await ask('PATCH', path, {
    body: { sourcePassword: secret('a mailbox'), destinationPassword: secret('the other side') },
  });
  await ask('PATCH', path, { body: { sourcePassword: null } });
  const made = await askSignedIn('POST', '/api/api-keys', { body: { name: 'k' } });
  const { results } = await env.DB.prepare('SELECT * FROM events').all();
  const { results: sealed } = await env.DB.prepare(
    'SELECT password_sealed AS text FROM endpoints UNION SELECT destination_password_sealed FROM mailboxes UNION SELECT hash FROM api_keys',
  ).all<{ text: string | null }>();
  const kept = JSON.stringify(results);
  for (const text of ['s3cret', password, made.body.key, ...sealed.flatMap(({ text }) => text ?? [])])
    expect(kept).not.toContain(text);
  const secrets = (await eventsOf(ask))
    .flatMap(({ changes }) => changes)
    .filter(({ field }) => /password/i.test(field));
  expect(secrets).toEqual([
    { field: 'sourcePassword', from: 'set', to: 'removed' },
    { field: 'sourcePassword', from: 'set', to: 'changed' },
    { field: 'destinationPassword', from: null, to: 'set' },
    { field: 'password', from: 'set', to: 'removed' },
    { field: 'password', from: 'set', to: 'changed' },
    { field: 'password', from: null, to: 'set' },
    { field: 'password', from: null, to: 'set' },
  ]);
});
