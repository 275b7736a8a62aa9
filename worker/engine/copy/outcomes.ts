import { changePace, decideHere } from '../context/attempt.ts';
import type { SliceContext, SliceFindings, SliceWaits } from '../context/slice-context.ts';
import { methodsOf } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { nextMethod } from '../model/copy-method.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { isPassing } from '../model/fault.ts';
import type { ItemOutcome, LedgerItem } from '../model/ledger-facts.ts';
import type { ItemFate } from '../pacing/decide.ts';
import { MAX_ATTEMPTS } from '../pacing/decide.ts';
import type { Answer } from './denial.ts';
import { culpritOf, isDenial } from './denial.ts';
import { inDeniedFolder } from './denied-folder.ts';
import { fateInCall, isGivenUp, isPage, isTrouble } from './fates.ts';
import { noteFailing } from './failing-folder.ts';
import { rejectedInFront } from './item-faults.ts';
import type { Reactor } from './reactor.ts';

/** A folder that takes nothing is looked for this often. */
const MAX_FOLDER_LOSSES = 4;
const FOLDER_LOSS_MS = 2_000;
/** With so few items it may be one of them that the server can't take. */
const FEW_ITEMS = 5;
/** Said of a whole call in the name of the mailbox, although one of its items or its folder may cause it. */
const MAY_BE_LESS: ReadonlySet<FaultKind> = new Set(['access', 'quota', 'version']);

/** What happens to items whose whole call failed. */
export async function batchOutcomes(
  context: SliceContext,
  reactor: Reactor,
  { items, folderId }: Pick<Answer, 'items' | 'folderId'>,
  fault: Fault,
): Promise<ItemOutcome[]> {
  if (fault.kind === 'vanished' && fault.scope === 'folder' && fault.side === 'destination') {
    const lost = folderLost(context, fault);
    if (!lost) return Promise.all(items.map((item) => inDeniedFolder(context, reactor, item, fault)));
    context.end ??= lost;
    return items.map(retry);
  }
  await noteFailing(context, reactor, folderId, items, fault);
  if (isPage(fault) && isSuspicious(context, fault) && (await reactor.isWell(fault)))
    return pageOutcomes(context, reactor, items, fault);
  if (MAY_BE_LESS.has(fault.kind)) {
    const answer = { items, folderId, faults: new Map(items.map(({ id }) => [id, fault])) };
    const [first] = items;
    const culprit = first && (await culpritOf(context, first, fault, answer));
    if (culprit === 'folder') return Promise.all(items.map((item) => inDeniedFolder(context, reactor, item, fault)));
    if (first && culprit === 'item')
      return items.length > 1 ? items.map(retryAlone) : [otherMethod(context, first, { ...fault, scope: 'item' })];
  }
  if (isMeant(context, fault) && (await reactor.isWell(fault))) {
    const { waitMs } = reactor.react(fault).pace;
    return items.map((item) => (items.length === 1 ? blamed(context, item, fault, waitMs) : retryAlone(item)));
  }
  const isTheirs = isTrouble(fault) && (await reactor.isWell(fault));
  // The pace of others has nothing to do with it: only smaller batches show which item it is.
  if (isTheirs) changePace(context, { type: 'split' });
  const remedy = isTheirs ? decideHere(context, fault, 0) : reactor.react(fault);
  return items.map((item): ItemOutcome => {
    const fate = fateInCall(fault, remedy, { count: items.length, method: item.method, isTheirs });
    // The server in trouble is to blame for the connection; no item is.
    if (fate === 'unconfirmed' && fault.was !== undefined && !isTheirs) return { id: item.id, to: 'doubt' };
    return outcomeOf(context, item, fate, fault, remedy.pace.waitMs);
  });
}

/** Something in front of the server has answered in its place, which answers others: it minds one of these items. */
function pageOutcomes(
  context: SliceContext,
  reactor: Reactor,
  items: readonly LedgerItem[],
  fault: Fault,
): ItemOutcome[] {
  if (fault.kind === 'in-doubt') return items.map((item) => unconfirmed(item, fault));
  const [only, ...others] = items;
  const { pace } = fault.kind === 'busy' ? reactor.react(fault) : decideHere(context, fault, only?.attempts ?? 0);
  return only && others.length === 0 ? [blamed(context, only, fault, pace.waitMs)] : items.map(retryAlone);
}

/** A server that is busy answers others between two refusals: it is believed once. */
function isSuspicious({ pace }: SliceContext, { kind, code }: Fault): boolean {
  return kind !== 'busy' || (code !== 'held-back' && pace.failures > 0);
}

/** So often in a row a server is believed that is busy for some items while it answers other requests. */
const BELIEVED = 4;

/** Busy several times in a row, with no answer in between. */
function isMeant({ pace }: SliceContext, { kind, code }: Fault): boolean {
  return isPassing({ kind }, 'throttling') && code !== 'held-back' && pace.failures >= BELIEVED;
}

/** What happens to one item that the server answered with a fault. */
export async function itemOutcome(
  context: SliceContext,
  reactor: Reactor,
  item: LedgerItem,
  fault: Fault,
  answer?: Answer,
): Promise<ItemOutcome> {
  const others = answer !== undefined && answer.faults.size < answer.items.length;
  const isOwn = fault.kind === 'unknown' || fault.kind === 'stale';
  const { item: fate, pace, end } = decideHere(context, fault, isOwn ? item.attempts : 0);
  if (answer && isDenial(fault)) {
    const culprit = await culpritOf(context, item, fault, answer);
    if (culprit === 'folder') return inDeniedFolder(context, reactor, item, fault);
    if (culprit === 'mailbox') {
      reactor.react(fault);
      return retryAlone(item);
    }
    // A server that denies a whole call may mean one of its items.
    if (!others && answer.items.length > 1) return retryAlone(item);
    const own: Fault = { ...fault, scope: 'item' };
    // By another method it would have no room either.
    return fault.kind === 'quota' ? failed(item, own) : otherMethod(context, item, own);
  }
  if (answer && isStoppedByNone(fault, answer))
    return answer.items.length > 1 ? retryAlone(item) : blamed(context, item, fault, pace.waitMs);
  const isImmediate = pace.batches === 'same' && pace.waitMs === 0 && end === undefined;
  if (fate !== 'retry' || isImmediate) return outcomeOf(context, item, fate, fault, pace.waitMs);
  if (isTrouble(fault) && (others || (await reactor.isWell(fault)))) return blamed(context, item, fault, pace.waitMs);
  const remedy = reactor.react(fault);
  if (!answer || !isMeant(context, fault) || !(await reactor.isWell(fault))) return retry(item);
  return answer.items.length === 1 ? blamed(context, item, fault, remedy.pace.waitMs) : retryAlone(item);
}

/** Reported as skipped because of another item's fault, but no other item has one: retrying would only repeat this. */
function isStoppedByNone({ kind, code }: Fault, { faults }: Answer): boolean {
  if (kind !== 'not-processed' || !code.startsWith('Error')) return false;
  return [...faults.values()].every((each) => each.kind === 'not-processed');
}

function outcomeOf(context: SliceContext, item: LedgerItem, fate: ItemFate, fault: Fault, waitMs: number): ItemOutcome {
  switch (fate) {
    case 'retry':
      return retry(item);
    case 'retry-alone':
      return retryAlone(item);
    case 'blamed':
      return blamed(context, item, fault, waitMs);
    case 'next-method':
      return otherMethod(context, item, fault);
    case 'failed':
      return failed(item, fault);
    case 'gone':
      return { id: item.id, to: 'gone' };
    case 'unconfirmed':
      return unconfirmed(item);
  }
}

/** The folder was deleted meanwhile: the next slice looks at the tree, and makes it again. Undefined where it has. */
function folderLost(context: SliceJob, fault: Fault): SliceWaits['end'] {
  if (context.priorWaits >= MAX_FOLDER_LOSSES) return undefined;
  return { outcome: 'wait', resumeAt: context.now() + FOLDER_LOSS_MS * 2 ** context.priorWaits, fault };
}

export function arrived(item: LedgerItem, write: { id: string; changeKey: string; omissions?: string[] }): ItemOutcome {
  const { id: destinationId, changeKey, omissions } = write;
  return { id: item.id, to: 'done', destinationId, changeKey, ...(omissions && omissions.length > 0 && { omissions }) };
}

/** `page`: the HTML page that replaced the answer. */
export function unconfirmed(item: LedgerItem, page?: Fault): ItemOutcome {
  return { id: item.id, to: 'doubt', attempts: item.attempts + 1, ...(page && { fault: rejectedInFront(page) }) };
}

export function retry({ id, attempts, method }: LedgerItem): ItemOutcome {
  return { id, to: 'pending', attempts, method };
}

/** An item with a failed attempt gets a batch of its own. */
function retryAlone(item: LedgerItem): ItemOutcome {
  return retry({ ...item, attempts: Math.max(1, item.attempts) });
}

export function failed(item: LedgerItem, fault: Fault): ItemOutcome {
  return { id: item.id, to: 'failed', fault };
}

/** After a few attempts by one method, the next one is tried, starting with its first attempt. */
function blamed(context: SliceContext, item: LedgerItem, fault: Fault, delayMs: number): ItemOutcome {
  const attempts = item.attempts + 1;
  if (attempts >= MAX_ATTEMPTS) return otherMethod(context, { ...item, attempts: 1 }, fault);
  return { id: item.id, to: 'pending', attempts, method: item.method, notBeforeAt: context.now() + delayMs };
}

function otherMethod(context: SliceContext, item: LedgerItem, fault: Fault): ItemOutcome {
  const method = nextMethod(item.method, methodsOf(context), item.itemClass);
  if (method) return { id: item.id, to: 'pending', attempts: item.attempts, method };
  if (isPage(fault)) return failed(item, rejectedInFront(fault));
  if (!isGivenUp(fault)) return failed(item, fault);
  // Others have crossed: it is one of the last that something minds.
  if (leftOf(context) <= FEW_ITEMS) return failed(item, countOf(context) > FEW_ITEMS ? rejectedInFront(fault) : fault);
  // It would be the same with all the others.
  context.end ??= { outcome: 'failed', fault };
  return retry(item);
}

/** Those that still wait, where others have crossed before. */
function leftOf(context: SliceFindings): number {
  const { total, done, failed: listed } = context.progress;
  return done.count > 0 ? total.count - done.count - listed.count : countOf(context);
}

function countOf({ sourceTree }: SliceFindings): number {
  return sourceTree.reduce((sum, { totalCount }) => sum + totalCount, 0);
}
