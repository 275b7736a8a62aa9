import type { AutomaticNoticeOptions } from '../../lib/new-notice.ts';
import type { AutomaticNotice } from '../../lib/notice-facts.ts';
import { AUTOMATIC_NOTICES, KIND_OF_AUTOMATIC } from '../../lib/notice-facts.ts';
import { daysBefore, resolveWallTime } from '../../lib/zoned-time.ts';
import type { NoticeRow } from './table.ts';

type Plan = Pick<
  NoticeRow,
  'automatic' | 'kind' | 'state' | 'startsLocal' | 'startsZone' | 'startsAt' | 'sendLocal' | 'sendZone' | 'dueAt'
> & { automatic: AutomaticNotice };

const NO_TIMES = { startsLocal: null, startsZone: null, startsAt: null, sendLocal: null, sendZone: null, dueAt: null };

/** What the options of a project make of its automatic notices: one of each, those that are off cancelled. */
export function planAutomatic(options: AutomaticNoticeOptions): Plan[] {
  return AUTOMATIC_NOTICES.map((automatic) => {
    const times = automatic === 'before' ? timesBefore(options) : NO_TIMES;
    const isOn = { before: times?.dueAt !== null, start: options.atStart, completion: options.atCompletion }[automatic];
    return { automatic, kind: KIND_OF_AUTOMATIC[automatic], ...times, state: isOn ? 'scheduled' : 'cancelled' };
  });
}

/** Without a start there is nothing that it could be sent before. */
function timesBefore({ start, before }: AutomaticNoticeOptions): Omit<Plan, 'automatic' | 'kind' | 'state'> {
  const startsAt = start ? resolveWallTime(start)?.at : undefined;
  if (!start || !before || startsAt === undefined) return NO_TIMES;
  const send = daysBefore(start, before.daysBefore);
  return {
    startsLocal: start.local,
    startsZone: start.timeZone,
    startsAt,
    sendLocal: send.local,
    sendZone: send.timeZone,
    dueAt: resolveWallTime(send)?.at ?? null,
  };
}
