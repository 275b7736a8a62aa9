import { faultOf, isPassing } from '../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import { complete, type Unfinished } from './complete/complete-item.ts';
import { missingAttachments } from './complete/missing-attachments.ts';
import { failAll } from './create/write-results.ts';
import { canGoOn, giveUp } from './unfinished-items.ts';
import type { WriteTarget } from './write-target.ts';

/** An item that has all its parts, and what is lost of it in plain words. */
export type Whole = { sourceId: string; id: string; omissions: string[]; parcel: Parcel };

type Failed = Extract<WriteResult, { fault: unknown }>;

/**
 * Adds to unfinished items what their creation could not carry. A fault that is not one item's ends this: items complete
 * by then continue, and the others fail with it. Throws FaultError if none is complete and nothing else has a result yet
 * (`isFirst`).
 */
export async function finishItems(
  target: WriteTarget,
  parcels: readonly Parcel[],
  isFirst: boolean,
  signal: AbortSignal,
): Promise<{ whole: Whole[]; failed: WriteResult[] }> {
  const whole: Whole[] = [];
  const failed: WriteResult[] = [];
  for (const [index, parcel] of parcels.entries()) {
    try {
      const done = await finish(target, parcel, signal);
      if ('fault' in done) failed.push(done);
      else whole.push(done);
    } catch (error) {
      if (isFirst && whole.length + failed.length === 0) throw error;
      failed.push(...failAll(parcels.slice(index), faultOf(error, 'batch')));
      break;
    }
  }
  return { whole, failed };
}

/** Adds what is missing. After an unconfirmed request the item's content is unknown: it is created again. */
async function finish(target: WriteTarget, parcel: Parcel, signal: AbortSignal): Promise<Whole | Failed> {
  const { connection, unfinished } = target;
  const { sourceId } = parcel;
  const state = unfinished.get(sourceId) as Unfinished;
  try {
    const later = await missingAttachments(connection, state.id, parcel, signal);
    for (let tries = 1; ; tries += 1) {
      const done = await complete(connection, state, parcel, later, signal);
      if (!('fault' in done))
        return { sourceId, id: state.id, omissions: [...state.omissions, ...done.omissions], parcel };
      // An item of many requests meets more of a server's passing trouble than one of a single request does.
      if (tries < MAX_TRIES && isPassing(done.fault, 'failure')) continue;
      if (!canGoOn(done.fault)) await giveUp(target, sourceId, signal);
      return done;
    }
  } catch (error) {
    if (!canGoOn(faultOf(error))) await giveUp(target, sourceId, signal);
    throw error;
  }
}

const MAX_TRIES = 3;
