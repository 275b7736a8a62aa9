import type { Network, Workload } from './cases.ts';
import type { Usage } from './meter.ts';
import type { BenchSide, Login } from './sandbox-pair.ts';

/** One mailbox to be brought to an empty one. */
export type Task = {
  workload: Workload;
  network: Network;
  source: BenchSide;
  destination: BenchSide;
  from: Login;
  to: Login;
  /** Sets both servers to the network, with counters and budgets as new; called right before the work begins. */
  ready: () => Promise<void>;
  /** A contender that has no end in sight may end here: its rates are those of what it did until then. */
  limitMs: number;
};

/** What a contender did; `note` where it did not do all of it, or says how. */
export type Done = Usage & { seconds: number; note?: string };

export type Contender = {
  name: string;
  title: string;
  run: (task: Task) => Promise<Done>;
  close: () => Promise<void>;
};
