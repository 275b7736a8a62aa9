import type { Next, WholeRow } from '../../worker/ledger/item-row.ts';
import { newRow } from '../../worker/ledger/item-row.ts';
import type { ItemEvent } from '../../worker/ledger/transition.ts';

export const NOW = Date.parse('2026-01-01T12:00:00Z');

export function version(changeKey: string, more: Partial<Next> = {}): Next {
  return {
    kind: 'item',
    id: 'item',
    changeKey,
    itemClass: 'IPM.Note',
    sizeBytes: 100,
    matchKey: `like ${changeKey}`,
    itemAt: '2025-01-01T00:00:00Z',
    modifiedAt: '2025-06-01T00:00:00Z',
    isRead: false,
    path: 'transfer',
    ...more,
  };
}

/** The item that left another folder, whose copy is `C`. */
const LEFT = { id: 'before', folder: 2, destination_id: 'C', destination_change_key: 'C1', told_read: 1 } as const;

/** One of each event, by the name that the tables give it. */
export const EVENTS = {
  'listed same': { type: 'listed', item: version('1') },
  'listed newer': { type: 'listed', item: version('2', { path: 'mime' }) },
  left: { type: 'left' },
  read: { type: 'read', isRead: true, changeKey: '1r' },
  claimed: { type: 'claimed', now: NOW },
  done: { type: 'settled', outcome: { id: 'item', to: 'done', destinationId: 'N', changeKey: 'N1' } },
  again: { type: 'settled', outcome: { id: 'item', to: 'pending', attempts: 3, method: 'typed', notBeforeAt: NOW } },
  'as a copy': { type: 'settled', outcome: { id: 'item', to: 'pending', attempts: 0, method: 'mime', copies: true } },
  failed: {
    type: 'settled',
    outcome: { id: 'item', to: 'failed', fault: { kind: 'corrupt', scope: 'item', code: 'no', message: 'no' } },
  },
  unconfirmed: { type: 'settled', outcome: { id: 'item', to: 'doubt', attempts: 2, at: NOW } },
  vanished: { type: 'settled', outcome: { id: 'item', to: 'gone' } },
  orphaned: { type: 'orphaned', now: NOW },
  'pass began': { type: 'pass-began' },
  retried: { type: 'retried', method: 'mime' },
  'moved here': { type: 'paired', with: LEFT, isSame: true },
  'came back': { type: 'paired', with: { ...LEFT, folder: 1 }, isSame: true },
  'moved, edited': { type: 'paired', with: LEFT, isSame: false },
  'copy taken': { type: 'copy-taken' },
  'copied elsewhere': { type: 'copied-elsewhere' },
  adopted: { type: 'adopted', copy: { destinationId: 'C', changeKey: 'C1', adopted: 2 } },
  'adopted older': { type: 'adopted', copy: { destinationId: 'C', changeKey: 'C1', adopted: 1, isOlder: true } },
  'copy kept': { type: 'copy-kept' },
  'copy removed': { type: 'copy-removed' },
  'read told': { type: 'read-reported', isRead: true, changeKey: 'C2' },
  'error listed': { type: 'error-listed' },
  sighted: { type: 'sighted', sight: 1 },
} as const satisfies Record<string, ItemEvent>;

export type EventName = keyof typeof EVENTS;

/** A row whose copy, if any, is `C`. `text` is its state and the flags of `textOf`. */
export function rowOf(text: string): WholeRow {
  const [state, ...flags] = text.split(' ');
  const has = (flag: string) => flags.includes(flag);
  return {
    ...newRow(1, 0, version('1')),
    no: 1,
    state: state as WholeRow['state'],
    ...(has('next') && { next: JSON.stringify(version('1', { path: 'mime' })) }),
    ...(has('gone') && { is_gone: 1 }),
    ...(has('replaces') && { replaces_id: 'C', replaces_key: 'C1' }),
    ...(has('moves') && { moves_id: 'C', moves_key: 'C1', moves_mark: 'before' }),
    ...((state === 'done' || state === 'left') && { destination_id: 'C', destination_change_key: 'C1' }),
    ...(has('older') && { is_older: 1 }),
    ...(has('kept') && { is_kept: 1 }),
  };
}

/** What the life of a row depends on: `intent replaces C next gone`, `left C older`. */
export function textOf(row: WholeRow): string {
  return [
    row.state,
    row.destination_id,
    row.replaces_id && `replaces ${row.replaces_id}`,
    row.moves_id && `moves ${row.moves_id}`,
    row.next && 'next',
    row.is_gone && 'gone',
    row.is_older && 'older',
    row.is_kept && 'kept',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The row as the ledger stores it: only open or failed items have a subject. */
export function asKept<R extends { state?: unknown; subject?: unknown }>(row: R): R {
  const hasSubject = ['pending', 'intent', 'doubt', 'failed'].includes(String(row.state));
  return hasSubject ? row : { ...row, subject: null };
}

/** A row for each combination of what rows can have, possible or not. */
export function everyRow(): WholeRow[] {
  const rows: WholeRow[] = [];
  const states = ['pending', 'intent', 'doubt', 'done', 'failed', 'gone', 'left'] as const;
  const flags = [0, 1] as const;
  for (const state of states)
    for (const copy of ['none', 'replaced', 'moved'] as const)
      for (const hasNext of flags)
        for (const is_gone of flags)
          for (const is_older of flags)
            for (const is_kept of flags)
              for (const sight of [0, 1, 2] as const) {
                const i = rows.length;
                const itemClass = i % 3 === 0 ? 'IPM.Note' : 'IPM.Contact';
                const hasCopy = state === 'done' || state === 'left';
                const row: WholeRow = {
                  ...newRow(
                    1,
                    i % 2,
                    version(`${i}`, { id: `item ${i}`, itemClass, ...(i % 5 > 0 && { subject: 'It' }) }),
                  ),
                  state,
                  ...(copy === 'replaced' && { replaces_id: `R${i}`, replaces_key: `R1` }),
                  ...(copy === 'moved' && { moves_id: `M${i}`, moves_key: `M1`, moves_mark: `before ${i}` }),
                  ...(hasCopy && { destination_id: `C${i}`, destination_change_key: `C1` }),
                  next: hasNext ? JSON.stringify(version(`newer ${i}`, { id: `item ${i}`, itemClass })) : null,
                  is_gone,
                  is_older,
                  is_kept,
                  sight,
                  is_retry: i % 4 === 1 ? 1 : 0,
                  is_young: i % 4 === 2 ? 1 : 0,
                  is_listed: i % 7 === 0 ? 1 : 0,
                  told_read: i % 3 === 2 ? null : ((i % 2) as 0 | 1),
                  attempts: i % 4,
                  not_before: i % 2 ? NOW : 0,
                  intent_at: state === 'pending' ? null : NOW - i,
                  fault: state === 'failed' ? '{}' : null,
                };
                rows.push(asKept(row));
              }
  return rows;
}
