import { expect, inject, test } from 'vitest';
import type { PeopleResult } from '../../worker/features/kernel/deps.ts';
import { createFindPeople } from '../../worker/runtime/endpoints/people.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const ANN = { email: 'Ann@old.example', name: 'Ann', type: 'mailbox' } as const;
const BLUE = { email: 'blue@old.example', name: 'Blue', type: 'room' } as const;
const FOUND: PeopleResult = { ok: true, people: [ANN, BLUE], left: null, isComplete: true, waitMs: null };
const failure = (more: Partial<Extract<PeopleResult, { ok: false }>>): PeopleResult => ({
  ok: false,
  kind: 'access',
  code: 'ErrorAccessDenied',
  message: 'Access is denied.',
  operation: 'ResolveNames',
  ...more,
});

async function world(peopleResult: PeopleResult, credentials?: null) {
  const harness = createHarness({ peopleResult });
  const { ask } = await signUp(harness);
  const project = await makeProject(ask, 0, credentials);
  const list = (body: object = {}) => ask('POST', `/api/projects/${project.projectId}/people`, { body });
  return { harness, ask, project, list };
}

test('people are listed with what is in the project already', async () => {
  const { ask, harness, list, project } = await world(FOUND);
  await ask('POST', `/api/projects/${project.projectId}/mailboxes`, {
    body: { mailboxes: [{ sourceEmail: 'ann@old.example', destinationEmail: 'ann@new.example' }] },
  });
  const { status, body } = await list();
  expect([status, body]).toEqual([
    200,
    {
      items: [
        { ...ANN, isAdded: true },
        { ...BLUE, isAdded: false },
      ],
      nextCursor: null,
      complete: true,
      retryAfterSeconds: null,
      method: 'resolve-names',
    },
  ]);
  expect(harness.listings).toEqual([
    { url: expect.stringContaining('https://old.example/'), credentials: expect.anything(), domains: [] },
  ]);
});

test('the next part goes on where the last ended, with the same search alone', async () => {
  const left = { pending: ['c', 'bb', 'é "x"'], asked: 40, isCutShort: true };
  const { harness, list } = await world({ ...FOUND, left, isComplete: false, waitMs: 1_200 });
  const { body } = await list({ search: ' b ' });
  expect(body).toMatchObject({ complete: false, retryAfterSeconds: 2 });
  await list({ search: 'b', cursor: body.nextCursor });
  expect(harness.listings[1]).toMatchObject({ search: 'b', plan: left });
  for (const wrong of [
    { search: 'c', cursor: body.nextCursor },
    { cursor: body.nextCursor },
    { search: 'b', cursor: 'not one' },
    { search: 'b', cursor: btoa('{"search":"b","pending":[],"asked":0,"cut":false}') },
  ])
    expect((await list(wrong)).body.code).toBe('people-cursor-invalid');
  expect(harness.listings).toHaveLength(2);
});

test('an endpoint without an administrator account is not asked', async () => {
  const { harness, list } = await world(FOUND, null);
  expect(await list()).toMatchObject({ status: 422, body: { code: 'people-account-missing' } });
  expect(harness.listings).toEqual([]);
});

test.each<[string, PeopleResult]>([
  ['people-refused', failure({})],
  ['people-not-offered', failure({ kind: 'unsupported', code: 'operation-refused' })],
  ['people-not-offered', failure({ kind: 'transient', code: 'soap-Server' })],
  ['people-not-offered', failure({ kind: 'not-exchange', code: 'http-404' })],
  [
    'endpoint-not-exchange',
    { ...failure({ kind: 'not-exchange', code: 'http-404' }), operation: 'GetFolder' } as never,
  ],
  ['endpoint-credentials-refused', failure({ kind: 'credentials', code: 'http-401' })],
  ['endpoint-server-busy', failure({ kind: 'busy', code: 'ErrorServerBusy' })],
  ['endpoint-unreachable', failure({ kind: 'unreachable', code: 'no-answer' })],
])('a failure is the problem %s', async (code, result) => {
  const { list } = await world(result);
  expect(await list()).toMatchObject({ status: 422, body: { code } });
});

test('an archived project asks nothing', async () => {
  const { ask, harness, list, project } = await world(FOUND);
  await ask('POST', `/api/projects/${project.projectId}/archive`, {});
  expect(await list()).toMatchObject({ status: 409, body: { code: 'project-archived' } });
  expect(harness.listings).toEqual([]);
});

test.each([
  ['exchange', 'a wrong password', 'endpoint-credentials-refused', 'not the right one'],
  ['website', 'a web site', 'endpoint-not-exchange', 'right password'],
  ['closed', 'a closed port', 'endpoint-unreachable', 'right password'],
] as const)('over the network %s: %s is recognised, and no password is said', async (server, _what, code, password) => {
  const addresses = { allowPrivate: true };
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => void lines.push(line);
  const harness = createHarness({
    findPeople: createFindPeople(addresses, { timeoutMs: 4_000 }),
    settings: { openSignUp: false, addresses },
    log: { info: note, error: note },
  });
  const { ask } = await signUp(harness);
  const { projectId, sourceEndpointId } = await makeProject(ask, 0, null);
  const credentials = { username: `admin-${server}@old.example`, password };
  const change = { url: inject('servers')[server], credentials };
  const changed = await ask('PATCH', `/api/endpoints/${sourceEndpointId}?probe=false`, { body: change });
  expect(changed.status).toBe(200);
  const { status, body } = await ask('POST', `/api/projects/${projectId}/people`, { body: {} });
  expect([status, body.code]).toEqual([422, code]);
  expect(JSON.stringify([body, lines])).not.toContain(password);
});

// The last: the limit is of the account, wherever it is asked from.
test('refused passwords are limited, however often somebody asks', async () => {
  const { harness, list } = await world(failure({ kind: 'credentials', code: 'http-401' }));
  const codes: string[] = [];
  for (let at = 0; at < 7; at += 1) codes.push((await list()).body.code);
  expect(codes.at(-1)).toBe('too-many-attempts');
  expect(harness.listings.length).toBeLessThan(7);
});
