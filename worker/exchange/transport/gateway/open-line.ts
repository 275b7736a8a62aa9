import { LineError } from '../../faults/line-error.ts';
import { readAll } from '../../xml/byte-reader.ts';
import { utf8 } from '../../xml/bytes.ts';
import { bodyReader } from '../http/body-reader.ts';
import type { ByteSocket } from '../http/byte-socket.ts';
import { framingOf, HttpError, readHead, type Head } from '../http/head.ts';
import { createInput, type Input } from '../http/input.ts';
import { MAX_FACTS_BYTES, readLineFailure, readLineHeader } from './read-line.ts';

/** What a gateway is asked for: the server, and the grant for it (see lib/gateway-grant.ts). */
export type LineRequest = { host: string; port: number; grant: string };

/**
 * Requests a line to a server from a gateway with CONNECT, over an open connection that belongs to this call. Returns
 * the line, which carries the bytes between server and caller; the gateway handles TLS. Rejects with LineError if the
 * gateway gives a reason, and with another error if it does not answer like a gateway; then the connection is closed,
 * and no byte of a request was sent.
 */
export async function openLine(
  gateway: ByteSocket,
  { host, port, grant }: LineRequest,
  signal: AbortSignal,
): Promise<ByteSocket> {
  const onAbort = () => gateway.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
    const lines = [`CONNECT ${target} HTTP/1.1`, `host: ${target}`, `proxy-authorization: Mailferry ${grant}`];
    await gateway.write(utf8(`${lines.join('\r\n')}\r\n\r\n`));
    const input = createInput(gateway);
    const head = await readHead(input);
    if (head.status !== 200) throw await refusalOf(input, head);
    const line = readLineHeader(head.headers.get('mailferry-line'));
    if (line === undefined) throw new HttpError('the gateway did not describe the connection that it opened');
    return { ...behind(input.takePending(), gateway), line };
  } catch (error) {
    gateway.close();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function refusalOf(input: Input, head: Head): Promise<Error> {
  const reader = bodyReader(input, framingOf('CONNECT', head), { ended: () => {}, broke: (error) => error });
  const body = await readAll(reader, MAX_FACTS_BYTES).catch(() => new Uint8Array(0));
  const failure = readLineFailure(jsonIn(body));
  return failure ? new LineError(failure) : new HttpError(`the gateway answers HTTP ${String(head.status)}`);
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** A connection of which some bytes were read already. */
function behind(early: Uint8Array, socket: ByteSocket): ByteSocket {
  let pending = early;
  return {
    ...socket,
    read: async (view, min) => {
      if (pending.length === 0) return socket.read(view, min);
      const taken = pending.subarray(0, view.length);
      pending = pending.subarray(taken.length);
      view.set(taken);
      if (taken.length >= min) return view.subarray(0, taken.length);
      // Into a buffer of its own: a read may take the one it fills away.
      const rest = await socket.read(new Uint8Array(view.length - taken.length), min - taken.length);
      if (rest !== undefined) view.set(rest, taken.length);
      return view.subarray(0, taken.length + (rest?.length ?? 0));
    },
  };
}
