import { createRandom } from '../fakes/prng.ts';
import type { FaultRule } from '../sandbox/faults/rule.ts';
import type { ProfileName } from '../sandbox/profiles/profiles.ts';
import { mishapsOf } from './mishaps.ts';

type CopyMethod = 'transfer' | 'mime' | 'typed';

/** A pass, and what the owners of the mailboxes do before it and while it runs. */
export type PassPlan = {
  type: 'full' | 'pre-stage';
  /** Pre-stage: items dated before this day. */
  before?: string;
  changesBefore: boolean;
  /** Milliseconds after its start. */
  changesAfterMs?: number;
};

/** Everything of a round that its seed decides. */
export type RoundPlan = {
  seed: number;
  source: ProfileName;
  destination: ProfileName;
  ntlm: { source: boolean; destination: boolean };
  /** All by default. */
  copyPaths?: CopyMethod[];
  deletions: 'keep' | 'remove';
  /** Items of each mailbox. */
  mailboxes: { name: string; items: number; largeBytes?: number }[];
  roundTripMs: number;
  passes: PassPlan[];
  mishaps: { source: FaultRule[]; destination: FaultRule[] };
};

/**
 * The one without export now and then. A server that is no Exchange is left out: in its plain faults no one can tell
 * trouble that passes from what it lacks, and some of these rounds use such faults.
 */
const SOURCES: readonly ProfileName[] = [
  ...(['Exchange2010_SP2', 'Exchange2010_SP3', 'Exchange2013', 'Exchange2016'] as const),
  ...(['Exchange2010_SP2', 'Exchange2010_SP3', 'Exchange2013', 'Exchange2016'] as const),
  'Exchange2007_SP1',
];
const DESTINATIONS: readonly ProfileName[] = ['Exchange2016', 'Exchange2019', 'ExchangeSE'];
/** About the middle of what the generator dates its items by. */
const PRE_STAGE_BEFORE = '2026-06-01';

export function planRound(seed: number): RoundPlan {
  const random = createRandom(seed * 2_654_435_761);
  const chance = (share: number) => random() < share;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const first: PassPlan = chance(0.35)
    ? { type: 'pre-stage', before: PRE_STAGE_BEFORE, changesBefore: false }
    : { type: 'full', changesBefore: false };
  if (chance(0.4)) first.changesAfterMs = Math.round(random() * 3_000);
  const passes: PassPlan[] = [first, { type: 'full', changesBefore: true }];
  // What was changed while a pass ran is carried by the next one at the latest.
  if (chance(0.3)) {
    passes[1]!.changesAfterMs = Math.round(random() * 2_000);
    passes.push({ type: 'full', changesBefore: false });
  }
  const count = chance(0.3) ? 2 : 1;
  return {
    seed,
    source: pick(SOURCES),
    destination: pick(DESTINATIONS),
    ntlm: { source: chance(0.25), destination: chance(0.25) },
    ...(chance(0.35) && { copyPaths: ['mime', 'typed'] }),
    deletions: chance(0.5) ? 'remove' : 'keep',
    mailboxes: Array.from({ length: count }, (_, index) => ({
      name: `user${index}`,
      items: 20 + Math.floor(random() * 25),
      ...(index === 0 && chance(0.2) && { largeBytes: 3_000_000 }),
    })),
    roundTripMs: pick([5, 15, 30]),
    passes,
    mishaps: { source: mishapsOf('source', seed, random), destination: mishapsOf('destination', seed, random) },
  };
}
