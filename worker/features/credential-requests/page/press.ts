import { sha256 } from '../../../lib/encoding.ts';
import type { Deps } from '../../kernel/deps.ts';
import { LIMITS } from '../../workgroups/attempt-limits.ts';
import { endPress, getAttempts, takeAttempt } from '../../workgroups/attempt-store.ts';

const LOOK_EVERY_MS = 250;
/** Longer than a sign-in takes. */
const MOST_LOOKS = 80;

type Needs = Pick<Deps, 'db' | 'now'>;

/**
 * Runs what a press starts, once for however often the press arrives: browsers without a script send each of two quick
 * ones, and send one again when the page is loaded again. Those that come later wait for its end, and get undefined. A
 * press without a name is always a new one.
 */
export async function pressOnce<Result>(
  deps: Needs,
  requestId: string,
  press: string,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  if (press === '') return run();
  const key = `${LIMITS.press.name}:${await sha256(`${requestId} ${press}`)}`;
  if ((await takeAttempt(deps.db, LIMITS.press, key, deps.now())) !== undefined) {
    await waitForEnd(deps, key);
    return undefined;
  }
  try {
    return await run();
  } finally {
    await endPress(deps.db, key);
  }
}

async function waitForEnd({ db }: Needs, key: string): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const row = await getAttempts(db, key);
    if (row?.count !== 1) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
