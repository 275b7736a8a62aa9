import type { Finding } from '../../../lib/probe-checks.ts';
import type { SeenThrottling } from '../../../lib/seen-throttling.ts';
import { DAY_MS } from '../../../lib/units.ts';
import { findingOf, NOT_REACHED, type Seen } from './seen.ts';
import { isOf2007 } from './versions.ts';

/** What a pass met longer ago says little of the next one: policies change for a migration. */
const RECENT_MS = 7 * DAY_MS;
const ADVICE = {
  remedy: 'Give the migration account a throttling policy of its own. Without it passes take longer.',
  scriptId: 'throttling',
} as const;

/** Whether the server asks Mailferry to slow down: during the test, and during passes, which ask far more of it. */
export function throttling(seen: Seen): Finding {
  const { ok, warning, unknown } = findingOf('throttling');
  const { throttled, isSignedIn } = seen.facts;
  const pause = throttled?.pauseMs === undefined ? '' : ` and to wait ${secondsWords(throttled.pauseMs)}`;
  const before = seen.throttling ? ` ${passWords(seen.throttling)}` : '';
  if (throttled || seen.obstacle?.code === 'endpoint-server-busy')
    return warning(`During the test the server asked Mailferry to slow down${pause}.`, ADVICE);
  if (isSignedIn !== true) return unknown(`${NOT_REACHED}${before}`);
  if (isOf2007(seen)) return ok('Exchange 2007 does not throttle.');
  const sentence = `During the test the server did not ask Mailferry to slow down.${before}`;
  const isRecent = seen.throttling !== undefined && seen.now - seen.throttling.at < RECENT_MS;
  return isRecent ? warning(sentence, ADVICE) : ok(sentence);
}

function passWords({ at, pauseMs, connections }: SeenThrottling): string {
  const details = [
    ...(pauseMs === undefined ? [] : [`with pauses of up to ${secondsWords(pauseMs)}`]),
    ...(connections === undefined ? [] : [`at most ${String(connections)} requests at once`]),
  ];
  return `It last asked a pass to do so at ${new Date(at).toISOString()}${details.map((words) => `, ${words}`).join('')}.`;
}

function secondsWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${String(seconds)} second${seconds === 1 ? '' : 's'}`;
}
