import type { Network, Workload } from './cases.ts';
import { sourceEmail } from './cases.ts';
import type { Contender, Done, Task } from './contender.ts';
import type { SandboxPair } from './sandbox-pair.ts';

/** One run of one contender, as the tables want it. Rates are of items that the destination has taken. */
export type Figures = {
  contender: string;
  workload: Workload['name'];
  network: Network['name'];
  items: number;
  /** Bytes of the items themselves, as their server counts them. */
  bytes: number;
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
  requests: number;
  refused: number;
  /** Items and seconds after the first write, to the last one; absent where one write brought everything. */
  steady?: { items: number; seconds: number };
  /** Server time that the throttle charged for it, on the side where it was more; milliseconds. */
  chargedMs?: number;
  note?: string;
};

export type Course = {
  pair: SandboxPair;
  limitMs: number;
  /** A mailbox at the destination that nothing has come into yet. */
  nextMailbox: () => SandboxPair['destination']['mailboxes'][number];
  averageBytes: (workload: Workload) => Promise<number>;
};

export function taskFor({ pair, limitMs, nextMailbox }: Course, workload: Workload, network: Network): Task {
  const from = pair.source.mailboxes.find(({ email }) => email === sourceEmail(workload));
  if (!from) throw new Error(`No mailbox for ${workload.name}`);
  return {
    ...pair,
    workload,
    network,
    from,
    to: nextMailbox(),
    limitMs,
    ready: async () => {
      await pair.source.prepare(network);
      await pair.destination.prepare(network);
    },
  };
}

/** `runCase`, for which a contender that breaks down is a result as well: one without items, that says what happened. */
export async function tryCase(
  course: Course,
  contender: Pick<Contender, 'name'>,
  task: Task,
  run: (task: Task) => Promise<Done>,
): Promise<Figures> {
  try {
    return await runCase(course, contender, task, run);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const nothing = { seconds: Number.NaN, cpuSeconds: Number.NaN, peakBytes: Number.NaN };
    return {
      contender: contender.name,
      workload: task.workload.name,
      network: task.network.name,
      items: 0,
      bytes: 0,
      requests: Number.NaN,
      refused: Number.NaN,
      ...nothing,
      note: `failed: ${text.replace(/[\s|]+/g, ' ').slice(0, 160)}`,
    };
  }
}

/** Runs a contender once, and asks the servers what came of it. Throws when something was sent to people. */
export async function runCase(
  course: Course,
  contender: Pick<Contender, 'name'>,
  task: Task,
  run: (task: Task) => Promise<Done>,
): Promise<Figures> {
  const done = await run(task);
  const [source, destination] = await Promise.all([
    course.pair.source.stats(task.from.email),
    course.pair.destination.stats(task.to.email),
  ]);
  if (source.outgoing + destination.outgoing > 0) throw new Error(`${contender.name} sent something to people`);
  if (source.written > 0) throw new Error(`${contender.name} wrote to the source`);
  const charged = [source.chargedMs, destination.chargedMs].filter((ms) => ms !== undefined);
  return {
    contender: contender.name,
    workload: task.workload.name,
    network: task.network.name,
    items: destination.written,
    bytes: destination.written * (await course.averageBytes(task.workload)),
    seconds: done.seconds,
    cpuSeconds: done.cpuSeconds,
    peakBytes: done.peakBytes,
    requests: source.requests + destination.requests,
    refused: source.refused + destination.refused,
    ...(destination.steady && { steady: destination.steady }),
    ...(charged.length > 0 && { chargedMs: Math.max(...charged) }),
    ...(done.note && { note: done.note }),
  };
}
