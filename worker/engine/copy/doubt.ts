import type { Doubt, ItemOutcome } from '../model/ledger.ts';
import type { ItemFacts } from '../model/item.ts';
import { kindOf } from '../model/item.ts';

/**
 * How long after an upload began the destination may still be working on it: Exchange gives a batch one minute
 * of execution; a few seconds more for clocks and the way back.
 */
export const DOUBT_WAIT_MS = 65_000;

/** Attempts that ended in doubt, seen by a live slice, after which an item that never arrives is listed. */
export const MAX_DOUBTFUL_ATTEMPTS = 6;

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
export function looseKeyOf({ itemClass, messageId, sentAt, uid, startAt }: ItemFacts): string | undefined {
  const kind = kindOf(itemClass);
  if (kind === 'email' && messageId !== undefined && sentAt !== undefined)
    return digest(['m', messageId, toSecond(sentAt)].join('\u0000'), 0x10f3);
  if (kind === 'calendar' && uid !== undefined && startAt !== undefined)
    return digest(['c', uid, toSecond(startAt)].join('\u0000'), 0x10f3);
  return undefined;
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

/**
 * Decides what became of the doubtful items of one folder. `arrivals` is everything that came into the destination
 * folder since its mark; `known` are those of them that the ledger already has as someone's copy.
 *
 * One match is adopted, none is tried again. Several equal ones are listed, never guessed at. The ledger lets no
 * two items of one match key be on their way into a folder at once, so two doubts can't claim the same arrival.
 */
export function resolveDoubts(
  doubts: readonly Doubt[],
  arrivals: readonly ItemFacts[],
  known: ReadonlySet<string>,
): ItemOutcome[] {
  const byMarker = new Map<string, ItemFacts[]>();
  const byKey = new Map<string, ItemFacts[]>();
  for (const arrival of arrivals) {
    if (known.has(arrival.id)) continue;
    if (arrival.marker !== undefined) push(byMarker, arrival.marker, arrival);
    push(byKey, matchKeyOf(arrival), arrival);
  }
  return doubts.map((doubt): ItemOutcome => {
    const matches = [...new Set(matchesOf(doubt, byKey, byMarker))];
    const only = matches[0];
    if (!only) return notArrived(doubt);
    if (matches.length === 1) return { id: doubt.id, to: 'done', destinationId: only.id, changeKey: only.changeKey };
    return {
      id: doubt.id,
      to: 'failed',
      fault: {
        kind: 'in-doubt',
        scope: 'item',
        code: 'several-equal-copies',
        message: `The destination folder holds ${matches.length} items that could be this one.`,
        side: 'destination',
      },
    };
  });
}

/** Whether an arrival can make a difference to these doubts: the others need not be kept. */
export function couldBeOneOf(doubts: readonly Doubt[]): (arrival: ItemFacts) => boolean {
  const keys = new Set(doubts.flatMap(({ matchKeys }) => matchKeys));
  const markers = new Set(doubts.flatMap(({ id, moves }) => (moves ? [id, moves.markedAs] : [id])));
  return (arrival) => (arrival.marker !== undefined && markers.has(arrival.marker)) || keys.has(matchKeyOf(arrival));
}

/** A copy that was moved keeps the marker of the item that it was made for, and looks as its item does. */
function matchesOf(
  { id, path, matchKeys, moves }: Doubt,
  byKey: ReadonlyMap<string, ItemFacts[]>,
  byMarker: ReadonlyMap<string, ItemFacts[]>,
): ItemFacts[] {
  const alike = matchKeys.flatMap((key) => byKey.get(key) ?? []);
  if (moves) return [...(byMarker.get(moves.markedAs) ?? []), ...alike];
  return path === 'transfer' ? alike : (byMarker.get(id) ?? []);
}

/** Tried again; unless it is this item, time after time, that brings the connection down. */
function notArrived({ id, attempts, path }: Doubt): ItemOutcome {
  if (attempts < MAX_DOUBTFUL_ATTEMPTS) return { id, to: 'pending', attempts, path };
  const message = `After ${attempts} attempts, none of which the server answered, the item has not arrived.`;
  return { id, to: 'failed', fault: { kind: 'unknown', scope: 'item', code: 'never-arrived', message } };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
