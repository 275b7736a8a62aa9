import { isPassing, type Fault, type FaultKind } from '../model/fault.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { ItemFate, Remedy } from '../pacing/decide.ts';

/** Trouble of a server that one odd item can cause as well, which may bring it down. An unconfirmed one counts as what it was. */
export function isTrouble({ kind, was = kind }: Fault): boolean {
  return isPassing({ kind: was }, 'failure', 'absence');
}

const PAGE_KINDS: ReadonlySet<FaultKind> = new Set(['not-exchange', 'access', 'busy', 'wrong-server', 'unsupported']);

/**
 * A page in the place of an answer, which a firewall or a proxy in front of the server may give because of what is in the
 * request. An unconfirmed one counts as what it was.
 */
export function isPage({ kind, was = kind, code }: Fault): boolean {
  return PAGE_KINDS.has(was) && code.startsWith('http-');
}

/** An operation that every item needs, and that the server was proven not to know. */
export function isGivenUp({ kind, code, operation, side }: Fault): boolean {
  const isNeeded = operation === 'CreateItem' || (operation === 'GetItem' && side === 'source');
  return isNeeded && kind === 'unsupported' && code === 'operation-refused';
}

/**
 * What happens to each of `count` items whose whole call failed. `isTheirs`: the server answers other requests, so one
 * of the items is to blame.
 */
export function fateInCall(
  fault: Fault,
  { item, ofSeveral, pace }: Remedy,
  { count, method, isTheirs }: { count: number; method: CopyMethod; isTheirs: boolean },
): ItemFate {
  if (item === 'unconfirmed') return item;
  if (isTheirs) {
    if (count === 1) return 'blamed';
    return pace.batches === 'smaller' ? 'retry' : 'retry-alone';
  }
  // Of export and upload a server knows all or nothing; of other items it may know some kinds.
  const isOfAll = isGivenUp(fault) || (fault.kind === 'unsupported' && method === 'transfer');
  return count > 1 && !isOfAll ? ofSeveral : item;
}
