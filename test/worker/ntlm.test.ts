import { expect, inject, test } from 'vitest';
import { openReader } from '../../worker/exchange/xml/byte-reader.ts';
import { thrownFault } from '../../worker/exchange/faults/http-faults.ts';
import { CHUNK_BYTES } from '../../worker/exchange/transport/http/body-reader.ts';
import { ntlmAuthenticator } from '../../worker/exchange/transport/ntlm/ntlm-authenticator.ts';
import { createSocketOpener } from '../../worker/runtime/platform/socket-open.ts';

const servers = inject('servers');
const BYTES = 45_000_000;

function signIn(password = 'Password', allowPrivate = true) {
  return ntlmAuthenticator({
    open: createSocketOpener({ allowPrivate }),
    credentials: { username: 'OLD\\ann', password },
    random: (bytes) => void crypto.getRandomValues(bytes),
    now: Date.now,
  });
}

const post = (body: BodyInit, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  body,
  ...(signal && { signal }),
});

test('signs in over a socket of its own, and is refused with a wrong password', async () => {
  const { send, close } = signIn();
  for (const body of ['one', 'three']) {
    const response = await send(servers.ntlm, post(body));
    expect([response.status, await response.text()]).toEqual([200, `took ${body.length}`]);
  }
  close();
  const other = signIn('password');
  expect((await other.send(servers.ntlm, post('one'))).status).toBe(401);
  other.close();
});

test.each(['a length', 'chunks'])('an item of 45 MB comes in large pieces, by %s', async (by) => {
  const { send, close } = signIn();
  const response = await send(`${servers.ntlm}?bytes=${BYTES}${by === 'chunks' ? '' : '&length'}`, post('x'));
  const reader = openReader(response.body as ReadableStream<Uint8Array>);
  let bytes = 0;
  let reads = 0;
  let spare: ArrayBufferLike | undefined;
  for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read(spare)) {
    bytes += chunk.byteLength;
    reads += 1;
    spare = chunk.buffer;
  }
  expect(bytes).toBe(BYTES);
  expect(reads).toBeLessThan((BYTES / CHUNK_BYTES) * 1.5);
  expect(await (await send(servers.ntlm, post('x'))).text()).toBe('took 1');
  close();
});

test('an item of 45 MB goes out as a stream', async () => {
  const { send, close } = signIn();
  const { readable, writable } = new IdentityTransformStream();
  const answering = send(servers.ntlm, post(readable));
  const writer = writable.getWriter();
  const piece = new Uint8Array(CHUNK_BYTES);
  for (let left = BYTES; left > 0; left -= piece.length)
    await writer.write(piece.subarray(0, Math.min(left, piece.length)));
  await writer.close();
  expect(await (await answering).text()).toBe(`took ${BYTES}`);
  close();
});

test('a stream that breaks off never looks complete to the server', async () => {
  const { send, close } = signIn();
  await send(`${servers.ntlm}?aborted`, post('x'));
  const { readable, writable } = new IdentityTransformStream();
  const controller = new AbortController();
  const answering = send(servers.ntlm, post(readable, controller.signal));
  const outcome = expect(answering).rejects.toThrow('the source died');
  const writer = writable.getWriter();
  await writer.write(new Uint8Array(1_000_000));
  controller.abort(new Error('the source died'));
  await writer.abort(new Error('the source died')).catch(() => {});
  await outcome;
  let seen: number[] = [];
  for (let times = 0; times < 100 && seen.length === 0; times++) {
    seen = await (await send(`${servers.ntlm}?aborted`, post('x'))).json();
  }
  expect(seen).toHaveLength(1);
  expect(seen[0]).toBeLessThanOrEqual(1_000_000);
  close();
});

test.each([
  ['a closed port', 'closed', 'unreachable'],
  ['a port that speaks no TLS', 'closing', 'tls'],
  ['a self-signed certificate', 'selfSigned', 'tls'],
] as const)('%s is reported as fetch reports it', async (_, name, kind) => {
  const { send, close } = signIn();
  const error = await send(servers[name], post('x')).catch((thrown: unknown) => thrown);
  expect(thrownFault(error, 'source').kind).toBe(kind);
  close();
});

test('goes only where the policy allows', async () => {
  const { send } = signIn('Password', false);
  await expect(send(servers.ntlm, post('x'))).rejects.toThrow('not allowed');
});
