import type { Fault } from '../../engine/model/fault.ts';

/** Of a port that is closed, that drops what comes, or that stays silent; the numbers are Cloudflare's for the same. */
const CODES: ReadonlySet<string> = new Set([
  'connection-refused',
  'connect-timeout',
  'timeout',
  'http-521',
  'http-522',
  'http-523',
  'http-524',
]);

/** What a look says of all of them, so that nobody can scan a network by looks. */
export const NO_ANSWER = 'The connection failed, or there was no answer in time.';

/** Whether nothing was heard of a server: then a look must say the same, and as late, whatever the port is. */
export function isNoAnswer({ code }: Pick<Fault, 'code'>): boolean {
  return CODES.has(code);
}

/** Waits until the time of a look is over. */
export async function endOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
