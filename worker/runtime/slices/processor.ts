import { createLag, restFor } from '../../engine/pacing/lag.ts';
import type { Gate } from '../../exchange/client/gate.ts';
import { sleep } from '../platform/sleep.ts';
import { repeatedly } from '../platform/timers.ts';

const EVERY_MS = 500;
/** Of this isolate. */
const lag = createLag();
let slices = 0;

/** Measures the lag of the isolate while a slice runs; returns what ends it. */
export function watchProcessor(): () => void {
  slices += 1;
  let dueAt = Date.now() + EVERY_MS;
  const end = repeatedly(EVERY_MS, () => {
    const now = Date.now();
    lag.note(now - dueAt);
    dueAt = now + EVERY_MS;
  });
  return () => {
    slices -= 1;
    end();
  };
}

/** A gate before which a request rests while the processor is behind. */
export function restingGate(gate: Gate): Gate {
  return {
    ...gate,
    enter: async (operation, signal) => {
      const ms = restFor(lag.ms(), slices);
      if (ms > 0) await sleep(ms, signal);
      return gate.enter(operation, signal);
    },
  };
}
