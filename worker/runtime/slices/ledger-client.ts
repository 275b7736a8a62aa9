import type { Fault } from '../../engine/model/fault.ts';
import { FaultError } from '../../engine/model/fault.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { Ledger } from '../../engine/model/ledger.ts';
import type { LedgerAnswer, LedgerArguments, LedgerCalls } from '../../ledger/calls.ts';
import type { LedgerReply, Refusal } from '../../ledger/leased-ledger.ts';

const REFUSALS: Readonly<Record<Refusal, Fault>> = {
  'lease-lost': {
    kind: 'stopped',
    scope: 'mailbox',
    code: 'lease-lost',
    message: 'Another slice has taken this mailbox over.',
  },
  'newer-ledger': {
    kind: 'unknown',
    scope: 'mailbox',
    code: 'newer-ledger',
    message: 'A newer version of Mailferry has written the ledger of this mailbox.',
  },
};

/** The Durable Object as its stub shows it, or as it shows itself to the slice in it. */
export type LedgerStub = { call(number: number, method: string, ...values: unknown[]): unknown };

/** The ledger of a mailbox as the holder of the lease `number` sees it. */
export function createLedgerClient(stub: LedgerStub, number: number): Ledger {
  const call = async <M extends keyof LedgerCalls>(
    method: M,
    ...values: LedgerArguments<M>
  ): Promise<LedgerAnswer<M>> => {
    const reply = (await stub.call(number, method, ...values)) as LedgerReply<M>;
    if ('answer' in reply) return reply.answer;
    throw new FaultError(REFUSALS[reply.refused]);
  };
  return {
    open: (pass, selection, now) => call('open', { ...pass, methods: [...pass.methods] }, selection, now),
    mapFolders: (folders) => call('mapFolders', [...folders]),
    addFolders: (folders) => call('addFolders', [...folders]),
    foldersRead: (folderIds) => call('foldersRead', [...folderIds]),
    expect: (folderId, present) => call('expect', folderId, [...present]),
    setBaseline: (sourceId, baseline, now) => call('setBaseline', sourceId, baseline, now),
    places: () => call('places'),
    recordArrivals: (placeId, arrivals) => call('recordArrivals', placeId, arrivals),
    noteSignatures: (places) => call('noteSignatures', [...places]),
    adopt: (everywhere, selection, asked) => call('adopt', everywhere, selection, asked),
    relistFolder: (folderId) => call('relistFolder', folderId),
    record: (folderId, changes, method, end, selection) => {
      const methods: Record<string, CopyMethod> = {};
      for (const change of changes) if (change.kind === 'item') methods[change.itemClass] ??= method(change.itemClass);
      return call('record', folderId, [...changes], methods, end, selection);
    },
    endFolder: (folderId, selection) => call('endFolder', folderId, selection),
    pairMoves: () => call('pairMoves'),
    claim: (batchId, limits, selection, now) => call('claim', batchId, limits, selection, now),
    settle: (outcomes) => call('settle', [...outcomes]),
    settleAndClaim: (outcomes, batchId, limits, selection, now) =>
      call('settleAndClaim', [...outcomes], batchId, limits, selection, now),
    nextPendingAt: (selection) => call('nextPendingAt', selection),
    unconfirmed: () => call('unconfirmed'),
    arrived: (ids) => call('arrived', [...ids]),
    readChanges: (limit) => call('readChanges', limit),
    readSettled: (items) => call('readSettled', [...items]),
    superseded: (limit) => call('superseded', limit),
    supersededSettled: (copies) => call('supersededSettled', [...copies]),
    left: (limit) => call('left', limit),
    leftCount: () => call('leftCount'),
    leftSettled: (items) => call('leftSettled', [...items]),
    unlisted: (limit, subjects) => call('unlisted', limit, subjects),
    noteTroubles: (troubles) => call('noteTroubles', [...troubles]),
    endTroubles: () => call('endTroubles'),
    listed: (ids, folderIds = []) => call('listed', [...ids], [...folderIds]),
    settings: () => call('settings'),
    settleSettings: (kind, carried, omissions) => call('settleSettings', kind, [...carried], [...omissions]),
    unlistedOmissions: (limit) => call('unlistedOmissions', limit),
    omissionsListed: (keys) => call('omissionsListed', [...keys]),
    comparedTo: (folderId) => call('comparedTo', folderId),
    compare: (folderId, sight) => call('compare', folderId, sight),
    unseen: (folderId, limit) => call('unseen', folderId, limit),
    missing: (folderId, limit) => call('missing', folderId, limit),
    summary: (selection) => call('summary', selection),
  };
}
