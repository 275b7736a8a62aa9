import type { UnconfirmedItem, ItemOutcome } from '../model/ledger-facts.ts';
import type { ItemFacts } from '../model/item.ts';
import { matchKeyOf, wideKeyOf } from '../model/match-key.ts';

/**
 * How long after an upload began the destination may still be working on it: Exchange gives a batch one minute
 * of execution; a few seconds more for clocks and the way back.
 */
export const UNCONFIRMED_WAIT_MS = 65_000;

/** Attempts that ended unconfirmed, seen by a live slice, after which an item that never arrives is listed. */
const MAX_UNCONFIRMED_ATTEMPTS = 6;

/** The same if an HTML page replaced each answer, while the server answered other requests. */
const MAX_PAGES = 3;

/**
 * Decides about the unconfirmed items of one folder. `arrivals` is everything that came into the destination
 * folder since its baseline; `known` are those of them that the ledger already has as someone's copy.
 *
 * One match is adopted; without a match the item is retried. Several equal matches are listed, never guessed at. The
 * ledger never has two items of one match key in flight to one folder, so no two can claim the same arrival.
 */
export function resolveUnconfirmed(
  unconfirmed: readonly UnconfirmedItem[],
  arrivals: readonly ItemFacts[],
  known: ReadonlySet<string>,
): ItemOutcome[] {
  const byMarker = new Map<string, ItemFacts[]>();
  const byKey = new Map<string, ItemFacts[]>();
  for (const arrival of arrivals) {
    if (known.has(arrival.id)) continue;
    if (arrival.marker !== undefined) push(byMarker, arrival.marker, arrival);
    push(byKey, matchKeyOf(arrival), arrival);
    const wideKey = wideKeyOf(arrival);
    if (wideKey !== undefined) push(byKey, wideKey, arrival);
  }
  return unconfirmed.map((item): ItemOutcome => {
    const matches = [...new Set(matchesOf(item, byKey, byMarker))];
    const only = matches[0];
    if (!only) return notArrived(item);
    if (matches.length === 1) return { id: item.id, to: 'done', destinationId: only.id, changeKey: only.changeKey };
    return {
      id: item.id,
      to: 'failed',
      fault: {
        kind: 'in-doubt',
        scope: 'item',
        code: 'several-equal-copies',
        message: `The destination folder has ${matches.length} items that could be this one.`,
        side: 'destination',
      },
    };
  });
}

/** Whether an arrival can make a difference to these items: the others need not be kept. */
export function couldBeOneOf(unconfirmed: readonly UnconfirmedItem[]): (arrival: ItemFacts) => boolean {
  const keys = new Set(unconfirmed.flatMap(({ matchKeys }) => matchKeys));
  const markers = new Set(unconfirmed.flatMap(({ id, moves }) => (moves ? [id, moves.markedAs] : [id])));
  const wideKeys = new Set(unconfirmed.map(({ moves }) => moves?.wideKey ?? ''));
  return (arrival) =>
    (arrival.marker !== undefined && markers.has(arrival.marker)) ||
    keys.has(matchKeyOf(arrival)) ||
    wideKeys.has(wideKeyOf(arrival) ?? 'none');
}

/** A copy that was moved keeps the marker of the item that it was made for, and looks as its item does, unless it was received. */
function matchesOf(
  { id, method, matchKeys, moves }: UnconfirmedItem,
  byKey: ReadonlyMap<string, ItemFacts[]>,
  byMarker: ReadonlyMap<string, ItemFacts[]>,
): ItemFacts[] {
  const alike = matchKeys.flatMap((key) => byKey.get(key) ?? []);
  if (moves) return [...(byMarker.get(moves.markedAs) ?? []), ...alike, ...(byKey.get(moves.wideKey ?? '') ?? [])];
  return method === 'transfer' ? alike : (byMarker.get(id) ?? []);
}

/** Retried, unless this item broke the connection in every attempt. */
function notArrived({ id, attempts, method, page }: UnconfirmedItem): ItemOutcome {
  if (page && attempts >= MAX_PAGES) return { id, to: 'failed', fault: page };
  if (attempts < MAX_UNCONFIRMED_ATTEMPTS) return { id, to: 'pending', attempts, method };
  const message = `The server answered none of ${attempts} attempts, and the item did not arrive.`;
  return { id, to: 'failed', fault: { kind: 'unknown', scope: 'item', code: 'never-arrived', message } };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
