import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from './prng.ts';

/** One run of a seeded model. It takes every decision from `random` (0..1) and throws when a promise breaks. */
export type Model = (random: () => number, label: string) => Promise<void>;

/** Where a shrunk run draws nothing more, it draws this: in the models a high draw means no fault and no change. */
const CALM = 0.999;
/** Most smaller runs to try, and for how long. */
const MAX_TRIES = 2_000;
const MAX_SHRINK_MS = 20_000;

/**
 * Runs a model for each seed. The first failure is made smaller, as long as a smaller run fails in the same way: a model
 * is a list of draws, and most of them have nothing to do with the failure. The error has the seed, and a file with the
 * smallest list of draws; `DRAWS=that file` runs it alone. `factor` gives models of one file runs of their own.
 */
export async function forSeeds(first: number, count: number, model: Model, factor = 1): Promise<void> {
  const file = process.env.DRAWS;
  if (file !== undefined) {
    await model(replay(JSON.parse(readFileSync(file, 'utf8')) as number[]), file);
    return;
  }
  for (let seed = first; seed < first + count; seed++) {
    const recording = record(createRandom(seed * factor));
    try {
      await model(recording.random, `seed ${seed}`);
    } catch (error) {
      throw await shrunk(model, recording.draws, seed, error as Error);
    }
  }
}

async function shrunk(model: Model, draws: readonly number[], seed: number, error: Error): Promise<Error> {
  const until = performance.now() + MAX_SHRINK_MS;
  let smallestError = error;
  const smallest = await shrink(draws, async (candidate) => {
    if (performance.now() > until) return false;
    const failure = await model(replay(candidate), `seed ${seed}, shrunk`).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    if (failure === undefined || reasonOf(failure) !== reasonOf(error)) return false;
    smallestError = failure;
    return true;
  });
  const path = join(tmpdir(), `mailferry-draws-${seed}-${process.pid}.json`);
  writeFileSync(path, JSON.stringify(smallest));
  const busy = (list: readonly number[]): number => list.filter((draw) => draw !== CALM && draw !== 0).length;
  smallestError.message +=
    `\n\nseed ${seed} made ${draws.length} draws; of the smallest run that fails in the same way ${busy(smallest)} matter.` +
    `\nRun it alone with DRAWS=${path}`;
  return smallestError;
}

/** What failed, without the numbers of the case: a shrunk run that fails for another reason is another bug. */
function reasonOf({ message }: Error): string {
  return message
    .split('\n')[0]!
    .replace(/seed \d+(, shrunk)?/, '')
    .replaceAll(/\d+/g, '#');
}

/**
 * The smallest list that still fails, as far as it can be found: parts are left out, then calmed, in halves, quarters,
 * and so on; single draws become 0 at last, which makes counts small. `fails` says whether a list fails.
 */
export async function shrink(
  draws: readonly number[],
  fails: (draws: readonly number[]) => Promise<boolean>,
): Promise<number[]> {
  let best = [...draws];
  let tries = 0;
  const takes = async (candidate: number[]): Promise<boolean> => {
    if (tries++ >= MAX_TRIES || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  // Beyond the last try nothing is taken, and the loops run out.
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length;) {
      const without = [...best.slice(0, at), ...best.slice(at + size)];
      // What followed has moved up: the same place again.
      if (await takes(without)) continue;
      const part = best.slice(at, at + size);
      const withAll = (draw: number): number[] => [
        ...best.slice(0, at),
        ...part.map(() => draw),
        ...best.slice(at + size),
      ];
      const isCalm = part.every((draw) => draw === CALM) || (await takes(withAll(CALM)));
      if (!isCalm && size === 1 && part[0] !== 0) await takes(withAll(0));
      at += size;
    }
  }
  return best;
}

function record(random: () => number): { random: () => number; draws: number[] } {
  const draws: number[] = [];
  return {
    draws,
    random: () => {
      const draw = random();
      draws.push(draw);
      return draw;
    },
  };
}

function replay(draws: readonly number[]): () => number {
  let next = 0;
  return () => draws[next++] ?? CALM;
}
