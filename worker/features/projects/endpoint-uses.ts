import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { EndpointUse, EndpointUses } from '../kernel/deps.ts';
import { projects } from './table.ts';
import { visibleProjects } from './visible-projects.ts';

const SIDES = ['source', 'destination'] as const;

/** Which projects use an endpoint, on which side. */
export function createEndpointUses(db: Db): EndpointUses {
  return async (principal, endpointIds, limit) => {
    const { sourceEndpointId, destinationEndpointId } = projects;
    const rows = await db
      .select({
        id: projects.id,
        name: projects.name,
        source: sourceEndpointId,
        destination: destinationEndpointId,
        isSeen: sql<number>`${visibleProjects(principal, projects.id) ?? sql`1`}`,
      })
      .from(projects)
      .where(
        and(
          eq(projects.workgroupId, principal.workgroupId),
          or(isAnyOf(sourceEndpointId, endpointIds), isAnyOf(destinationEndpointId, endpointIds)),
        ),
      )
      .orderBy(desc(projects.id));
    const wanted = new Set(endpointIds);
    const uses = new Map<string, { count: number; sides: Set<EndpointUse['side']>; projects: EndpointUse[] }>();
    for (const row of rows)
      for (const side of SIDES) {
        const endpointId = row[side];
        if (!wanted.has(endpointId)) continue;
        const use = uses.get(endpointId) ?? { count: 0, sides: new Set(), projects: [] };
        use.count += 1;
        use.sides.add(side);
        if (row.isSeen && use.projects.length < limit) use.projects.push({ id: row.id, name: row.name, side });
        uses.set(endpointId, use);
      }
    return uses;
  };
}
