import { SETTABLE } from '../../items/elements.ts';
import { extendedProperty, type ExtendedField } from '../../operations/properties.ts';
import { concat, isAt, utf8 } from '../../xml/bytes.ts';
import { parseXml, textOf } from '../../xml/scan.ts';

/** PidTagInternetMessageId */
const MESSAGE_ID: ExtendedField = { tag: '0x1035', type: 'String' };
const placeOf = (name: string): number => SETTABLE.Message.indexOf(name);

const OPEN = utf8('<t:PostItem>');

/**
 * A post as a message of its class: a server that has no element for posts takes it so (grommunio/gromox, exch/ews).
 * What stands in it at an offset before the sender stands `shift` bytes later. Undefined for what is no post.
 */
export function postAsMessage(content: Uint8Array): { content: Uint8Array; shift: number } | undefined {
  if (!isAt(content, OPEN, 0)) return undefined;
  const post = parseXml(content);
  const ends = post.children.map(({ end, name }) => {
    const close = utf8(`</t:${name}>`);
    return isAt(content, close, end) ? end + close.length : end;
  });
  const parts = post.children.map((child, index) => {
    // Its element is passed over with a new message.
    if (child.name === 'InternetMessageId')
      return { place: placeOf('ExtendedProperty'), bytes: extendedProperty(MESSAGE_ID, textOf(child)) };
    return { place: placeOf(child.name), bytes: content.subarray(ends[index - 1] ?? post.start, ends[index]) };
  });
  const ordered = parts.toSorted((left, right) => left.place - right.place).map(({ bytes }) => bytes);
  return {
    content: concat(['<t:Message>', ...ordered, '</t:Message>']),
    shift: '<t:Message>'.length - OPEN.length,
  };
}
