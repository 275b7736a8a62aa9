import { attempt } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Fault, FaultError, FaultKind } from '../model/fault.ts';
import type { FolderAt } from './folder-error.ts';
import { FolderError } from './folder-error.ts';
import { othersAnswer } from './probe-others.ts';

/** What no single folder causes. */
const OF_ALL: ReadonlySet<FaultKind> = new Set([
  'credentials',
  'quota',
  'too-many-connections',
  'unreachable',
  'tls',
  'exchange-online',
  'oauth-only',
  'stopped',
]);
/** The caller knows what these may mean beside. */
const OF_CALLER: ReadonlySet<FaultKind> = new Set(['vanished', 'sync-state']);
/** A server that asks to slow down is believed so often: in one slice, and where slices end in waiting for it. */
const MOST_BELIEVED = 3;
const MOST_BELIEVED_IN_ALL = 8;

/**
 * As `attempt`, of a call about one folder. Throws FolderError where others of that side answer while it fails: that
 * is no trouble of the server. What else there is to be thrown, `attempt` throws; `blame` turns it into a FolderError,
 * too, where it is one.
 */
export async function attemptFolder<T>(context: SliceContext, at: FolderAt, call: () => Promise<T>): Promise<T> {
  const isBelieved = believing(context);
  const value = await attempt(context, call, {
    onFault: async (fault) => {
      if (OF_CALLER.has(fault.kind) || isBelieved(fault)) return;
      if (await isOfFolder(context, at, fault)) throw new FolderError(fault);
    },
  });
  context.answered[at.side].add(at.id);
  return value;
}

/** Of one call's faults in a row: whether this is a server that asks to slow down, and is still believed. */
export function believing({ priorWaits }: SliceContext): (fault: Fault) => boolean {
  let refusals = 0;
  return ({ kind, code }) => {
    if (kind !== 'busy') return false;
    refusals += 1;
    return code === 'held-back' || (refusals <= MOST_BELIEVED && refusals + priorWaits <= MOST_BELIEVED_IN_ALL);
  };
}

/** What a failed call about a folder is to be thrown as. */
export async function blame(context: SliceContext, at: FolderAt, error: FaultError): Promise<FaultError | FolderError> {
  return (await isOfFolder(context, at, error.fault)) ? new FolderError(error.fault) : error;
}

/** Whether a fault is of this folder alone, and not of its server or mailbox. */
export async function isOfFolder(context: SliceContext, at: FolderAt, fault: Fault): Promise<boolean> {
  return !OF_ALL.has(fault.kind) && othersAnswer(context, at);
}

/** Whether a fault that is said of one folder may be its own. */
export function mayBeOfFolder({ kind }: Fault): boolean {
  return kind !== 'busy' && !OF_ALL.has(kind);
}
