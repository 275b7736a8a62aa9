import type { ItemFacts } from './item.ts';
import { kindOf } from './item.ts';

/**
 * What an item can be recognised by on the other side: class, Message-ID, received and sent time, subject, UID
 * and start. Sizes are left out: servers count them differently. A digest, so that the ledger keeps no subject.
 */
export function matchKeyOf(facts: ItemFacts): string {
  const text = [
    facts.itemClass.toUpperCase(),
    facts.messageId ?? '',
    toSecond(facts.receivedAt),
    toSecond(facts.sentAt),
    facts.subject ?? '',
    facts.uid ?? '',
    toSecond(facts.startAt),
  ].join('\u0000');
  return digestOf(text);
}

/** 106 bits of a text, in base 36: short enough to keep many. */
export function digestOf(text: string): string {
  return digest(text, 0x5a17) + digest(text, 0xc0de);
}

/**
 * What a copy that an earlier tool made can be recognised by, where it kept less: a message by its Message-ID and the
 * time it was sent, an appointment by its UID and start. Undefined where that would be a guess.
 */
function looseKeyOf({ itemClass, messageId, sentAt, uid, startAt }: ItemFacts): string | undefined {
  const kind = kindOf(itemClass);
  if (kind === 'email' && messageId !== undefined && sentAt !== undefined)
    return digest(['m', messageId, toSecond(sentAt)].join('\u0000'), 0x10f3);
  if (kind === 'calendar' && uid !== undefined && startAt !== undefined)
    return digest(['c', uid, toSecond(startAt)].join('\u0000'), 0x10f3);
  return undefined;
}

/**
 * Identifies a message or an appointment whichever way it arrived. A forwarded copy gains headers and a later received
 * time, but keeps its Message-ID and subject; without a Message-ID it keeps its sender, subject and sent time, and
 * almost its size. An appointment keeps its UID. Undefined for other items, where a match would be a guess.
 */
export function wideKeyOf({ itemClass, messageId, sentAt, uid, subject, sender }: ItemFacts): string | undefined {
  const kind = kindOf(itemClass);
  const keyOf = (...parts: string[]) => digest(parts.join('\u0000'), 0x71de);
  if (kind === 'calendar' && uid !== undefined) return keyOf('c', uid);
  if (kind !== 'email') return undefined;
  const about = (subject ?? '').trim();
  if (messageId !== undefined) return keyOf('m', messageId.trim().replace(/^<|>$/g, ''), about);
  if (sender === undefined || sentAt === undefined) return undefined;
  return BY_SIZE + keyOf('s', sender.trim().toLowerCase(), about, toSecond(sentAt));
}

/** Prefix of keys that identify an item only together with a similar size. */
export const BY_SIZE = '~';

/** All that an item is recognised by. */
export function keysOf(item: ItemFacts): { matchKey: string; looseKey?: string; wideKey?: string } {
  const looseKey = looseKeyOf(item);
  const wideKey = wideKeyOf(item);
  return {
    matchKey: matchKeyOf(item),
    ...(looseKey !== undefined && { looseKey }),
    ...(wideKey !== undefined && { wideKey }),
  };
}

function toSecond(instant: string | undefined): string {
  if (instant === undefined) return '';
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : String(Math.floor(at / 1000));
}

/** 53 bits in base 36: two multiply-xor lanes over the UTF-16 units, mixed at the end (the cyrb53 scheme). */
export function digest(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return ((2097151 & low) * 4294967296 + (high >>> 0)).toString(36);
}
