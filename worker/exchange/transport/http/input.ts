import type { ByteSocket } from './byte-socket.ts';

/** Enough for the head of an answer, and for the whole of most. */
const READ_BYTES = 16 * 1024;

/** What arrives on a connection, with what was read too much of it held back. */
export type Input = {
  /** The bytes that are there already, taken off; none, as a rule. */
  takePending(): Uint8Array;
  /** Reads on behind what is pending; undefined at the end. */
  readMore(): Promise<Uint8Array | undefined>;
  /** Reads straight into a buffer; nothing may be pending. See ByteSocket. */
  readInto(view: Uint8Array, min: number): Promise<Uint8Array | undefined>;
  putBack(bytes: Uint8Array): void;
  /** Listens while nothing is expected: any input then means that the connection is unusable. */
  watch(): void;
  /** The other side has ended or broken the connection, or talks unasked. To be asked while nothing is expected. */
  isSpoilt(): boolean;
};

/** Wraps the reading side of a connection. */
export function createInput(socket: ByteSocket): Input {
  let pending: Uint8Array = new Uint8Array(0);
  let watching: Promise<Uint8Array | undefined> | undefined;
  let isSpoilt = false;
  const read = () => socket.read(new Uint8Array(READ_BYTES), 1);
  return {
    takePending: () => {
      const bytes = pending;
      pending = new Uint8Array(0);
      return bytes;
    },
    readMore: () => {
      // The read that watched the idle connection is the one that meets the answer's beginning.
      const reading = watching ?? read();
      watching = undefined;
      return reading;
    },
    readInto: (view, min) => socket.read(view, min),
    putBack: (bytes) => {
      pending = bytes;
    },
    watch: () => {
      const reading = read();
      watching = reading;
      const spoil = () => {
        if (watching === reading) isSpoilt = true;
      };
      reading.then(spoil, spoil);
    },
    isSpoilt: () => isSpoilt || pending.length > 0,
  };
}
