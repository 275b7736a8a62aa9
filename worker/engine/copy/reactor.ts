import { changePace, decideHere } from '../context/attempt.ts';
import type { SliceContext, SliceFindings } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { asTroubled, noteTrouble } from '../folders/set-aside.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import { isPage } from './fates.ts';
import type { Batch } from '../model/ledger-facts.ts';
import type { Remedy } from '../pacing/decide.ts';

/** What one batch does about faults. Twenty items that are answered "busy" are one refusal, not twenty. */
export type Reactor = {
  /** Changes pace or end of the slice, once for each kind. */
  react: (fault: Fault) => Remedy;
  /** See `answers`; asked once a batch. */
  isWell: (fault: Fault) => Promise<boolean>;
  /** Notes that the folder of the batch is at fault, once a batch. Returns as `noteTrouble`. */
  inTrouble: (fault: Fault) => Promise<number | undefined>;
};

export function createReactor(context: SliceContext, { folderId }: Pick<Batch, 'folderId'>): Reactor {
  const known = new Map<string, Remedy>();
  let asked: Promise<boolean> | undefined;
  let noted: Promise<number | undefined> | undefined;
  return {
    react: (fault) => {
      const remedy = known.get(fault.kind) ?? adjust(context, fault);
      known.set(fault.kind, remedy);
      return remedy;
    },
    isWell: (fault) => (asked ??= answers(context, fault)),
    inTrouble: (fault) => (noted ??= noteFolder(context, folderId, fault)),
  };
}

async function noteFolder(context: SliceContext, folderId: string, fault: Fault): Promise<number | undefined> {
  const folder = context.folders.get(folderId);
  return folder && noteTrouble(context, asTroubled(context, folder), { ...fault, scope: 'folder' });
}

/** Changes pace or end of the slice as a fault asks for, and returns what to do about it. */
function adjust(context: SliceContext, fault: Fault): Remedy {
  const { failures, refusals } = context.pace;
  const remedy = decideHere(context, fault, fault.kind === 'credentials' ? refusals : failures);
  const { batches, waitMs } = remedy.pace;
  const wait = { delayMs: waitMs, now: context.now(), fault: { ...fault, kind: fault.was ?? fault.kind } };
  if (batches === 'fewer') changePace(context, { type: 'slow-down', ...wait });
  else {
    if (batches === 'smaller') changePace(context, { type: 'split' });
    if (waitMs > 0) changePace(context, { type: 'wait', ...wait });
  }
  if (fault.kind === 'unsupported' && fault.scope !== 'item') forgetMethod(context, fault);
  if (remedy.end) context.end ??= remedy.end === 'stopped' ? { outcome: 'stopped' } : { outcome: remedy.end, fault };
  return remedy;
}

/**
 * Whether the side in trouble answers another request. A server that is down costs no item an attempt; one that fails
 * only for this item does.
 */
async function answers({ source, destination, abort }: SliceJob, fault: Fault): Promise<boolean> {
  const { side } = fault;
  try {
    // A proxy in front of the server does not mind the size of a batch.
    if (isPage(fault)) await (side === 'source' ? source : destination).lacksRights(abort);
    else {
      if (side !== 'destination') await source.folders(abort);
      if (side !== 'source') await destination.folders(abort);
    }
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

/** A side that does not know export or upload will not learn it in this slice. */
function forgetMethod(context: SliceFindings, fault: Fault): void {
  if (/export|upload/i.test(fault.message + fault.code))
    context.usable = context.usable.filter((method) => method !== 'transfer');
}
