import type { z } from 'zod';
import { waveKey } from '../../lib/wave-key.ts';
import type { NewWave, WaveChange } from './schema.ts';
import type { WaveRow } from './table.ts';

type Given = { cutoverAt?: string | null | undefined; timeZone?: string | null | undefined };
type Cutover = Pick<WaveRow, 'cutoverAt' | 'timeZone'>;

/** When a wave cuts over after a change: what is left out stays, and without an instant there is no zone. */
function cutoverAfter(before: Cutover, { cutoverAt, timeZone }: Given): Cutover {
  const at = cutoverAt === undefined ? before.cutoverAt : cutoverAt === null ? null : Date.parse(cutoverAt);
  if (at === null) return { cutoverAt: null, timeZone: null };
  return { cutoverAt: at, timeZone: (timeZone === undefined ? before.timeZone : timeZone) ?? 'UTC' };
}

/** `facts`: what the request does not decide. */
export function waveOf(
  { name, ...given }: z.output<typeof NewWave>,
  facts: Pick<WaveRow, 'id' | 'workgroupId' | 'projectId'>,
  now: number,
): WaveRow {
  const cutover = cutoverAfter({ cutoverAt: null, timeZone: null }, given);
  return { ...facts, name, nameKey: waveKey(name), ...cutover, createdAt: now, updatedAt: now };
}

/** A wave after a change. Its `updatedAt` differs from the one before, also within a millisecond. */
export function changedWave(before: WaveRow, { name, ...given }: z.output<typeof WaveChange>, now: number): WaveRow {
  return {
    ...before,
    ...(name !== undefined && { name, nameKey: waveKey(name) }),
    ...cutoverAfter(before, given),
    updatedAt: Math.max(now, before.updatedAt + 1),
  };
}
