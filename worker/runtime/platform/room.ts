import type { Clock } from '../../lib/clock.ts';

/** How long an answer counts: each request asks. */
const COUNTS_MS = 1_000;

const looks = new WeakMap<Fetcher, { at: number; isUsedUp: boolean }>();

/** Looks whether the computer's disk has room left, at most once a second. It writes nothing for that. */
export function createRoomLook(computer: Fetcher, now: Clock): () => Promise<boolean> {
  return async () => {
    const last = looks.get(computer);
    if (last && Math.abs(now() - last.at) < COUNTS_MS) return last.isUsedUp;
    const isUsedUp = (await computer.fetch('http://computer/room')).status === 507;
    looks.set(computer, { at: now(), isUsedUp });
    return isUsedUp;
  };
}
