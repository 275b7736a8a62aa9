import { toIso } from '../../lib/clock.ts';
import type { NoticeLogState } from '../../lib/notice-facts.ts';
import { NOTICE_LOG_STATES } from '../../lib/notice-facts.ts';
import type { WallTime } from '../../lib/zoned-time.ts';
import { resolveWallTime } from '../../lib/zoned-time.ts';
import type { Deps } from '../kernel/deps.ts';
import type { listLog } from './store.ts';
import { countRecipients } from './store.ts';
import type { NoticeRow } from './table.ts';

/** A time that people chose, and the moment it means; null for none. */
export function presentMoment(wall: WallTime | null | undefined, at: number | null) {
  const resolved = wall ? resolveWallTime(wall) : undefined;
  if (!wall || !resolved) return null;
  const { local, timeZone } = wall;
  return { local, timeZone, at: toIso(at ?? resolved.at), case: resolved.case, shownAs: resolved.shownAs };
}

const wallOf = (local: string | null, timeZone: string | null): WallTime | null =>
  local !== null && timeZone !== null ? { local, timeZone } : null;

/** Notices as the API shows them, with how far they are: one more query for any number. */
export async function presentNotices({ db }: Pick<Deps, 'db'>, workgroupId: string, rows: readonly NoticeRow[]) {
  const counted = await countRecipients(
    db,
    workgroupId,
    rows.map(({ id }) => id),
  );
  const byNotice = Map.groupBy(counted, ({ noticeId }) => noticeId);
  return rows.map((row) => presentNotice(row, byNotice.get(row.id) ?? []));
}

export async function presentOneNotice(deps: Pick<Deps, 'db'>, row: NoticeRow) {
  const [notice] = await presentNotices(deps, row.workgroupId, [row]);
  if (!notice) throw new Error('One row makes one notice');
  return notice;
}

function presentNotice(row: NoticeRow, counted: readonly { state: NoticeLogState; recipients: number }[]) {
  const counts = Object.fromEntries(NOTICE_LOG_STATES.map((state) => [state, 0])) as Record<NoticeLogState, number>;
  for (const { state, recipients } of counted) counts[state] += recipients;
  // Not before no message waits: a mail server that is away would make it untrue.
  const isSending = row.state === 'sent' && counts.queued > 0;
  return {
    id: row.id,
    projectId: row.projectId,
    kind: row.kind,
    language: row.language,
    automatic: row.automatic,
    state: isSending ? ('sending' as const) : row.state,
    startsAt: presentMoment(wallOf(row.startsLocal, row.startsZone), row.startsAt),
    sendAt: presentMoment(wallOf(row.sendLocal, row.sendZone), null),
    counts: { ...counts, total: counted.reduce((sum, { recipients }) => sum + recipients, 0) },
    createdBy: row.createdByName,
    createdAt: toIso(row.createdAt),
    endedAt: toIso(row.endedAt),
  };
}

type LogRow = Awaited<ReturnType<typeof listLog>>[number];

export function presentRecipient({ recipient, state, message }: LogRow) {
  return {
    mailboxId: recipient.mailboxId,
    mailbox: recipient.mailbox,
    to: recipient.recipient,
    language: message?.language ?? null,
    state,
    reason: recipient.reason,
    response: message?.lastResponse ?? null,
    messageId: message ? recipient.messageId : null,
    sentAt: toIso(message?.sentAt ?? null),
  };
}
