import { kindOf } from '../engine/model/item.ts';
import type { CopyMethod } from '../lib/copy-methods.ts';
import type { ItemOutcome } from '../engine/model/ledger-facts.ts';
import type { CopyThere, ItemRow, Next } from './item-row.ts';
import { factsOf, readFlagOf, thereAs } from './item-row.ts';

/** What happens to an item that the ledger knows. */
export type ItemEvent =
  /** A page of its folder reports it. `listing` is the number of the full reading that the page belongs to. */
  | { type: 'listed'; item: Next; listing?: number }
  /** It is no longer in its folder at the source. */
  | { type: 'left' }
  /** It was marked as read or unread at the source. */
  | { type: 'read'; isRead: boolean; changeKey?: string }
  /** It goes into a batch. Times are epoch ms. */
  | { type: 'claimed'; now: number }
  /** The outcome of its copy. */
  | { type: 'settled'; outcome: ItemOutcome }
  /** A new lease took the ledger: its outcome is unknown. */
  | { type: 'orphaned'; now: number }
  /** A pass begins that does not retry what failed, or before it does. */
  | { type: 'pass-began' }
  | { type: 'retried'; method: CopyMethod }
  /** It is the item that left another folder, or this one before; that one's copy is for this one. */
  | { type: 'paired'; with: LeftItem; isSame: boolean }
  /** The same, seen from the item that left. */
  | { type: 'copy-taken' }
  /** It left, and what came elsewhere has a copy of its own already. */
  | { type: 'copied-elsewhere' }
  /** It is already at the destination. */
  | { type: 'adopted'; copy: CopyThere }
  /** Its copy was to go: someone has changed it, so it stays. */
  | { type: 'copy-kept' }
  | { type: 'copy-removed' }
  /** Its read state was written to the destination. `changeKey` is the copy's new one, if known. */
  | { type: 'read-reported'; isRead: boolean; changeKey?: string }
  /** It was put on the list of failed items, or taken off it. */
  | { type: 'error-listed' }
  /** See `ItemRow.sight`. */
  | { type: 'sighted'; sight: 0 | 1 | 2 };

export type LeftItem = Pick<ItemRow, 'id' | 'folder' | 'destination_id' | 'destination_change_key' | 'told_read'> &
  Partial<Pick<ItemRow, 'adopted'>>;

/** The new row, and a copy to remove because a newer one replaced it. */
export type Change = { row: ItemRow; superseded?: Superseded };
export type Superseded = { destinationId: string; changeKey: string };

/**
 * Servers tell to the second when an item was changed: what is changed twice within one, and read in between, looks
 * the same before and after. So the time says nothing of what was changed just before it was read. Who changes items
 * by a clock of their own is in step with the server to five minutes, or is not let in (the default of Kerberos); as
 * much again for the server and us.
 */
const YOUNG_MS = 600_000;

/**
 * The life of an item: what an event makes of its row. Throws where the event cannot happen to an item of that state;
 * what may happen and means nothing leaves the row as it is.
 */
export function transition(row: ItemRow, event: ItemEvent): Change {
  switch (event.type) {
    case 'listed':
      return { row: listed(event.listing === undefined ? row : { ...row, seen: event.listing }, event.item) };
    case 'left':
      return { row: leave(row) };
    case 'read':
      return { row: { ...row, is_read: readFlagOf(event), change_key: event.changeKey ?? row.change_key } };
    case 'claimed':
      return { row: claim(row, event.now) };
    case 'settled':
      return settle(row, event.outcome);
    case 'orphaned':
      return { row: row.state === 'intent' ? { ...row, state: 'doubt', intent_at: event.now } : row };
    case 'pass-began':
      return { row: { ...row, is_retry: 0 } };
    case 'retried':
      demand(row, event, 'failed');
      return {
        row: { ...row, state: 'pending', is_retry: 1, attempts: 0, not_before: 0, fault: null, path: event.method },
      };
    case 'paired':
      return { row: pair(row, event.with, event.isSame) };
    case 'copy-taken':
      demand(row, event, 'left');
      return { row: withoutCopy(row) };
    case 'copied-elsewhere':
      demand(row, event, 'left');
      return { row: withoutCopy(row), ...supersededBy(row.destination_id, row.destination_change_key) };
    case 'adopted':
      return { row: adopt(row, event) };
    // It may be back meanwhile.
    case 'copy-kept':
      return { row: row.state === 'left' ? { ...row, is_kept: 1 } : row };
    case 'copy-removed':
      return { row: row.state === 'left' ? withoutCopy(row) : row };
    case 'read-reported':
      return {
        row: {
          ...row,
          told_read: readFlagOf(event),
          destination_change_key: event.changeKey ?? row.destination_change_key,
        },
      };
    case 'error-listed':
      return { row: { ...row, is_listed: row.state === 'failed' ? 1 : 0 } };
    case 'sighted':
      return { row: { ...row, sight: event.sight } };
  }
}

export function isOnItsWay({ state }: Pick<ItemRow, 'state'>): boolean {
  return state === 'intent' || state === 'doubt';
}

function demand(row: ItemRow, event: ItemEvent, ...states: ItemRow['state'][]): void {
  if (!states.includes(row.state)) throw new Error(`An item that is ${row.state} cannot be ${event.type}.`);
}

/** An item in flight is not changed: what the source reports of it waits for the outcome. */
function listed(row: ItemRow, item: Next): ItemRow {
  const isSame = row.change_key === item.changeKey;
  if (isOnItsWay(row)) {
    const here: ItemRow = { ...row, is_gone: 0 };
    return isSame
      ? here
      : { ...here, change_key: item.changeKey, is_read: readFlagOf(item), next: JSON.stringify(item) };
  }
  if (isSame && row.state === 'left' && row.is_older === 0) return { ...row, state: 'done', is_kept: 0 };
  if (isSame && row.state !== 'gone' && row.state !== 'left') return row;
  if (isReceived(row, item)) return { ...row, ...factsOf(item), state: 'done', is_kept: 0 };
  return become(row.state === 'done' || row.state === 'left' ? replaceCopy(row) : row, item);
}

/** A message received at the destination keeps its content: only its read state follows the source. */
function isReceived(row: ItemRow, { itemClass }: Next): boolean {
  const isThere = row.state === 'done' || (row.state === 'left' && row.is_older === 0);
  return isThere && (row.adopted === 2 || row.adopted === 3) && kindOf(itemClass) === 'email';
}

/** What has a copy stays known by it. */
function leave(row: ItemRow): ItemRow {
  if (isOnItsWay(row)) return { ...row, is_gone: 1 };
  if (row.state === 'done') return { ...row, state: 'left' };
  if (row.state === 'gone' || row.state === 'left') return row;
  const copy = row.replaces_id ?? row.moves_id;
  return {
    ...row,
    ...NO_OTHER_COPY,
    state: copy === null ? 'gone' : 'left',
    is_older: row.replaces_id === null ? 0 : 1,
    destination_id: copy,
    destination_change_key: row.replaces_key ?? row.moves_key,
    is_gone: 0,
  };
}

const NO_OTHER_COPY = { replaces_id: null, replaces_key: null, moves_id: null, moves_key: null, moves_mark: null };

function claim(row: ItemRow, now: number): ItemRow {
  demand(row, { type: 'claimed', now }, 'pending');
  const isMove = row.moves_id !== null;
  const isYoung = !isMove && row.modified_at !== null && row.modified_at > new Date(now - YOUNG_MS).toISOString();
  return {
    ...row,
    state: 'intent',
    intent_at: now,
    told_read: isMove ? row.told_read : row.is_read,
    is_young: isYoung ? 1 : 0,
  };
}

/** A late outcome, of an item that is no longer in flight, is ignored. */
function settle(row: ItemRow, outcome: ItemOutcome): Change {
  if (!isOnItsWay(row)) return { row };
  switch (outcome.to) {
    case 'doubt': {
      const attempts = Math.max(row.attempts, outcome.attempts ?? 0);
      const fault = outcome.fault === undefined ? null : JSON.stringify(outcome.fault);
      return { row: { ...row, state: 'doubt', attempts, fault, intent_at: outcome.at ?? row.intent_at } };
    }
    case 'done': {
      const { destinationId, changeKey } = outcome;
      // What was moved is whose it was, and lies where it belongs.
      const adopted = row.moves_id === null ? 0 : row.adopted === 3 ? 2 : row.adopted;
      const copy = { destination_id: destinationId, destination_change_key: changeKey, sight: 0, adopted } as const;
      const done: ItemRow = { ...row, ...NO_OTHER_COPY, ...copy, state: 'done', fault: null };
      return { row: catchUp(done), ...supersededBy(row.replaces_id, row.replaces_key) };
    }
    case 'pending': {
      const { attempts, method, notBeforeAt: not_before = 0 } = outcome;
      const pending: ItemRow = { ...row, state: 'pending', attempts, path: method, not_before };
      return { row: catchUp(outcome.copies ? replaceMoved(pending) : pending) };
    }
    case 'failed':
      return { row: catchUp({ ...row, state: 'failed', fault: JSON.stringify(outcome.fault), is_listed: 0 }) };
    case 'gone':
      return { row: catchUp({ ...row, state: 'pending', is_gone: 1 }) };
  }
}

/** While it was in flight, the source reported a newer version, or that the item has left. */
function catchUp(row: ItemRow): ItemRow {
  if (row.is_gone === 1) return { ...leave(row), is_gone: 0, next: null };
  if (row.next === null) return row;
  return become(row.state === 'done' ? replaceCopy(row) : row, JSON.parse(row.next) as Next);
}

/** This version must be copied. A copy that should have been moved is older, and must be replaced. */
function become(row: ItemRow, item: Next): ItemRow {
  return {
    ...replaceMoved(row),
    ...factsOf(item),
    state: 'pending',
    attempts: 0,
    not_before: 0,
    fault: null,
    next: null,
    is_older: 0,
  };
}

/** Its copy becomes the one to replace. */
function replaceCopy(row: ItemRow): ItemRow {
  const { destination_id: replaces_id, destination_change_key: replaces_key } = row;
  return { ...row, replaces_id, replaces_key, destination_id: null, destination_change_key: null, is_kept: 0 };
}

/** The copy is replaced instead of moved. */
function replaceMoved(row: ItemRow): ItemRow {
  const { replaces_id, replaces_key, moves_id, moves_key } = row;
  if (replaces_id !== null) return { ...row, ...NO_OTHER_COPY, replaces_id, replaces_key };
  return { ...row, ...NO_OTHER_COPY, replaces_id: moves_id, replaces_key: moves_key };
}

/** A copy is moved only if the item was certainly not edited meanwhile; otherwise it counts as an older version. */
function pair(row: ItemRow, left: LeftItem, isSame: boolean): ItemRow {
  demand(row, { type: 'paired', with: left, isSame }, 'pending');
  if (row.replaces_id !== null || row.moves_id !== null) throw new Error('An item is paired once.');
  const { destination_id, destination_change_key, told_read, adopted = 0 } = left;
  if (!isSame) return { ...row, replaces_id: destination_id, replaces_key: destination_change_key, adopted };
  // It went elsewhere and came back before anyone looked: its copy is where it belongs.
  if (row.folder === left.folder)
    return {
      ...row,
      state: 'done',
      destination_id,
      destination_change_key,
      told_read,
      adopted,
      is_kept: 0,
      is_young: 0,
    };
  const moves = { moves_id: destination_id, moves_key: destination_change_key, moves_mark: left.id };
  return { ...row, ...moves, told_read, adopted, attempts: 0, not_before: 0 };
}

/** The existing copy is this version, or an older one to replace. */
function adopt(row: ItemRow, event: Extract<ItemEvent, { type: 'adopted' }>): ItemRow {
  demand(row, event, 'pending');
  if (row.replaces_id !== null || row.moves_id !== null) throw new Error('An item has one copy.');
  const there = { ...row, ...thereAs(event.copy, row.is_read), seeks: 0, sight: 0, is_young: 0 } as const;
  return event.copy.isOlder ? there : { ...there, state: 'done', attempts: 0, not_before: 0 };
}

function withoutCopy(row: ItemRow): ItemRow {
  const nothing = { destination_id: null, destination_change_key: null, is_kept: 0, is_older: 0 } as const;
  return { ...row, ...nothing, state: 'gone' };
}

function supersededBy(id: string | null, changeKey: string | null): { superseded?: Superseded } {
  return id === null ? {} : { superseded: { destinationId: id, changeKey: changeKey ?? '' } };
}
