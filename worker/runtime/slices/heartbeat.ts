import type { ProjectOptions } from '../../features/projects/table.ts';
import type { SliceReport } from '../passes/live-board.ts';
import type { Orders } from '../passes/project-coordinator.ts';

/** After a stop, work in flight gets this long to end; then its requests are aborted. */
const STOP_GRACE_MS = 4_000;

export type HeartbeatDeps = {
  /** Renews the lease with a progress report, and returns orders. */
  beat: (report: SliceReport | undefined) => Promise<Orders>;
  report: () => SliceReport | undefined;
  everyMs: number;
  /** How long a lease lasts that nothing renews. */
  leaseMs: number;
  /** What is left of the invocation's calls is for the report alone; beats are calls, too. */
  isAtReport: () => boolean;
  now: () => number;
  repeatedly: (ms: number, call: () => void) => () => void;
  later: (ms: number, call: () => void) => () => void;
};

export type Heartbeat = {
  /** Nothing new is begun. */
  readonly stop: AbortSignal;
  /** Aborts every request immediately. */
  readonly abort: AbortSignal;
  /** The project's options as the last orders had them; undefined before the first orders that name them. */
  options(): ProjectOptions | undefined;
  /** The slice aborted itself although nobody stopped it: the run continues. */
  isCutOff(): boolean;
  /** Ends the heartbeats, and aborts the rest of the slice. */
  end(): void;
};

/** Renews the lease of a slice until `end`, and passes on the orders that come back. */
export function startHeartbeat(deps: HeartbeatDeps): Heartbeat {
  const { beat, report, everyMs, leaseMs, isAtReport, now, repeatedly, later } = deps;
  const stop = new AbortController();
  const abort = new AbortController();
  let lastSeenAt = now();
  let isCutOff = false;
  let options: ProjectOptions | undefined;
  let cancelGrace = () => {};

  const obey = (orders: Orders) => {
    options = orders.options ?? options;
    if (!orders.stop || stop.signal.aborted) return;
    stop.abort();
    if (orders.isLost) abort.abort();
    else cancelGrace = later(STOP_GRACE_MS, () => abort.abort());
  };

  const tick = async () => {
    // A beat that does not get through is not the end: the lease has room for several. Then another slice may have it,
    // and what this one would still write could come after that one has looked for it.
    const at = now();
    if (at - lastSeenAt > leaseMs || isAtReport()) {
      isCutOff = true;
      stop.abort();
      abort.abort();
    }
    const orders = await beat(report()).catch(() => undefined);
    if (!orders) return;
    lastSeenAt = at;
    obey(orders);
  };

  const cancel = repeatedly(everyMs, () => void tick());
  return {
    stop: stop.signal,
    abort: abort.signal,
    options: () => options,
    isCutOff: () => isCutOff,
    end: () => {
      cancel();
      cancelGrace();
      abort.abort();
    },
  };
}
