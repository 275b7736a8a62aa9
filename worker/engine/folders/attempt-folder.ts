import { SliceEnd, attempt } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Fault, FaultError, FaultKind } from '../model/fault.ts';
import { isPassing } from '../model/fault.ts';
import type { FolderAt } from './folder-error.ts';
import { FolderError } from './folder-error.ts';
import { haveOthersAnswered, othersAnswer } from './probe-others.ts';
import { isSuspect, noteThrottled, noteUnthrottled } from './throttled-folder.ts';

/** What no single folder causes. */
const OF_ALL: ReadonlySet<FaultKind> = new Set([
  'credentials',
  'quota',
  'unreachable',
  'tls',
  'exchange-online',
  'oauth-only',
  'stopped',
]);
/** Faults that may mean something else to the caller. */
const OF_CALLER: ReadonlySet<FaultKind> = new Set(['vanished', 'sync-state']);
/** A server that asks to slow down is believed so often: in one slice, and where slices end in waiting for it. */
const MOST_BELIEVED = 3;
const MOST_BELIEVED_IN_ALL = 4;
/** So often in a row one call about a folder may fail that has answered before. */
const MOST_FAILURES = 3;

/**
 * As `attempt`, for a call about one folder. Throws FolderError if other folders of that side answer while this one
 * fails: then the server is not at fault. Other errors are those of `attempt`; `blame` turns them into a FolderError
 * where the folder is at fault.
 */
export async function attemptFolder<T>(context: SliceContext, at: FolderAt, call: () => Promise<T>): Promise<T> {
  const isSuspected = isSuspect(context, at);
  const asking = askBeforehand(context, at, isSuspected);
  if (asking) await asking;
  const isBelieved = believing(context, isSuspected);
  let failures = 0;
  try {
    const value = await attempt(context, call, {
      onFault: async (fault) => {
        if (OF_CALLER.has(fault.kind) || isBelieved(fault)) return;
        // Of a long listing, each page may fail now and then: that is no trouble of the folder.
        const hasAnswered = context.answered[at.side].has(at.id);
        if (hasAnswered && isPassing(fault, 'failure') && ++failures < MOST_FAILURES) return;
        if (await isOfFolder(context, at, fault)) throw new FolderError(fault);
      },
    });
    context.answered[at.side].add(at.id);
    if (isSuspected) await noteUnthrottled(context, at);
    return value;
  } catch (error) {
    if (error instanceof SliceEnd) await noteThrottled(context, at, error.result);
    throw error;
  }
}

/** Whether a call's faults in a row mean a server that asks to slow down, and is still believed. */
export function believing(context: SliceContext, isSuspected: boolean): (fault: Fault) => boolean {
  const most = mostBelieved(context, isSuspected);
  let refusals = 0;
  return (fault) => {
    if (!isPassing(fault, 'throttling')) return false;
    if (fault.code === 'held-back') return true;
    refusals += 1;
    return refusals <= most;
  };
}

const mostBelieved = ({ priorWaits }: SliceContext, isSuspected: boolean): number =>
  isSuspected ? 0 : Math.min(MOST_BELIEVED, MOST_BELIEVED_IN_ALL - priorWaits);

/**
 * Where not even the first refusal will be believed, another folder is asked for before: after the refusal nothing may
 * be asked for a while.
 */
export function askBeforehand(context: SliceContext, at: FolderAt, isSuspected: boolean): Promise<boolean> | undefined {
  const isAsked = mostBelieved(context, isSuspected) > 0 || haveOthersAnswered(context, at);
  return isAsked ? undefined : othersAnswer(context, at);
}

/** The error to throw for a failed call about a folder. */
export async function blame(context: SliceContext, at: FolderAt, error: FaultError): Promise<FaultError | FolderError> {
  return (await isOfFolder(context, at, error.fault)) ? new FolderError(error.fault) : error;
}

/** Whether a fault is of this folder alone, and not of its server or mailbox. */
export async function isOfFolder(context: SliceContext, at: FolderAt, fault: Fault): Promise<boolean> {
  // A mailbox without room can be read.
  const isUnreadable = fault.kind === 'quota' && at.side === 'source';
  if (OF_ALL.has(fault.kind) && !isUnreadable) return false;
  if (!isPassing(fault, 'throttling')) return othersAnswer(context, at);
  const isOfFolder = haveOthersAnswered(context, at) || (await othersAnswer(context, at));
  // What was answered before this refusal says nothing of the next one.
  context.answered[at.side].clear();
  return isOfFolder;
}

/** Whether a fault that is said of one folder may be its own. */
export function mayBeOfFolder(fault: Fault): boolean {
  return !isPassing(fault, 'throttling') && !OF_ALL.has(fault.kind);
}
