import { FaultError } from '../engine/fault.ts';
import type { CopyPath } from '../engine/item.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { LedgerAnswer, LedgerArguments, LedgerCalls } from './mailbox-ledger.ts';

/** The Durable Object as its stub shows it; the stub's own type can't carry the generic call. */
export type LedgerStub = { call(number: number, method: string, ...values: unknown[]): Promise<unknown> };

/** The ledger of a mailbox as the holder of the lease `number` sees it. */
export function createLedgerClient(stub: LedgerStub, number: number): Ledger {
  const call = async <M extends keyof LedgerCalls>(
    method: M,
    ...values: LedgerArguments<M>
  ): Promise<LedgerAnswer<M>> => {
    const result = (await stub.call(number, method, ...values)) as { refused: true } | { answer: LedgerAnswer<M> };
    if ('answer' in result) return result.answer;
    throw new FaultError({
      kind: 'stopped',
      scope: 'mailbox',
      code: 'lease-lost',
      message: 'Another slice has taken this mailbox over.',
    });
  };
  return {
    open: () => call('open'),
    mapFolders: (folders) => call('mapFolders', [...folders]),
    markFolder: (sourceId, mark) => call('markFolder', sourceId, mark),
    record: (folderId, changes, path) => {
      const paths: Record<string, CopyPath> = {};
      for (const change of changes) if (change.kind === 'item') paths[change.itemClass] ??= path(change.itemClass);
      return call('record', folderId, [...changes], paths);
    },
    claim: (batchId, limits, now) => call('claim', batchId, limits, now),
    settle: (outcomes) => call('settle', [...outcomes]),
    nextPendingAt: () => call('nextPendingAt'),
    doubts: () => call('doubts'),
    arrived: (ids) => call('arrived', [...ids]),
    readChanges: (limit) => call('readChanges', limit),
    readSettled: (items) => call('readSettled', [...items]),
    unlisted: (limit) => call('unlisted', limit),
    listed: (ids) => call('listed', [...ids]),
    summary: () => call('summary'),
  };
}
