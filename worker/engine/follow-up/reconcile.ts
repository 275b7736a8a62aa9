import { sideBySide } from '../../lib/side-by-side.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import type { FolderAt } from '../folders/folder-error.ts';
import { listSide } from '../folders/list-trees.ts';
import { isSetAside, untilSetAside } from '../folders/set-aside.ts';
import { FaultError } from '../model/fault.ts';
import type { Folder } from '../model/item.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import type { ChangePage } from '../model/mailbox.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import type { SliceResult } from '../context/slice-result.ts';
import type { FolderReport } from '../model/progress.ts';
import { selectionNow } from '../context/slice-context.ts';
import { attempt, interruption, isOver } from '../context/attempt.ts';
import { signatureOf } from '../inventory/read-arrivals.ts';
import type { Tally } from '../model/tally.ts';
import { NOTHING } from '../model/tally.ts';

/**
 * Counts both sides folder by folder, as the servers themselves tell it; where the counts do not agree, finds out which
 * copies are missing and how much there is that is not ours. A folder is listed once; later only what has changed.
 */
export async function reconcile(context: SliceContext): Promise<SliceResult> {
  if (isOver(context)) return interruption(context);
  const [source, destination, summary] = await sideBySide([
    listSide(context, 'source'),
    listSide(context, 'destination'),
    context.ledger.summary(selectionNow(context)),
  ]);
  const destinationById = new Map(destination.map((folder) => [folder.id, folder]));
  const tallies = new Map(summary.folders.map((folder) => [folder.folderId, folder]));
  const pairs = source.flatMap((folder): Pair[] => {
    const mapped = context.folders.get(folder.id);
    if (!mapped || folder.distinguishedId === 'msgfolderroot') return [];
    const there = destinationById.get(mapped.destinationId);
    const { copied = NOTHING, elsewhere = 0 } = tallies.get(folder.id) ?? {};
    return [{ folder, mapped, ...(there && { there }), copied, elsewhere }];
  });
  // Options may bring several folders together in one.
  const together = Map.groupBy(pairs, ({ mapped }) => mapped.destinationId);
  const copiedInto = ({ mapped }: Pair) =>
    (together.get(mapped.destinationId) ?? []).reduce((sum, pair) => sum + pair.copied.count - pair.elsewhere, 0);
  // Where the counts agree there is nothing to look for.
  const differing = pairs.filter(
    (pair) =>
      !isSetAside(context, pair.folder.id) &&
      pair.there &&
      pair.copied.count > 0 &&
      pair.there.totalCount !== copiedInto(pair),
  );
  await noteSignatures(
    context,
    pairs.flatMap(({ mapped, there, ...pair }) => {
      const copies = copiedInto({ mapped, ...pair });
      if (there?.totalCount !== copies || mapped.signature === signatureOf(there, copies)) return [];
      return [{ id: there.id, signature: signatureOf(there, copies) }];
    }),
  );
  for (const { mapped } of differing) {
    await untilSetAside(context, mapped, () => readChanges(context, mapped));
    if (isOver(context)) return interruption(context);
  }
  if (differing.length > 0)
    for (const { folderId, unseen } of (await context.ledger.summary(selectionNow(context))).folders)
      if (unseen > 0 && differing.some(({ mapped }) => mapped.sourceId === folderId)) {
        await askForUnseen(context, folderId);
        if (isOver(context)) return interruption(context);
      }
  const folders: FolderReport[] = [];
  for (const pairsOfOne of together.values()) {
    const [first, ...others] = pairsOfOne;
    if (!first) continue;
    const beside: FolderReport[] = [];
    for (const pair of others) beside.push(await reportOf(context, pair, differing.includes(pair), undefined));
    folders.push(await reportOf(context, first, differing.includes(first), beside), ...beside);
  }
  return { outcome: 'done', folders, summary };
}

/** A source folder, the one that its items go to as it is now, and what has crossed. */
type Pair = { folder: Folder; mapped: LedgerFolder; there?: Folder; copied: Tally; elsewhere: number };
/** Most differences of a folder that are listed one by one. */
const MAX_LISTED_DIFFERENCES = 20;
const LOOKUP_BATCH_SIZE = 100;

/** These folders hold only our copies: while their signature stays the same, there is nothing to look for in them. */
async function noteSignatures(
  { ledger }: SliceJob,
  places: readonly { id: string; signature: string }[],
): Promise<void> {
  if (places.length > 0) await ledger.noteSignatures(places);
}

/** Records in the ledger what came into and left the destination folder since the last comparison. */
async function readChanges(context: SliceContext, { sourceId, destinationId }: LedgerFolder): Promise<void> {
  const at: FolderAt = { side: 'destination', id: destinationId };
  let state = await context.ledger.comparedTo(sourceId);
  let isWhole = state === undefined;
  let begins = isWhole;
  while (!isOver(context)) {
    let page: ChangePage;
    try {
      const ask = () => context.destination.changes(destinationId, state, context.abort);
      page = await attemptFolder(context, at, ask);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (error.fault.kind !== 'sync-state' || state === undefined) throw await blame(context, at, error);
      state = undefined;
      isWhole = begins = true;
      continue;
    }
    const isLast = page.isLast || page.syncState === state;
    await context.ledger.compare(sourceId, {
      present: page.changes.flatMap((change) => ('item' in change ? [change.item.id] : [])),
      gone: page.changes.flatMap((change) => (change.kind === 'delete' ? [change.id] : [])),
      ...(begins && { begins }),
      ...(isLast && { isWhole, syncState: page.syncState }),
    });
    if (isLast) return;
    state = page.syncState;
    begins = false;
  }
}

/** Copies that came after the folder was first listed, and went before anyone looked, are in no list. */
async function askForUnseen(context: SliceContext, folderId: string): Promise<void> {
  while (!isOver(context)) {
    const ids = await context.ledger.unseen(folderId, LOOKUP_BATCH_SIZE);
    if (ids.length === 0) return;
    const keys = await attempt(context, () => context.destination.changeKeys(ids, context.abort));
    const present = ids.filter((id) => keys.has(id));
    await context.ledger.compare(folderId, { present, gone: ids.filter((id) => !keys.has(id)) });
  }
}

/**
 * The report of one source folder. If several are mapped to one destination folder, the first reports everything there
 * that is not our copy, and takes the reports of the others, `beside`; those count only their own copies.
 */
async function reportOf(
  { ledger }: SliceJob,
  { folder, mapped, there, copied, elsewhere }: Pair,
  differs: boolean,
  beside: readonly FolderReport[] | undefined,
): Promise<FolderReport> {
  const report = {
    folderId: folder.id,
    path: mapped.path,
    ...(mapped.distinguishedId && { distinguishedId: mapped.distinguishedId }),
    source: tallyOf(folder),
  };
  if (!there) return { ...report, destination: NOTHING, missing: copied, extra: 0, differences: [] };
  const { missing, first: differences } = differs
    ? await ledger.missing(mapped.sourceId, MAX_LISTED_DIFFERENCES)
    : { missing: NOTHING, first: [] };
  const here = { count: copied.count - elsewhere, bytes: copied.bytes };
  const present = minus(here, missing);
  if (!beside) return { ...report, destination: present, missing, extra: 0, differences };
  const destination = beside.reduce((sum, other) => minus(sum, other.destination), tallyOf(there));
  return { ...report, destination, missing, extra: Math.max(0, destination.count - present.count), differences };
}

function minus(one: Tally, other: Tally): Tally {
  return { count: Math.max(0, one.count - other.count), bytes: Math.max(0, one.bytes - other.bytes) };
}

function tallyOf(folder: Folder): { count: number; bytes: number } {
  return { count: folder.totalCount, bytes: folder.sizeBytes ?? 0 };
}
