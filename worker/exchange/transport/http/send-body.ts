import { openReader } from '../../xml/byte-reader.ts';
import { concat, utf8 } from '../../xml/bytes.ts';
import type { ByteSocket } from './byte-socket.ts';
import { HttpError } from './head.ts';

/** The body of a request could not be read to its end; `cause` says why. */
export class RequestBodyBroke extends Error {
  override readonly name = 'RequestBodyBroke';
}

type Sending = {
  /** The request was cancelled meanwhile; nothing more may be sent. */
  isGivenUp(): boolean;
  /** The last bytes are being sent: later writes belong to the next request. */
  isLast(): void;
};

/**
 * Sends a request's head and body. A stream is sent as it arrives: in chunks, or unchunked if `lengthBytes` is known.
 * Rejects when the connection breaks, and with RequestBodyBroke when the stream does: the caller then drops the
 * connection, so that the server never sees an end.
 */
export async function sendRequest(
  socket: ByteSocket,
  head: string,
  body: Uint8Array | ReadableStream<Uint8Array> | undefined,
  lengthBytes: number | undefined,
  sending: Sending,
): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    sending.isLast();
    return socket.write(concat([head, body ?? '']));
  }
  await socket.write(utf8(head));
  return lengthBytes === undefined
    ? sendChunks(socket, body, sending)
    : sendExactly(socket, body, lengthBytes, sending);
}

async function sendChunks(socket: ByteSocket, body: ReadableStream<Uint8Array>, sending: Sending): Promise<void> {
  let lineEnd = '';
  await copy(body, sending, async (chunk) => {
    const size = utf8(`${lineEnd}${chunk.length.toString(16)}\r\n`);
    lineEnd = '\r\n';
    await Promise.all([socket.write(size), socket.write(chunk)]);
  });
  sending.isLast();
  await socket.write(utf8(`${lineEnd}0\r\n\r\n`));
}

async function sendExactly(
  socket: ByteSocket,
  body: ReadableStream<Uint8Array>,
  lengthBytes: number,
  sending: Sending,
): Promise<void> {
  let left = lengthBytes;
  await copy(body, sending, async (chunk) => {
    left -= chunk.length;
    if (left < 0) throw new RequestBodyBroke('the body is longer than its declared length');
    await socket.write(chunk);
  });
  if (left > 0) throw new RequestBodyBroke('the body is shorter than its declared length');
  sending.isLast();
}

/** Hands on what comes. Returns only if the body came to its end and the request still stands. */
async function copy(
  body: ReadableStream<Uint8Array>,
  sending: Sending,
  send: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  const reader = openReader(body);
  const next = async (spare?: ArrayBufferLike) => {
    try {
      return await reader.read(spare);
    } catch (cause) {
      throw new RequestBodyBroke('the body of the request broke off', { cause });
    }
  };
  try {
    let chunk = await next();
    while (chunk !== undefined) {
      // A body that is cancelled may end as one that is complete does.
      if (sending.isGivenUp()) throw new HttpError('the request was abandoned');
      await send(chunk);
      chunk = await next(chunk.buffer);
    }
    if (sending.isGivenUp()) throw new HttpError('the request was abandoned');
  } catch (error) {
    await reader.cancel(error);
    throw error;
  }
}
