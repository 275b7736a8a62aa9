import type { MailboxPlan } from '../sandbox/sandbox.ts';

export type WorkloadName = 'mixed' | '1mb' | '20mb';
export type NetworkName = 'loopback' | '40ms' | 'throttled';

export type Workload = {
  name: WorkloadName;
  title: string;
  items: number;
  /** Items of a request that a client chooses by itself, and what a tuned one may try. */
  batchItems: number;
  tuning: readonly { threads: number; chunk: number }[];
};

export type Network = { name: NetworkName; title: string; roundTripMs: number; throttled: boolean };

export const NETWORKS: readonly Network[] = [
  { name: 'loopback', title: 'loopback', roundTripMs: 0, throttled: false },
  { name: '40ms', title: '40 ms', roundTripMs: 40, throttled: false },
  { name: 'throttled', title: '40 ms, default throttle of 2013', roundTripMs: 40, throttled: true },
];

/** What crosses; `share` of it where someone only wants to try. */
export function workloads(share: number): Workload[] {
  const part = (items: number) => Math.max(2, Math.round(items * share));
  return [
    {
      name: 'mixed',
      title: 'items of 5 to 100 KB',
      items: part(3000),
      batchItems: 20,
      tuning: [4, 8].flatMap((threads) => [20, 50].map((chunk) => ({ threads, chunk }))),
    },
    {
      name: '1mb',
      title: 'items of 1 MB',
      items: part(200),
      batchItems: 4,
      tuning: [2, 4].flatMap((threads) => [2, 8].map((chunk) => ({ threads, chunk }))),
    },
    {
      name: '20mb',
      title: 'items of 20 MB',
      items: part(12),
      batchItems: 1,
      tuning: [1, 2, 4].map((threads) => ({ threads, chunk: 1 })),
    },
  ];
}

export const sourceEmail = ({ name }: { name: WorkloadName | `warm-${WorkloadName}` }): string => `${name}@old.example`;

/** The mailbox that the workload crosses from. */
export function sourcePlan({ name, items }: Workload): MailboxPlan {
  const email = sourceEmail({ name });
  if (name === 'mixed') return { email, fill: { seed: 1, items, sizes: 'mixed-5-100k' } };
  const bytes = name === '1mb' ? 1_000_000 : 20_000_000;
  return { email, fill: { seed: 1, items: 0, largeItems: Array.from({ length: items }, () => ({ bytes })) } };
}

/** A little of each workload, for whatever compiles and opens at the first use. */
export function warmUps(share: number): { workload: Workload; plan: MailboxPlan }[] {
  return workloads(share).map((workload) => {
    const less = { ...workload, items: workload.name === 'mixed' ? 60 : 4 };
    return { workload: less, plan: { ...sourcePlan(less), email: sourceEmail({ name: `warm-${workload.name}` }) } };
  });
}
