import type { Socket } from 'node:net';

// A silence is noticed within a quarter more than the time-out.
const LOOKS = 4;

/**
 * Ends a connection on which nothing has passed for a time, in either direction, as load balancers do: with an orderly
 * end, a reset, or without a word (what comes in later is answered by a reset).
 */
export function endWhenIdle(raw: Socket, ms: number, how: 'close' | 'reset'): void {
  let passed = -1;
  let quiet = 0;
  const timer = setInterval(() => {
    const now = raw.bytesRead + raw.bytesWritten;
    quiet = now === passed ? quiet + 1 : 0;
    passed = now;
    if (quiet < LOOKS) return;
    if (how === 'reset') raw.resetAndDestroy();
    else raw.destroySoon();
  }, ms / LOOKS);
  timer.unref();
  raw.once('close', () => clearInterval(timer));
}
