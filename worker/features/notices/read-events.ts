import { and, eq, sql } from 'drizzle-orm';
import { AutomaticNotices } from '../../lib/new-notice.ts';
import type { Reader } from '../events/reader.ts';
import type { EventRow } from '../events/table.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { notifyOfCompletion, notifyOfLateStart, notifyOfStart, resumeBefore } from './add-recipients.ts';
import { planAutomatic } from './plan-automatic.ts';
import { noticeRecipients, notices } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

/** Passes with which the move of a mailbox begins. */
const STARTS: ReadonlySet<unknown> = new Set(['pre-stage', 'full']);

/**
 * What automatic notices make of events. All of it is decided by statements, in the order of the events: so an event counts
 * by the options of its time, and takes effect once, however often it is read.
 */
export function createNoticeReader({ newId, now }: Needs): Reader {
  return {
    name: 'notices',
    read: async (events, db, workgroupId) =>
      grouped(events).flatMap((group) => statementsOf(db, { newId, now }, workgroupId, group)),
  };
}

/** Events that follow each other and say the same of one project: many mailboxes complete at once. */
function grouped(events: readonly EventRow[]): EventRow[][] {
  const groups: EventRow[][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    const first = group?.[0];
    const isMore = first?.type === 'mailbox.completed' && event.type === first.type;
    if (group && isMore && event.projectId === first.projectId) group.push(event);
    else groups.push([event]);
  }
  return groups;
}

function statementsOf(db: Db, deps: Needs, workgroupId: string, group: readonly EventRow[]): Statement[] {
  const [event] = group;
  if (!event || event.projectId === null) return [];
  const place = { workgroupId, projectId: event.projectId, now: deps.now() };
  switch (event.type) {
    case 'project.created':
    case 'project.updated':
      return optionStatements(db, deps, place, event);
    case 'pass.started':
      return event.passId !== null && STARTS.has(event.subject.name)
        ? notifyOfStart(db, place, event.passId, event.at)
        : [];
    case 'credentials.received':
      return event.mailboxId === null ? [] : notifyOfLateStart(db, place, event.mailboxId, event.at);
    case 'mailbox.completed': {
      const ids = group.flatMap(({ mailboxId, data }) => (mailboxId && data.passType === 'full' ? [mailboxId] : []));
      return ids.length === 0 ? [] : notifyOfCompletion(db, place, ids);
    }
    case 'mailbox.added':
      return [resumeBefore(db, place)];
    default:
      return [];
  }
}

type Place = { workgroupId: string; projectId: string; now: number };

/** Turns automatic notices on and off as the options of the project say. */
function optionStatements(db: Db, { newId }: Needs, place: Place, event: EventRow): Statement[] {
  const change = event.changes.find(({ field }) => field === 'options.notices');
  const options = AutomaticNotices.safeParse(change?.to ?? {});
  if (!change || !options.success) return [];
  const { workgroupId, projectId, now } = place;
  return planAutomatic(options.data).flatMap(({ automatic, kind, ...plan }) => {
    const isOff = plan.state === 'cancelled';
    const times = { ...plan, endedAt: isOff ? now : null };
    const isIt = and(
      eq(notices.workgroupId, workgroupId),
      eq(notices.projectId, projectId),
      eq(notices.automatic, automatic),
    );
    const row = {
      id: newId('ntc'),
      workgroupId,
      projectId,
      kind,
      automatic,
      language: 'user' as const,
      createdAt: now,
    };
    return [
      // What was never on needs no row.
      isOff
        ? db.update(notices).set(times).where(isIt)
        : db
            .insert(notices)
            .values({ ...row, ...times })
            .onConflictDoUpdate({ target: [notices.projectId, notices.automatic], set: times }),
      isOff
        ? db
            .update(noticeRecipients)
            .set({ state: 'cancelled', sameKey: null })
            .where(
              and(
                eq(noticeRecipients.workgroupId, workgroupId),
                eq(noticeRecipients.state, 'pending'),
                sql`${noticeRecipients.noticeId} IN (SELECT ${notices.id} FROM ${notices} WHERE ${isIt})`,
              ),
            )
        : // What waits in it goes out.
          db
            .update(notices)
            .set({ state: 'sending', dueAt: now })
            .where(and(isIt, automatic === 'before' ? sql`false` : undefined, hasPending)),
    ];
  });
}

const hasPending = sql`EXISTS (SELECT 1 FROM ${noticeRecipients} WHERE ${noticeRecipients.noticeId} = ${notices.id}
  AND ${noticeRecipients.state} = 'pending')`;
