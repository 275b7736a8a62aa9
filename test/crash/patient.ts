import type { Mailferry } from '../e2e/mailferry.ts';

/** How long a server may be away, its start on a busy machine included. */
const LONGEST_AWAY_MS = 120_000;
/** An answer that is not there by then is not waited for. */
const ANSWER_MS = 20_000;

/** Calls the API of a server that is killed now and then: asks again until it answers. */
export async function patiently<T>(
  mailferry: Mailferry,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  const until = Date.now() + LONGEST_AWAY_MS;
  for (;;) {
    const answer = await inTime(mailferry.raw(method, path, body, headers));
    if ('status' in answer && answer.status < 400) return answer.body as T;
    const isAway = 'error' in answer || answer.status >= 500;
    if (!isAway || Date.now() > until) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What it settles with, its failure told as a value. */
async function inTime<T>(answer: Promise<T>): Promise<T | { error: string }> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<{ error: string }>((resolve) => {
    timer = setTimeout(() => resolve({ error: `no answer within ${ANSWER_MS / 1000} s` }), ANSWER_MS);
  });
  const told = answer.catch((error: unknown) => ({ error: String(error) }));
  return Promise.race([told, late]).finally(() => clearTimeout(timer));
}
