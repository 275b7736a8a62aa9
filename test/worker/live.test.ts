import { expect, test } from 'vitest';
import { createHarness, makeProject, signUp, wholeWorker } from './harness.ts';

const harness = createHarness();
const { ask, key, signIn } = await signUp(harness);
const cookie = await signIn();
const { projectId } = await makeProject(ask, 1);
const url = `http://mailferry.test/api/projects/${projectId}/live`;

/** The first message of the live socket, asked for with these headers. */
async function firstMessage(headers: Record<string, string>): Promise<unknown> {
  const response = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
  expect(response.status).toBe(101);
  const socket = response.webSocket;
  if (!socket) throw new Error('No socket came with the answer');
  const message = new Promise<unknown>((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
  socket.accept();
  const first = await message;
  socket.close();
  return first;
}

test('through the whole worker the live socket opens and tells how things stand', async () => {
  const byKey = { authorization: `Bearer ${key}` };
  const byCookie = { cookie, origin: 'http://mailferry.test' };
  for (const headers of [byKey, byCookie] as Record<string, string>[]) {
    expect(await firstMessage(headers)).toMatchObject({ type: 'snapshot', counters: expect.any(Object) });
  }
});

test('no socket opens without a right to the project', async () => {
  const other = await signUp(harness);
  for (const [headers, status] of [
    [{}, 401],
    [{ authorization: `Bearer ${other.key}` }, 404],
    [{ cookie, origin: 'https://evil.example' }, 403],
  ] as const) {
    const response = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
    expect(response.status).toBe(status);
    expect(response.webSocket).toBeNull();
  }
});
