import { expect, test } from 'vitest';
import { readForm } from '../../../worker/features/credential-requests/page/read-form.ts';
import { ORIGIN } from '../harness.ts';
import { createWorld } from './world.ts';

const world = await createWorld();
const [link] = await world.links('bodies');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const send = (body: BodyInit, headers: Record<string, string> = FORM) =>
  world.page.request(`${ORIGIN}${link!.path}`, { method: 'POST', headers, body });

test('an oversize body is refused, whether or not it says how large it is', async () => {
  const large = `sourceLogin=a&sourcePassword=${'x'.repeat(17 * 1024)}`;
  expect((await send(large, { ...FORM, 'content-length': String(large.length) })).status).toBe(413);
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulled += 1;
      controller.enqueue(new Uint8Array(4096).fill(97));
    },
  });
  expect((await send(endless)).status).toBe(413);
  expect(pulled).toBeLessThan(10);
  expect(world.probes).toEqual([]);
});

test('a body that comes too slowly is not waited for', async () => {
  let isCancelled = false;
  const slow = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('sourceLogin=a&')),
    cancel: () => void (isCancelled = true),
  });
  const request = new Request(`${ORIGIN}/r/x`, { method: 'POST', headers: FORM, body: slow });
  expect(await readForm(request, 20)).toEqual({ status: 408 });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(isCancelled).toBe(true);
});

test.each([['application/json'], ['multipart/form-data; boundary=x'], ['text/plain'], ['']])(
  'a body of the type %j is none of the form',
  async (type) => {
    const sent = await send('{"sourceLogin":"a"}', type === '' ? {} : { 'content-type': type });
    expect(sent.status).toBe(415);
    expect(world.probes).toEqual([]);
  },
);

test('fields that the form does not have are passed over, and the first of two counts', async () => {
  const sent = await send(
    'sourceLogin=a%40b.example&sourcePassword=one&sourcePassword=two&destinationPassword=x&admin=1',
  );
  expect(sent.status).toBe(422);
  expect(world.probes.map(({ credentials }) => credentials)).toEqual([{ username: 'a@b.example', password: 'one' }]);
});
