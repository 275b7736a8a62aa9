/** Bytes in one piece that grow by what is added, however small the parts are that arrive. */
export type GrowingBytes = {
  /** All of it so far; valid until more is added. */
  bytes(): Uint8Array;
  add(chunk: Uint8Array): void;
};

/** Room is doubled where it is used up: adding costs the same for each byte, and not for each byte before it. */
export function growingBytes(): GrowingBytes {
  let room: Uint8Array = new Uint8Array(0);
  let length = 0;
  return {
    bytes: () => room.subarray(0, length),
    add: (chunk) => {
      // The first part is the only one as a rule, and is not copied.
      if (length === 0) {
        room = chunk;
        length = chunk.length;
        return;
      }
      if (length + chunk.length > room.length) {
        const larger = new Uint8Array(Math.max(2 * room.length, length + chunk.length));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(chunk, length);
      length += chunk.length;
    },
  };
}
