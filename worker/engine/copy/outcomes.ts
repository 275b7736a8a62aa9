import type { Action } from '../pacing/decide.ts';
import { MAX_ATTEMPTS } from '../pacing/decide.ts';
import { nextPath } from '../model/copy-path.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import type { ItemOutcome, LedgerItem } from '../model/ledger.ts';
import type { PaceEvent } from '../pacing/pacer.ts';
import { pace } from '../pacing/pacer.ts';
import type { SliceContext, SliceFindings, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { pathsOf } from '../context/slice-context.ts';
import { decideHere } from '../context/attempt.ts';

/** Troubles of a server that one odd item can make as well. */
const TROUBLES: ReadonlySet<FaultKind> = new Set(['transient', 'overload', 'unreachable']);
/** So often a folder that the tree shows and that takes nothing is looked for anew. */
const MAX_FOLDER_LOSSES = 4;
const FOLDER_LOSS_MS = 2_000;

/** What becomes of items whose call as a whole met a fault. */
export async function batchOutcomes(
  context: SliceContext,
  reactor: Reactor,
  items: readonly LedgerItem[],
  fault: Fault,
): Promise<ItemOutcome[]> {
  if (fault.kind === 'vanished' && fault.scope === 'folder' && fault.side === 'destination') {
    context.end ??= folderLost(context, fault);
    return items.map(again);
  }
  // The one that a server in good health fails at is itself to blame.
  const isTheirs = isTrouble(fault) && (await reactor.isWell(fault));
  const action = isTheirs ? blameAction(context, fault) : reactor.react(fault);
  return items.map((item): ItemOutcome => {
    switch (action.do) {
      case 'resolve':
        return isTheirs || fault.was === undefined ? doubtful(item) : { id: item.id, to: 'doubt' };
      case 'split':
        if (fault.kind === 'too-large') return items.length > 1 ? again(item) : failed(item, fault);
        return isTheirs && items.length === 1 ? blamed(context, item, fault, action.delayMs) : again(item);
      case 'next-path':
        // One bad item may have brought the whole call down: each goes alone before any is given up.
        // Of export and upload a server knows all or nothing; of other items it may know some kinds.
        if (items.length > 1 && !isGivenUp(fault) && (fault.kind !== 'unsupported' || item.path !== 'transfer'))
          return alone(item);
        return otherPath(context, item, fault);
      case 'list':
        return items.length > 1 ? alone(item) : failed(item, fault);
      case 'retry':
        if (isTheirs && items.length > 1) return alone(item);
        return action.costsAttempt || isTheirs ? blamed(context, item, fault, action.delayMs) : again(item);
      case 'forget':
        return items.length > 1 ? alone(item) : { id: item.id, to: 'gone' };
      default:
        return again(item);
    }
  });
}

/** What becomes of one item that its server answered with a fault; `others` of its call went through. */
export async function itemOutcome(
  context: SliceContext,
  reactor: Reactor,
  item: LedgerItem,
  fault: Fault,
  others = false,
): Promise<ItemOutcome> {
  const isOwn = fault.kind === 'unknown' || fault.kind === 'stale';
  const action = decideHere(context, fault, isOwn ? item.attempts : 0);
  switch (action.do) {
    case 'forget':
      return fault.side === 'destination' ? failed(item, fault) : { id: item.id, to: 'gone' };
    case 'next-path':
      return otherPath(context, item, fault);
    case 'list':
      return fault.kind === 'unknown' ? otherPath(context, item, fault) : failed(item, fault);
    case 'resolve':
      return doubtful(item);
    case 'split':
      if (fault.kind === 'too-large') return failed(item, fault);
      break;
    case 'retry':
      if (action.costsAttempt) return blamed(context, item, fault, action.delayMs);
      if (action.delayMs === 0) return again(item);
      break;
    default:
      break;
  }
  if (isTrouble(fault) && (others || (await reactor.isWell(fault))))
    return blamed(context, item, fault, 'delayMs' in action ? action.delayMs : 0);
  reactor.react(fault);
  return again(item);
}

function isTrouble({ kind, was = kind }: Fault): boolean {
  return TROUBLES.has(was);
}

/**
 * Whether the side that was in trouble answers something else. A server that is down costs no item an attempt; one
 * that only ever fails at this item does.
 */
async function answers({ source, destination, abort }: SliceJob, { side }: Fault): Promise<boolean> {
  try {
    if (side !== 'destination') await source.folders(abort);
    if (side !== 'source') await destination.folders(abort);
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

/** What is done about a fault of the items' own: nothing about the pace of the others, but for smaller batches. */
function blameAction(context: SliceContext, fault: Fault): Action {
  apply(context, { type: 'split' });
  return decideHere(context, fault, 0);
}

/** The folder was deleted meanwhile: the next slice looks at the tree, and makes it again. */
function folderLost(context: SliceJob, fault: Fault): SliceWaits['end'] {
  if (context.priorWaits >= MAX_FOLDER_LOSSES) return { outcome: 'paused', fault };
  return { outcome: 'wait', resumeAt: context.now() + FOLDER_LOSS_MS * 2 ** context.priorWaits, fault };
}

/** What one batch does about faults. Twenty items that are answered "busy" are one refusal, not twenty. */
export type Reactor = {
  /** Adjusts the pace, once for each kind. */
  react: (fault: Fault) => Action;
  /** See `answers`; asked once a batch. */
  isWell: (fault: Fault) => Promise<boolean>;
};

export function createReactor(context: SliceContext): Reactor {
  const known = new Map<string, Action>();
  let asked: Promise<boolean> | undefined;
  return {
    react: (fault) => {
      const action = known.get(fault.kind) ?? adjust(context, fault);
      known.set(fault.kind, action);
      return action;
    },
    isWell: (fault) => (asked ??= answers(context, fault)),
  };
}

/** Adjusts pace or end of the slice to a fault, and tells the action that it stands for. */
function adjust(context: SliceContext, fault: Fault): Action {
  const { failures, refusals } = context.pace;
  const action = decideHere(context, fault, fault.kind === 'credentials' ? refusals : failures);
  const now = context.now();
  if (action.do === 'slow-down') apply(context, { type: 'slow-down', delayMs: action.delayMs, now, fault });
  else if (action.do === 'split' || action.do === 'next-path' || action.do === 'list' || action.do === 'forget') {
    apply(context, { type: 'split' });
    if ('delayMs' in action && action.delayMs > 0)
      apply(context, { type: 'wait', delayMs: action.delayMs, now, fault });
    if (fault.kind === 'unsupported' && fault.scope !== 'item') forgetPath(context, fault);
  } else if (action.do === 'retry' && action.delayMs > 0)
    apply(context, { type: 'wait', delayMs: action.delayMs, now, fault });
  else if (action.do === 'resolve') {
    // Smaller batches until it is clear which item brings the connection down, if it is one.
    apply(context, { type: 'split' });
    const meanwhile = fault.was && decideHere(context, { ...fault, kind: fault.was }, failures);
    if (meanwhile && 'delayMs' in meanwhile && meanwhile.delayMs > 0)
      apply(context, { type: 'wait', delayMs: meanwhile.delayMs, now, fault: { ...fault, kind: fault.was! } });
  } else if (action.do === 'pause') context.end ??= { outcome: 'paused', fault };
  else if (action.do === 'fail') context.end ??= { outcome: 'failed', fault };
  else if (action.do === 'stop') context.end ??= { outcome: 'stopped' };
  return action;
}

export function apply(context: SliceWaits, event: PaceEvent): void {
  context.pace = pace(context.pace, event);
}

/** A side that does not know export or upload will not learn it in this slice. */
function forgetPath(context: SliceFindings, fault: Fault): void {
  if (/export|upload/i.test(fault.message + fault.code))
    context.usable = context.usable.filter((path) => path !== 'transfer');
}

export function arrived(item: LedgerItem, write: { id: string; changeKey: string; losses?: string[] }): ItemOutcome {
  const { id: destinationId, changeKey, losses } = write;
  return { id: item.id, to: 'done', destinationId, changeKey, ...(losses && losses.length > 0 && { losses }) };
}

export function doubtful(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'doubt', attempts: item.attempts + 1 };
}

export function again(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'pending', attempts: item.attempts, path: item.path };
}

/** Again, and alone: one of its batch brought the whole call down, and which one will show. */
function alone(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'pending', attempts: Math.max(1, item.attempts), path: item.path };
}

export function failed(item: LedgerItem, fault: Fault): ItemOutcome {
  return { id: item.id, to: 'failed', fault };
}

/** After a few attempts by one path the next one is tried, from the first attempt. */
function blamed(context: SliceContext, item: LedgerItem, fault: Fault, delayMs: number): ItemOutcome {
  const attempts = item.attempts + 1;
  if (attempts >= MAX_ATTEMPTS) return otherPath(context, { ...item, attempts: 1 }, fault);
  return { id: item.id, to: 'pending', attempts, path: item.path, notBeforeAt: context.now() + delayMs };
}

function otherPath(context: SliceContext, item: LedgerItem, fault: Fault): ItemOutcome {
  const path = nextPath(item.path, pathsOf(context), item.itemClass);
  if (path) return { id: item.id, to: 'pending', attempts: item.attempts, path };
  if (!isGivenUp(fault) || countOf(context) <= FEW_ITEMS) return failed(item, fault);
  // It would be the same with all the others.
  context.end ??= { outcome: 'failed', fault };
  return again(item);
}

/** With so few items it may be one of them that the server can't take. */
const FEW_ITEMS = 5;

function countOf({ sourceTree }: SliceFindings): number {
  return sourceTree.reduce((sum, { totalCount }) => sum + totalCount, 0);
}

/** An operation that every item needs, and that the server was proven not to answer. */
function isGivenUp({ kind, code, operation, side }: Fault): boolean {
  const isNeeded = operation === 'CreateItem' || (operation === 'GetItem' && side === 'source');
  return isNeeded && kind === 'unsupported' && code === 'operation-refused';
}

export function notUsable(path: string): Fault {
  return {
    kind: 'unsupported',
    scope: 'item',
    code: 'path-not-available',
    message: `Not both servers can copy by ${path}.`,
  };
}

/** Told without an upload: no request of that size gets in. */
export function beyondLimit({ sizeBytes }: LedgerItem, maxRequestBytes: number): Fault {
  const [size, limit] = [sizeBytes, maxRequestBytes].map((bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`);
  return {
    kind: 'too-large',
    scope: 'item',
    code: 'beyond-request-limit',
    message: `The item has ${size}, a third more on its way; the server takes requests of ${limit}.`,
    side: 'destination',
  };
}

export function changedOnBothSides(): Fault {
  return {
    kind: 'refused',
    scope: 'item',
    code: 'changed-on-both-sides',
    message: 'The item was changed at the source, and its copy at the destination; the copy was left as it is.',
    side: 'destination',
  };
}

export function unanswered(side: 'source' | 'destination'): Fault {
  return {
    kind: 'unknown',
    scope: 'item',
    code: 'no-answer',
    message: 'The server left this item out of its answer.',
    side,
  };
}
