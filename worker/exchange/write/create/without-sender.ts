import type { Parcel } from '../../../engine/model/mailbox.ts';
import { concat, indexOfTag, utf8 } from '../../xml/bytes.ts';

/** A typed item without the elements that say who it is from; undefined where it has none. */
export function withoutSender(parcel: Parcel): Parcel | undefined {
  const { content, method } = parcel;
  if (method !== 'typed' || !(content instanceof Uint8Array)) return undefined;
  const less = ['Sender', 'From'].reduce((bytes, name) => without(bytes, name), content);
  return less === content ? undefined : { ...parcel, content: less, lengthBytes: less.length };
}

/** They follow all extended properties: nothing that has an offset moves. */
function without(bytes: Uint8Array, name: string): Uint8Array {
  const start = indexOfTag(bytes, utf8(`<t:${name}>`));
  if (start < 0) return bytes;
  const close = utf8(`</t:${name}>`);
  const end = indexOfTag(bytes, close, start);
  return end < 0 ? bytes : concat([bytes.subarray(0, start), bytes.subarray(end + close.length)]);
}
