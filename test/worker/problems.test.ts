import { expect, test } from 'vitest';
import type { Loose } from './harness.ts';
import { createHarness, makeProject, signUp, sorted, wholeWorker } from './harness.ts';

const harness = createHarness();
const { ask, key } = await signUp(harness);

function expectProblem(answer: { status: number; headers: Headers; body: Loose }, status: number, code: string) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: `urn:mailferry:problem:${code}`,
    status,
    code,
    title: expect.any(String),
    detail: expect.any(String),
    cause: expect.any(String),
    remedy: expect.any(String),
  });
  expect(answer.status).toBe(status);
}

test.each(['{', '{"name": "x",}', 'name=x', '"\\ud800', ''])(
  'malformed JSON is a problem of its own: %j',
  async (text) => {
    const headers = { 'content-type': 'application/json' };
    expectProblem(await ask('POST', '/api/projects', { text, headers }), 400, 'malformed-json');
  },
);

test('a body that is not declared as JSON is not taken for an empty one', async () => {
  const headers = { 'content-type': 'text/plain' };
  const answer = await ask('POST', '/api/projects', { text: '{"name":"x"}', headers });
  expectProblem(answer, 415, 'unsupported-media-type');
});

test('a body that is far too large is refused', async () => {
  const text = JSON.stringify({ name: 'x'.repeat(5_000_000) });
  expectProblem(await ask('POST', '/api/projects', { text }), 413, 'request-too-large');
});

test('what is wrong is listed by path, and values are not repeated', async () => {
  const { projectId } = await makeProject(ask);
  const mailboxes = [
    { sourceEmail: 'a@old.example', destinationEmail: 'a@new.example' },
    { sourceEmail: 'not an address', destinationEmail: 'b@new.example', sourcePassword: 'hunter2hunter2', flag: 1 },
  ];
  const answer = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expectProblem(answer, 422, 'validation-failed');
  expect(sorted(answer.body.errors.map((error: { path: string }) => error.path))).toEqual([
    'mailboxes[1]',
    'mailboxes[1].sourceEmail',
  ]);
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  const list = await ask('GET', `/api/projects/${projectId}/mailboxes`);
  expect(list.body.items).toEqual([]);
});

test('queries are checked as well', async () => {
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'cursor=*', 'cursor=']) {
    const answer = await ask('GET', `/api/projects?${query}`);
    expectProblem(answer, 422, 'validation-failed');
  }
});

test('unknown routes and methods are problems, signed in or not', async () => {
  expectProblem(await ask('GET', '/api/nothing'), 404, 'route-not-found');
  expectProblem(await harness.ask('GET', '/api/nothing'), 404, 'route-not-found');
  expectProblem(await ask('PUT', '/api/projects'), 404, 'route-not-found');
});

test('what was not foreseen gets an id, and shows nothing of its inside', async () => {
  const lines: unknown[][] = [];
  const broken = createHarness({
    db: new Proxy(harness.deps.db, {
      get(target, name) {
        if (name === 'select') throw new Error('table secret_things is gone');
        return Reflect.get(target, name);
      },
    }),
    log: { info: () => undefined, error: (...values) => void lines.push(values) },
  });
  const answer = await broken.as(key)('GET', '/api/projects');
  expectProblem(answer, 500, 'unexpected');
  expect(JSON.stringify(answer.body)).not.toContain('secret_things');
  const id = /err_\w+/.exec(answer.body.detail)?.[0];
  expect(lines).toEqual([['request-failed', expect.objectContaining({ id, path: '/api/projects' })]]);
});

test('answers are not kept by caches and say so to browsers', async () => {
  const { headers } = await ask('GET', '/api/me');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('the whole worker answers problems too', async () => {
  const response = await wholeWorker.fetch('http://mailferry.test/api/projects');
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
});
