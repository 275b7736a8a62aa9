import type { Network, Workload } from './cases.ts';

export type Plan = { rounds: number; limitMs: number; tunes: boolean };

/** Scripts are tuned on a part of a case, for so long with each setting. */
export const TUNING_MS = 4_000;

/**
 * Under the throttle every contender goes once as it is the server's budget, and no noise, that decides; and with what
 * is best at 40 ms without it.
 */
export const roundsOf = ({ rounds }: Plan, { throttled }: Network): number => (throttled ? 1 : rounds);

export const tunesIn = ({ tunes }: Plan, { throttled }: Network): boolean => tunes && !throttled;

/** A script is a process of its own each time. */
export const isScript = (name: string): boolean => !/^(?:raw|mailferry)/.test(name);

/** What one case takes on two quiet cores, roughly, in seconds. */
export function secondsOf(plan: Plan, workload: Workload, network: Network, contenders: readonly string[]): number {
  const limit = plan.limitMs / 1000;
  const ofOne = (name: string): number => {
    if (isScript(name)) return limit + 4;
    // The raw pipe does not wait for a server that is busy: it breaks off.
    if (network.throttled && name !== 'raw-pipe') return workload.name === 'mixed' ? 35 : 80;
    return 6;
  };
  const tuning = tunesIn(plan, network) && contenders.includes('exchangelib-tuned') ? workload.tuning.length : 0;
  const runs = roundsOf(plan, network) * contenders.reduce((sum, name) => sum + ofOne(name), 0);
  return runs + tuning * (TUNING_MS / 1000 + 3);
}
