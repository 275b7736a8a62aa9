import type { SQL } from 'drizzle-orm';
import { and, isNull, notLike, or } from 'drizzle-orm';
import type { VisibleProjects } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { events } from './table.ts';

/**
 * Which events someone may see: of the projects that they may see, and of none. Events of webhooks name projects by id:
 * only those who see all projects see them.
 */
export function visibleEvents(visibleProjects: VisibleProjects, principal: Principal): SQL | undefined {
  const isSeen = visibleProjects(principal, events.projectId);
  return isSeen && or(isSeen, and(isNull(events.projectId), notLike(events.type, 'webhook.%')));
}
