import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem as mailboxProblem } from '../mailboxes/errors.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { getMailSettings } from '../messages/settings-store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { lookOf } from '../templates/look-store.ts';
import { renderMessage } from '../templates/render/render-message.ts';
import { templateOf } from '../templates/store.ts';
import { isChosen } from './add-recipients.ts';
import { countChoice } from './count-choice.ts';
import { loadOwners, loadSetting } from './load-owners.ts';
import { messageOf } from './plan-message.ts';
import { presentMoment } from './present.ts';
import type { NoticeRequest } from './request-notice.ts';
import { requireTimes } from './request-notice.ts';
import { sameKeyOf } from './same-key.ts';

/** What a notice would say to one of those whom it goes to, and how many get it. Saves nothing. */
export async function previewNotice(
  deps: Deps,
  project: ProjectRow,
  { mailboxId, ...request }: NoticeRequest & { mailboxId?: string | undefined },
) {
  const { db } = deps;
  const { workgroupId, id: projectId } = project;
  const { starts, send } = requireTimes(project, request, deps.now());
  const startsAt = starts?.resolved.at ?? null;
  const chosen = isChosen(workgroupId, projectId, request);
  const [counts, place] = await Promise.all([
    countChoice(db, chosen, sameKeyOf(request.kind, startsAt), request.again),
    findPlace(db, chosen, mailboxId),
  ]);
  if (mailboxId !== undefined && place.shown !== mailboxId) throw mailboxProblem('mailbox-not-found');
  const notice = { ...request, workgroupId, projectId, startsZone: starts?.wall.timeZone ?? null };
  return {
    counts,
    startsAt: presentMoment(starts?.wall, starts?.resolved.at ?? null),
    sendAt: presentMoment(send?.wall, send?.resolved.at ?? null),
    recipient: place.shown === undefined ? null : await show(deps, notice, place.shown, startsAt),
    previousMailboxId: place.previous ?? null,
    nextMailboxId: place.next ?? null,
  };
}

/** The mailbox that is asked for, or the first one, with its neighbours. */
async function findPlace(db: Db, chosen: SQL, mailboxId: string | undefined) {
  const first = async (where: SQL | undefined, isBackwards = false): Promise<string | undefined> => {
    const order = isBackwards ? desc(mailboxes.id) : asc(mailboxes.id);
    const [row] = await db.select({ id: mailboxes.id }).from(mailboxes).where(where).orderBy(order).limit(1);
    return row?.id;
  };
  const shown = await first(mailboxId === undefined ? chosen : and(chosen, eq(mailboxes.id, mailboxId)));
  if (shown === undefined) return {};
  const [previous, next] = await Promise.all([
    first(and(chosen, lt(mailboxes.id, shown)), true),
    first(and(chosen, gt(mailboxes.id, shown))),
  ]);
  return { shown, previous, next };
}

type Shown = Parameters<typeof loadSetting>[1];

async function show(deps: Deps, notice: Shown, mailboxId: string, startsAt: number | null) {
  const { db, settings } = deps;
  const { workgroupId } = notice;
  const [setting, owners, mail] = await Promise.all([
    loadSetting(db, notice),
    loadOwners(db, workgroupId, [mailboxId]),
    getMailSettings(db, workgroupId),
  ]);
  const owner = owners.get(mailboxId);
  if (!owner) throw mailboxProblem('mailbox-not-found');
  const { kind, recipient, language, timeZone, variables } = messageOf(setting, { ...owner, startsAt });
  const [look, template] = await Promise.all([
    lookOf(db, workgroupId, setting.customer.id, settings.publicUrl),
    templateOf(db, workgroupId, kind, language),
  ]);
  const canReply = (mail?.replyTo ?? null) !== null;
  return {
    mailboxId,
    mailbox: owner.mailbox.sourceEmail,
    to: recipient,
    name: variables.name ?? null,
    language,
    timeZone,
    ...renderMessage({ kind, template, values: variables, language, timeZone, look, canReply }),
  };
}
