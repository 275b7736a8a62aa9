import { expect, test } from 'vitest';
import {
  createFrameSocket,
  WINDOW_BYTES,
  type Frames,
  type FrameSocket,
} from '../../../worker/exchange/transport/gateway/frame-socket.ts';

type End = FrameSocket & { sent: (string | Uint8Array)[]; isClosed: boolean };

/** A socket whose frames go nowhere by themselves. */
function alone(): End {
  const sent: End['sent'] = [];
  const frames: Frames = { send: (frame) => void sent.push(frame), close: () => (end.isClosed = true) };
  const end: End = Object.assign(createFrameSocket(frames), { sent, isClosed: false });
  return end;
}

/** Two that are each other's other side. */
function pair() {
  const ends: FrameSocket[] = [];
  const framesOf = (other: 0 | 1): Frames => ({
    send: (frame) =>
      void setImmediate(() => {
        if (typeof frame === 'string') return ends[other]?.text(frame);
        ends[other]?.bytes(frame);
      }),
    close: () => void setImmediate(() => ends[other]?.ended()),
  });
  ends.push(createFrameSocket(framesOf(1)), createFrameSocket(framesOf(0)));
  return { left: ends[0]!.socket, right: ends[1]!.socket };
}

test('what is written on one side is read on the other, in order and whole', async () => {
  const { left, right } = pair();
  const bytes = new Uint8Array(5_000_000).map((_, index) => index % 251);
  const writing = Promise.all([left.write(bytes.subarray(0, 7)), left.write(bytes.subarray(7))]).then(() =>
    left.close(),
  );
  const read = new Uint8Array(bytes.length);
  let at = 0;
  for (;;) {
    const part = await right.read(new Uint8Array(200_000), 1);
    if (part === undefined) break;
    read.set(part, at);
    at += part.length;
  }
  await writing;
  expect(at).toBe(bytes.length);
  expect(Buffer.compare(Buffer.from(read), Buffer.from(bytes))).toBe(0);
});

test('a read waits for as many bytes as it wants', async () => {
  const end = alone();
  const reading = end.socket.read(new Uint8Array(10), 6);
  for (const part of ['ab', 'cd', 'efgh']) end.bytes(new TextEncoder().encode(part));
  expect(new TextDecoder().decode(await reading)).toBe('abcdefgh');
});

test('a writer waits once a window is on its way, and goes on when the other side has read', async () => {
  const end = alone();
  let isWritten = false;
  const writing = end.socket.write(new Uint8Array(WINDOW_BYTES + 1)).then(() => (isWritten = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const sentBytes = () => end.sent.reduce((sum, frame) => sum + (typeof frame === 'string' ? 0 : frame.length), 0);
  expect([sentBytes(), isWritten]).toEqual([WINDOW_BYTES, false]);
  end.text('{"ack":1000}');
  await writing;
  expect(sentBytes()).toBe(WINDOW_BYTES + 1);
});

test('what was read is acknowledged, no more and no less', async () => {
  const end = alone();
  end.bytes(new Uint8Array(600_000));
  await end.socket.read(new Uint8Array(600_000), 600_000);
  const reading = end.socket.read(new Uint8Array(10), 1);
  const acks = end.sent.map((frame) => (JSON.parse(frame as string) as { ack: number }).ack);
  expect(acks.reduce((sum, ack) => sum + ack, 0)).toBe(600_000);
  end.ended();
  expect(await reading).toBeUndefined();
});

test('memory is bounded: who sends more than a window unasked is cut off', async () => {
  const end = alone();
  end.bytes(new Uint8Array(WINDOW_BYTES));
  expect(end.isClosed).toBe(false);
  end.bytes(new Uint8Array(1));
  expect(end.isClosed).toBe(true);
  await expect(end.socket.read(new Uint8Array(10), 1)).rejects.toThrow('more data than allowed');
});

test.each(['{"ack":1}', '{"ack":-1}', '{"ack":1e9}', 'ack', '{"ack":99999999999}', '{}'])(
  'an acknowledgement of what was not sent cuts the connection: %s',
  async (frame) => {
    const end = alone();
    end.text(frame);
    expect(end.isClosed).toBe(true);
    await expect(end.socket.write(new Uint8Array(1))).rejects.toThrow('not allowed');
  },
);

test('a close rejects whoever reads or writes, and a broken line its reader', async () => {
  const end = alone();
  const outcomes = [
    expect(end.socket.read(new Uint8Array(1), 1)).rejects.toThrow('closed'),
    expect(end.socket.write(new Uint8Array(WINDOW_BYTES + 1))).rejects.toThrow('closed'),
  ];
  await new Promise((resolve) => setTimeout(resolve, 5));
  end.socket.close();
  await Promise.all(outcomes);
  const other = alone();
  const reading = expect(other.socket.read(new Uint8Array(1), 1)).rejects.toThrow('broke');
  other.ended(new Error('it broke'));
  await reading;
});
