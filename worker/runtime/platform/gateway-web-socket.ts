import { LineError } from '../../exchange/faults/line-error.ts';
import { createFrameSocket } from '../../exchange/transport/gateway/frame-socket.ts';
import { MAX_FACTS_BYTES, readLine, readLineFailure } from '../../exchange/transport/gateway/read-line.ts';
import type { ByteSocket } from '../../exchange/transport/http/byte-socket.ts';
import { openReader, readAll } from '../../exchange/xml/byte-reader.ts';

/**
 * A line through a gateway on another computer. Rejects with LineError if the gateway gives a reason, and with another
 * error if it does not answer like a gateway.
 */
export async function openWebSocketLine(gateway: URL, grant: string, signal: AbortSignal): Promise<ByteSocket> {
  const headers = { upgrade: 'websocket', authorization: `Mailferry ${grant}` };
  const response = await fetch(new URL('/line', gateway), { headers, redirect: 'manual', signal });
  const { webSocket } = response;
  if (webSocket === null) throw await refusalOf(response);
  webSocket.binaryType = 'arraybuffer';
  const frames = createFrameSocket({
    send: (frame) => webSocket.send(frame),
    close: () => quietly(() => webSocket.close(1000)),
  });
  return new Promise((resolve, reject) => {
    let isOpen = false;
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      frames.socket.close();
      reject(error);
    };
    const onAbort = () => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    webSocket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') return isOpen ? frames.bytes(new Uint8Array(data as ArrayBuffer)) : fail(odd());
      if (isOpen) return frames.text(data);
      const { line, failure } = readFirst(data);
      if (line === undefined) return fail(failure ? new LineError(failure) : odd());
      isOpen = true;
      signal.removeEventListener('abort', onAbort);
      resolve({ ...frames.socket, line });
    });
    webSocket.addEventListener('close', ({ code, wasClean }) => {
      if (!isOpen) return fail(new Error(`it closed the WebSocket with ${String(code)}`));
      frames.ended(wasClean && code === 1000 ? undefined : new Error('the connection through the gateway broke'));
      quietly(() => webSocket.close());
    });
    webSocket.addEventListener('error', () => {
      if (isOpen) frames.ended(new Error('the connection through the gateway broke'));
      else fail(new Error('the WebSocket broke'));
    });
    webSocket.accept();
  });
}

async function refusalOf(response: Response): Promise<Error> {
  const body = response.body && (await readAll(openReader(response.body), MAX_FACTS_BYTES).catch(() => undefined));
  const failure = body ? readLineFailure(jsonIn(new TextDecoder().decode(body))) : undefined;
  if (failure) return new LineError(failure);
  return new Error(`it answers HTTP ${String(response.status)} and does not open a WebSocket`);
}

function readFirst(text: string) {
  const first = jsonIn(text) as { line?: unknown; failure?: unknown } | null | undefined;
  return { line: readLine(first?.line), failure: readLineFailure(first?.failure) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function odd(): Error {
  return new Error('it does not answer like a gateway');
}

/** A WebSocket that is closed already throws. */
function quietly(close: () => void): void {
  try {
    close();
  } catch {
    // It is closed.
  }
}
