import type { ByteSocket } from '../http/byte-socket.ts';

/** Most bytes in flight or waiting to be read, in each direction. */
export const WINDOW_BYTES = 1024 * 1024;
/** Longest frame that is sent. */
const FRAME_BYTES = 64 * 1024;
/** Bytes to read before acknowledging them, unless nothing more is there. */
const ACK_BYTES = WINDOW_BYTES / 4;

/** The sending side of a WebSocket. What it is given belongs to it. */
export type Frames = { send(frame: string | Uint8Array<ArrayBuffer>): void; close(): void };

/** A connection over the frames of a WebSocket, and what to call as frames come. */
export type FrameSocket = {
  socket: ByteSocket;
  bytes(frame: Uint8Array): void;
  text(frame: string): void;
  /** The other side has ended the connection; with an error where it broke. */
  ended(error?: Error): void;
};

/**
 * A WebSocket holds nobody back: whatever comes lies in memory. So both sides say by `{"ack": n}` how many bytes they
 * have read, and keep at most WINDOW_BYTES on the way; who sends more breaks the connection.
 */
export function createFrameSocket(frames: Frames): FrameSocket {
  const arrived: Uint8Array[] = [];
  let waitingBytes = 0;
  let unacknowledged = 0;
  let onItsWay = 0;
  let isEnded = false;
  let failure: Error | undefined;
  let wakeReader: () => void = () => {};
  let wakeWriter: () => void = () => {};
  let lastWrite: Promise<void> = Promise.resolve();

  const fail = (error: Error) => {
    failure ??= error;
    arrived.length = 0;
    frames.close();
    wakeReader();
    wakeWriter();
  };
  const acknowledge = () => {
    if (unacknowledged === 0 || isEnded) return;
    frames.send(JSON.stringify({ ack: unacknowledged }));
    unacknowledged = 0;
  };
  const take = (room: Uint8Array): number => {
    const [first] = arrived;
    if (first === undefined) return 0;
    const part = first.subarray(0, room.length);
    room.set(part);
    if (part.length === first.length) arrived.shift();
    else arrived[0] = first.subarray(part.length);
    waitingBytes -= part.length;
    unacknowledged += part.length;
    if (unacknowledged >= ACK_BYTES) acknowledge();
    return part.length;
  };
  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length;) {
      if (failure) throw failure;
      if (isEnded) throw new Error('the other side closed the connection');
      const room = Math.min(WINDOW_BYTES - onItsWay, FRAME_BYTES);
      if (room <= 0) {
        await new Promise<void>((resolve) => (wakeWriter = resolve));
        continue;
      }
      const frame = bytes.slice(at, at + room);
      at += frame.length;
      onItsWay += frame.length;
      frames.send(frame);
    }
  };

  const socket: ByteSocket = {
    read: async (view, min) => {
      let filled = 0;
      while (filled < min) {
        if (failure) throw failure;
        const taken = take(view.subarray(filled));
        filled += taken;
        if (taken > 0) continue;
        if (isEnded) break;
        acknowledge();
        await new Promise<void>((resolve) => (wakeReader = resolve));
      }
      return filled === 0 ? undefined : view.subarray(0, filled);
    },
    write: (bytes) => {
      const written = lastWrite.then(() => writeAll(bytes));
      lastWrite = written.catch(() => {});
      return written;
    },
    close: () => fail(new Error('the connection was closed')),
  };
  return {
    socket,
    bytes: (frame) => {
      if (failure || frame.length === 0) return;
      waitingBytes += frame.length;
      if (waitingBytes + unacknowledged > WINDOW_BYTES)
        return fail(new Error('the gateway sent more data than allowed'));
      arrived.push(frame);
      wakeReader();
    },
    text: (frame) => {
      const read = readAck(frame);
      if (read === undefined || read > onItsWay) return fail(new Error('the gateway sent a frame that is not allowed'));
      onItsWay -= read;
      wakeWriter();
    },
    ended: (error) => {
      if (error) return fail(error);
      isEnded = true;
      wakeReader();
      wakeWriter();
    },
  };
}

function readAck(frame: string): number | undefined {
  const digits = /^\{"ack":\s*(\d{1,9})\}$/.exec(frame)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
