import { FaultError, isPassing, type Fault } from '../../engine/model/fault.ts';
import {
  startLimiter,
  observe,
  type Counts,
  type Lane,
  type Limiter,
  type Observation,
} from '../../engine/pacing/limiter.ts';
import { endedFault } from '../faults/ended-fault.ts';
import { makeFault, type Side } from '../faults/make-fault.ts';

/** Lets calls through as the server can take them. */
export type Gate = {
  /**
   * Waits for a turn. Rejects with a FaultError of kind `busy` if the server asked for a longer rest than a call may
   * wait. Leave exactly once, when the whole answer has arrived; with the fault, if there was one.
   */
  enter(operation: string, signal: AbortSignal): Promise<(fault?: Fault) => void>;
  /** How long to send nothing to the server from now, ms. */
  heldForMs(): number;
};

/** What a gate goes by: its own limiter, or a share of one that many slices have in common. */
export type Allowance = {
  /** May change at any time; call `changed` of the gate after a change. */
  limits(): Pick<Limiter, 'caps' | 'notBeforeAt' | 'fault'>;
  observe(observation: Observation): void;
  /** Requests in flight, and requests that wait. */
  use(inUse: Counts, waiting: Counts): void;
  onChange(listener: () => void): void;
};

export type GateOptions = {
  side: Side;
  allowance: Allowance;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0..1 */
  random: () => number;
};

/** Code of the fault that a call meets that may not be made yet. */
const HELD_BACK = 'held-back';
/** Longest wait within a call; for longer waits it rejects. */
const LONGEST_WAIT_MS = 5_000;
const SYNC_CALLS: ReadonlySet<string> = new Set(['SyncFolderItems', 'SyncFolderHierarchy']);

type Waiter = { lane: Lane; grant: () => void };

export function createGate({ side, allowance, now, sleep, random }: GateOptions): Gate {
  const inUse: Counts = { all: 0, sync: 0 };
  const queue: Waiter[] = [];
  const lanesOf = (lane: Lane): Lane[] => (lane === 'sync' ? ['all', 'sync'] : ['all']);
  const waiting = (): Counts => ({ all: queue.length, sync: queue.filter(({ lane }) => lane === 'sync').length });
  const heldForMs = () => Math.max(0, allowance.limits().notBeforeAt - now());
  const serve = () => {
    const { caps } = allowance.limits();
    for (let at = 0; at < queue.length;) {
      const waiter = queue[at]!;
      if (lanesOf(waiter.lane).every((lane) => inUse[lane] < caps[lane])) {
        queue.splice(at, 1);
        for (const lane of lanesOf(waiter.lane)) inUse[lane] += 1;
        waiter.grant();
      } else at += 1;
    }
    allowance.use(inUse, waiting());
  };
  allowance.onChange(serve);

  const turn = (lane: Lane, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const abandon = () => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(new FaultError(endedFault(signal, side)));
        serve();
      };
      const waiter: Waiter = {
        lane,
        grant: () => {
          signal.removeEventListener('abort', abandon);
          resolve();
        },
      };
      queue.push(waiter);
      if (signal.aborted) abandon();
      else {
        signal.addEventListener('abort', abandon, { once: true });
        serve();
      }
    });

  const leaveOnce = (lane: Lane) => {
    const since = now();
    let isIn = true;
    return (fault?: Fault) => {
      if (!isIn) return;
      isIn = false;
      const isFull = inUse.all >= allowance.limits().caps.all;
      for (const each of lanesOf(lane)) inUse[each] -= 1;
      if (fault && isPassing(fault, 'throttling'))
        allowance.observe({ type: 'fault', lane, fault, since, now: now(), jitter: random() });
      else allowance.observe({ type: 'answers', count: 1, isFull });
      serve();
    };
  };

  return {
    heldForMs,
    enter: async (operation, signal) => {
      const lane = SYNC_CALLS.has(operation) ? 'sync' : 'all';
      for (;;) {
        const heldMs = heldForMs();
        if (heldMs > LONGEST_WAIT_MS) throw new FaultError(heldBack(allowance.limits().fault, heldMs, side));
        if (heldMs > 0) {
          await sleep(heldMs, signal);
          continue;
        }
        await turn(lane, signal);
        if (heldForMs() === 0) return leaveOnce(lane);
        // The server asked for quiet while this one waited for its turn.
        for (const each of lanesOf(lane)) inUse[each] -= 1;
        serve();
      }
    },
  };
}

/** The limits of a single mailbox. `before` is what an earlier slice learnt; `learnt` returns what this one did. */
export function ownAllowance(before?: Limiter): Allowance & { learnt: () => Limiter } {
  let limiter = before ?? startLimiter();
  let listener = () => {};
  return {
    limits: () => limiter,
    learnt: () => limiter,
    observe: (observation) => {
      limiter = observe(limiter, observation);
      listener();
    },
    use: () => {},
    onChange: (next) => {
      listener = next;
    },
  };
}

function heldBack(cause: Fault | undefined, retryAfterMs: number, side: Side): Fault {
  const message = cause?.message ?? 'The server asked Mailferry to wait.';
  return { ...makeFault('busy', 'batch', HELD_BACK, message, side), retryAfterMs };
}
