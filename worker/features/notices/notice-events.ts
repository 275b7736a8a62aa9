import { toIso } from '../../lib/clock.ts';
import type { EventType } from '../../lib/event-types.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent, SYSTEM } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { NoticeRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

/** `principal` null: Mailferry itself. A notice has no name: its template stands for it. */
export function noticeEvent(
  deps: Needs,
  principal: Principal | null,
  type: EventType & `notice.${string}`,
  { id, kind, projectId }: Pick<NoticeRow, 'id' | 'kind' | 'projectId'>,
  data: Readonly<Record<string, unknown>>,
): NewEvent {
  return newEvent(deps, principal ? actorOf(principal) : SYSTEM, {
    type,
    subject: { kind: 'notice', id, name: kind },
    projectId,
    data,
  });
}

export function noticeCreated(
  deps: Needs,
  principal: Principal,
  row: NoticeRow,
  project: { name: string },
  count: number,
): NewEvent {
  const { state, dueAt } = row;
  const sendAt = state === 'scheduled' && dueAt !== null ? { sendAt: toIso(dueAt) } : {};
  return noticeEvent(deps, principal, 'notice.created', row, { projectName: project.name, count, ...sendAt });
}
