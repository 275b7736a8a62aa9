import { copyBatch } from './copy-batch.ts';
import { faultOf } from '../model/fault.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Batch, ItemOutcome } from '../model/ledger-facts.ts';
import { callsForBatch } from '../pacing/spend.ts';
import { resolveDueItems } from './resolve.ts';
import { STREAM_FROM_BYTES } from '../model/stream-size.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { selectionNow } from '../context/slice-context.ts';
import { isOver, waitUntil } from '../context/attempt.ts';

/** How often to look whether something has become due. */
const IDLE_MS = 25;
/** When the ledger itself does not answer, another slice tries again after this long. */
const LEDGER_RETRY_MS = 5_000;

/**
 * Copies the ledger's pending items, several batches concurrently, while the inventory still adds to them. Returns true
 * when nothing is left. Always waits for batches in flight: the ledger needs their outcomes.
 */
export async function copyItems(context: SliceContext): Promise<boolean> {
  const inFlight = new Set<Promise<void>>();
  /** Those that the servers still work on; the others only wait for the ledger. */
  const crossing = new Set<Promise<void>>();
  const start = (batch: Batch) => {
    context.progress.phase = 'copying';
    context.hasWritten = true;
    context.isCopying = true;
    const crossed = Promise.withResolvers<void>();
    crossing.add(crossed.promise);
    const isAcross = () => {
      crossing.delete(crossed.promise);
      crossed.resolve();
    };
    const release = context.spend?.hold(callsForBatch(batch.method, batch.items.length));
    /** With the outcomes of a batch the ledger is asked for the next one, which takes its place. */
    const settle = async (outcomes: readonly ItemOutcome[]) => {
      release?.();
      if (!mayClaim(context) || crossing.size > context.pace.concurrency) {
        isAcross();
        await context.ledger.settle(outcomes);
        return;
      }
      const next = await context.ledger.settleAndClaim(outcomes, ...claimNow(context));
      if (next) start(next);
      isAcross();
    };
    const run: Promise<void> = copyBatch(context, batch, settle)
      .catch((error: unknown) => endForLedger(context, error))
      .finally(() => {
        isAcross();
        release?.();
        inFlight.delete(run);
      });
    inFlight.add(run);
  };
  try {
    context.isCopying = true;
    while (!isOver(context)) {
      const now = context.now();
      if (context.unconfirmedDueAt !== undefined && context.unconfirmedDueAt <= now) {
        context.progress.phase = 'resolving';
        await resolveDueItems(context);
      }
      if (context.pace.notBeforeAt > now) {
        // Batches in flight may end, and be settled, during the wait.
        await waitUntil(context, context.pace.notBeforeAt, context.pace.fault);
        continue;
      }
      if (crossing.size >= context.pace.concurrency) {
        await Promise.race(crossing);
        continue;
      }
      const wasInventoried = context.isInventoried;
      const news = context.news.next();
      const batch = await context.ledger.claim(...claimNow(context));
      // If none of the items found so far can be claimed yet, the inventory must continue.
      if (!batch && context.progress.total.count > 0) context.opening?.resolve();
      if (batch) start(batch);
      else if (inFlight.size > 0) await Promise.race(wasInventoried ? inFlight : [...inFlight, news]);
      else if (!wasInventoried) {
        if (context.inventoryEnded && !context.isInventoried) return false;
        restCopying(context);
        // An unconfirmed item may be due before there is news.
        await (context.unconfirmedDueAt === undefined ? news : context.sleep(IDLE_MS, context.stop));
      } else {
        const next = await nextMoment(context);
        if (next === undefined) return true;
        await waitUntil(context, Math.max(next, context.now() + IDLE_MS));
      }
    }
    return false;
  } finally {
    context.opening?.resolve();
    restCopying(context);
    // One may still start another that the ledger gave out with its outcomes.
    while (inFlight.size > 0) await Promise.all(inFlight);
  }
}

/** Nothing more can be copied now: release what waits for that. */
function restCopying(context: SliceWaits): void {
  if (!context.isCopying) return;
  context.isCopying = false;
  context.news.notify();
}

/** Whether another batch can start now, with nothing to wait for or to resolve first. */
function mayClaim(context: SliceContext): boolean {
  const now = context.now();
  const isUnconfirmedDue = context.unconfirmedDueAt !== undefined && context.unconfirmedDueAt <= now;
  return !isOver(context) && !isUnconfirmedDue && context.pace.notBeforeAt <= now;
}

function claimNow(context: SliceContext): Parameters<Ledger['claim']> {
  const { batchItems: maxItems, batchBytes: maxBytes } = context.pace;
  const limits = { maxItems, maxBytes, streamFromBytes: STREAM_FROM_BYTES };
  return [context.newBatchId(), limits, selectionNow(context), context.now()];
}

/**
 * A batch rejects only when the ledger refused it (the lease is lost) or did not answer. Either way this slice can
 * record nothing more, so it stops; its intents become unconfirmed for the next one.
 */
function endForLedger(context: SliceJob & SliceWaits, error: unknown): void {
  const fault = faultOf(error);
  context.end ??=
    fault.kind === 'stopped'
      ? { outcome: 'stopped' }
      : { outcome: 'wait', resumeAt: context.now() + LEDGER_RETRY_MS, fault };
}

/** When there is something to do again: a held-back item or an unconfirmed one; undefined when there is neither. */
async function nextMoment(context: SliceJob & SliceWaits): Promise<number | undefined> {
  const pendingAt = await context.ledger.nextPendingAt(selectionNow(context));
  if (pendingAt === undefined) return context.unconfirmedDueAt;
  if (context.unconfirmedDueAt === undefined) return pendingAt;
  // A pending item that could be claimed now and was not waits until its unconfirmed twin is resolved.
  return pendingAt <= context.now() ? context.unconfirmedDueAt : Math.min(pendingAt, context.unconfirmedDueAt);
}
