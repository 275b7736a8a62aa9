import type { z } from 'zod';
import type { NewNotice, WallTimeShape } from '../../lib/new-notice.ts';
import type { ResolvedTime, WallTime } from '../../lib/zoned-time.ts';
import { resolveWallTime } from '../../lib/zoned-time.ts';
import { validationProblem } from '../kernel/validate.ts';
import type { ProjectRow } from '../projects/table.ts';
import { problem } from './errors.ts';

export type NoticeRequest = z.output<typeof NewNotice>;

/** A time that was asked for, and the moment that it means. */
type Moment = { wall: WallTime; resolved: ResolvedTime };

export type Times = { starts: Moment | null; send: Moment | null };

/**
 * When a notice is sent (null: at once), and which start it names (null: none). Throws `notice-without-time`, and
 * `validation-failed` for times that cannot be meant.
 */
export function requireTimes({ options }: ProjectRow, request: NoticeRequest, now: number): Times {
  const send = request.sendAt ? momentOf('sendAt', request.sendAt) : null;
  if (send && send.resolved.at <= now)
    throw refused('sendAt', 'This time is past. Choose a later one, or send it now.');
  if (request.kind !== 'migration-notice') return { starts: null, send };
  const wall = request.startsAt ?? options.notices?.start;
  if (!wall) throw problem('notice-without-time');
  const starts = momentOf('startsAt', wall);
  if (starts.resolved.at <= (send?.resolved.at ?? now))
    throw refused('startsAt', 'The notice would be sent after the migration starts. Choose a later start.');
  return { starts, send };
}

function momentOf(field: 'sendAt' | 'startsAt', wall: z.output<typeof WallTimeShape>): Moment {
  const resolved = resolveWallTime(wall);
  if (!resolved) throw refused(field, 'There is no such date or time.');
  return { wall, resolved };
}

const refused = (field: string, message: string) => validationProblem([{ path: [field, 'local'], message }]);
