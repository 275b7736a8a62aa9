/** A fact that a server reports about itself (MS-NLMP 2.2.2.1). */
export type AvPair = { id: number; value: Uint8Array };

/** Ids of MS-NLMP 2.2.2.1 that matter here. */
export const AV = { endOfList: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

/** Set in the flags' pair: the message carries a MIC. */
export const AV_FLAG_MIC = 0x2;

/** Reads pairs up to the end of the list or of the bytes. Throws RangeError for a pair that is cut off. */
export function parseAvPairs(bytes: Uint8Array): AvPair[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pairs: AvPair[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (id === AV.endOfList) break;
    if (at + 4 + length > bytes.length) throw new RangeError('a pair of the target information is cut off');
    pairs.push({ id, value: bytes.slice(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return pairs;
}

/** Writes pairs and the end of the list. */
export function writeAvPairs(pairs: readonly AvPair[]): Uint8Array {
  const bytes = new Uint8Array(pairs.reduce((sum, { value }) => sum + 4 + value.length, 4));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { id, value } of pairs) {
    view.setUint16(at, id, true);
    view.setUint16(at + 2, value.length, true);
    bytes.set(value, at + 4);
    at += 4 + value.length;
  }
  return bytes;
}

/** The value of the first pair of that id. */
export function avValue(pairs: readonly AvPair[], id: number): Uint8Array | undefined {
  return pairs.find((pair) => pair.id === id)?.value;
}

/** The pairs with one value put in place of what it had, or added behind the others. */
export function withAvValue(pairs: readonly AvPair[], id: number, value: Uint8Array): AvPair[] {
  return [...pairs.filter((pair) => pair.id !== id), { id, value }];
}
