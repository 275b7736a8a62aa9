import type { Mailferry } from '../e2e/mailferry.ts';

/** Calls the API of a server that is killed now and then: asks again until it answers. */
export async function patiently<T>(
  mailferry: Mailferry,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const answer = await mailferry.raw(method, path, body, headers).catch((error: unknown) => ({ error }));
    if ('status' in answer && answer.status < 400) return answer.body as T;
    const isAway = 'error' in answer || answer.status >= 500;
    if (!isAway || attempt > 240) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
