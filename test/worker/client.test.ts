import { hc } from 'hono/client';
import { expect, test } from 'vitest';
import type { Api } from '../../worker/api.ts';
import { createHarness, makeProject, ORIGIN, signUp } from './harness.ts';

test('the typed client reaches every noun, and its types say what comes', async () => {
  const harness = createHarness();
  const { ask, key } = await signUp(harness);
  const { projectId, sourceEndpointId, mailboxIds } = await makeProject(ask, 2);
  const client = hc<Api>(ORIGIN, {
    headers: { authorization: `Bearer ${key}` },
    fetch: (input: RequestInfo | URL, init?: RequestInit) => harness.api.request(new Request(input, init)),
  });
  const { api } = client;

  const me = await (await api.me.$get()).json();
  expect(me.role).toBe('owner');
  const projects = await (await api.projects.$get({ query: { limit: '1' } })).json();
  const name: string | undefined = projects.items[0]?.source.name;
  expect(name).toBe('old');
  const page = await (
    await api.projects[':id'].mailboxes.$get({ param: { id: projectId }, query: { q: 'user1' } })
  ).json();
  const fraction: number | undefined = page.items[0]?.progress.fraction;
  expect(fraction).toBe(0);
  const probed = await (await api.endpoints[':id'].probe.$post({ param: { id: sourceEndpointId } })).json();
  expect(probed.health).toBe('ok');
  const started = await api.projects[':id'].passes.$post({
    param: { id: projectId },
    header: { 'idempotency-key': 'one' },
    json: { type: 'full', mailboxIds },
  });
  const pass = await started.json();
  const stopped = await (await api.passes[':id'].stop.$post({ param: { id: pass.id } })).json();
  expect(stopped.status).toBe('stopping');
  const statistics = await (await api.mailboxes[':id'].statistics.$get({ param: { id: mailboxIds[0] ?? '' } })).json();
  const bytes: number = statistics.kinds.email?.success.bytes ?? 0;
  expect(bytes).toBe(0);
  const errors = await (
    await api.mailboxes[':id'].errors.$get({ param: { id: mailboxIds[0] ?? '' }, query: {} })
  ).json();
  expect(errors.items).toEqual([]);
  const gone = await api['api-keys'][':id'].$delete({ param: { id: 'key_none' } });
  // The client knows this route too; an API key does not reach it.
  expect(gone.status).toBe(403);
});
