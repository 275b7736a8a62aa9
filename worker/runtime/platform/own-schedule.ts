import { isSameText } from '../../lib/encoding.ts';

const SCHEDULE_PATH = '/schedule';

/** Whether a request is that of the local server, which runs the schedule by it. `key` is set there alone. */
export async function isOwnSchedule({ url, method, headers }: Request, key: string | undefined): Promise<boolean> {
  if (!key || method !== 'POST' || new URL(url).pathname !== SCHEDULE_PATH) return false;
  return isSameText(headers.get('authorization') ?? '', `Schedule ${key}`);
}
