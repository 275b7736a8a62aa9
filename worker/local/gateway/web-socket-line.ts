import type { RawData, WebSocket } from 'ws';
import type { Opened } from './open-line.ts';

/** What may be on the way in each direction: more is sent only when the other side says that it took something. */
const WINDOW_BYTES = 1024 * 1024;
/** No frame may be larger. */
export const LARGEST_FRAME_BYTES = WINDOW_BYTES;
/** What was taken is reported in steps of this, and when nothing more waits. */
const ACK_BYTES = 64 * 1024;
const PING_MS = 30_000;
const NORMAL = 1000;
const PROTOCOL_ERROR = 1002;
const TOO_MUCH = 1008;
const BROKEN = 1011;

/**
 * Carries a line by a WebSocket. The first frame is text, `{"line": …}` or `{"failure": …}`. Then binary frames are bytes,
 * and text frames `{"ack": n}` say that n more bytes were taken. A line over which nothing came for `idleMs` ends. `onEnd` is called once, when all is over.
 */
export async function carryByWebSocket(
  socket: WebSocket,
  opening: Promise<Opened>,
  idleMs: number,
  onEnd: () => void,
): Promise<void> {
  let isClosed = false;
  socket.once('close', () => (isClosed = true));
  socket.on('error', () => socket.terminate());
  // Bytes that come before the line is open wait in the network.
  socket.pause();
  const opened = await opening;
  socket.resume();
  if ('failure' in opened) {
    socket.send(JSON.stringify({ failure: opened.failure }));
    socket.close(NORMAL);
    return onEnd();
  }
  const { socket: server, line } = opened;
  if (isClosed || server.destroyed) {
    socket.close(BROKEN);
    server.on('error', () => {}).destroy();
    return onEnd();
  }
  socket.send(JSON.stringify({ line }));
  const ping = setInterval(() => socket.ping(), PING_MS);

  let unacknowledged = 0;
  server.on('data', (chunk: Buffer) => {
    unacknowledged += chunk.length;
    if (unacknowledged >= WINDOW_BYTES) server.pause();
    socket.send(chunk);
  });

  let waiting = 0;
  let taken = 0;
  const takeBytes = (bytes: Buffer): void => {
    waiting += bytes.length;
    if (waiting > WINDOW_BYTES + LARGEST_FRAME_BYTES) return socket.close(TOO_MUCH);
    server.write(bytes, () => {
      waiting -= bytes.length;
      taken += bytes.length;
      if ((taken < ACK_BYTES && waiting > 0) || socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify({ ack: taken }));
      taken = 0;
    });
  };
  const takeAck = (text: string): void => {
    const count = ackIn(text);
    if (count === undefined || count > unacknowledged) return socket.close(PROTOCOL_ERROR);
    unacknowledged -= count;
    if (unacknowledged < WINDOW_BYTES) server.resume();
  };
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) takeBytes(data as Buffer);
    else takeAck((data as Buffer).toString());
  });

  server.on('end', () => socket.close(NORMAL));
  server.on('error', () => socket.close(BROKEN));
  server.setTimeout(idleMs, () => server.destroy());
  server.once('close', () => {
    clearInterval(ping);
    socket.close(NORMAL);
    onEnd();
  });
  socket.once('close', (code) => {
    if (code === NORMAL) server.end(() => server.destroy());
    else server.destroy();
  });
}

function ackIn(text: string): number | undefined {
  try {
    const { ack } = JSON.parse(text) as { ack?: unknown };
    return typeof ack === 'number' && Number.isInteger(ack) && ack > 0 ? ack : undefined;
  } catch {
    return undefined;
  }
}
