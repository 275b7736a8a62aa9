import { createLag, restFor } from '../../engine/pacing/lag.ts';
import type { Gate } from '../../exchange/client/gate.ts';
import { sleep } from '../platform/sleep.ts';
import { repeatedly } from '../platform/timers.ts';

const EVERY_MS = 500;
/** How soon a slice that rests sees that the processor has caught up. */
const LOOK_MS = 500;
/** Of this isolate. */
const lag = createLag();
/** How many slices of each project run in it. */
const slices = new Map<string, number>();

/** Measures the lag of the isolate while a slice of a project runs; returns what ends it. */
export function watchProcessor(projectId: string): () => void {
  slices.set(projectId, (slices.get(projectId) ?? 0) + 1);
  let dueAt = Date.now() + EVERY_MS;
  const end = repeatedly(EVERY_MS, () => {
    const now = Date.now();
    lag.note(now - dueAt);
    dueAt = now + EVERY_MS;
  });
  return () => {
    const left = (slices.get(projectId) ?? 1) - 1;
    if (left > 0) slices.set(projectId, left);
    else slices.delete(projectId);
    end();
  };
}

/** A gate before which a request of a project that runs many slices rests while the processor is behind. */
export function restingGate(gate: Gate, projectId: string): Gate {
  return {
    ...gate,
    enter: async (operation, signal) => {
      const since = Date.now();
      for (;;) {
        const left = restFor(lag.ms(), slices.get(projectId) ?? 0) - (Date.now() - since);
        if (left <= 0 || signal.aborted) break;
        await sleep(Math.min(left, LOOK_MS), signal);
      }
      return gate.enter(operation, signal);
    },
  };
}
