import { sql } from 'drizzle-orm';
import type { VisibleProjects } from '../kernel/deps.ts';
import { can } from '../../lib/permissions.ts';
import { workgroupSettings } from '../workgroups/table.ts';
import { projectGrants, projects } from './table.ts';

/**
 * The one rule of who sees which projects. Owners and managers see all. Agents see all while the workgroup shares its
 * projects; else those that they created or were given. Inactive agents see none.
 */
export const visibleProjects: VisibleProjects = ({ workgroupId, onBehalfOf: { agentId, role } }, projectId) => {
  if (can(role, 'project.see-all')) return undefined;
  if (role === 'inactive') return sql<boolean>`false`;
  return sql<boolean>`(NOT EXISTS (SELECT 1 FROM ${workgroupSettings}
      WHERE ${workgroupSettings.workgroupId} = ${workgroupId} AND ${workgroupSettings.projectSharing} = 0)
    OR ${projectId} IN (SELECT ${projectGrants.projectId} FROM ${projectGrants}
      WHERE ${projectGrants.workgroupId} = ${workgroupId} AND ${projectGrants.agentId} = ${agentId})
    OR ${projectId} IN (SELECT own.id FROM ${projects} own
      WHERE own.workgroup_id = ${workgroupId} AND own.created_by = ${agentId}))`;
};
