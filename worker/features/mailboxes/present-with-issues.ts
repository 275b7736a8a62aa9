import { reasonToAskAgain } from '../credentials/reason-to-ask-again.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import { getProject } from '../projects/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { presentMailbox } from './present-mailbox.ts';
import type { MailboxRow } from './table.ts';

export type Servers = { source: EndpointRow; destination: EndpointRow };

/** The endpoints of a project. */
export async function requireServers(
  { db }: Pick<Deps, 'db'>,
  { workgroupId, sourceEndpointId, destinationEndpointId }: ProjectRow,
): Promise<Servers> {
  const found = await listEndpointsByIds(db, workgroupId, [sourceEndpointId, destinationEndpointId]);
  const [source, destination] = [found.get(sourceEndpointId), found.get(destinationEndpointId)];
  // A foreign key keeps the endpoints of projects from going away.
  if (!source || !destination) throw new Error('A project without its endpoints');
  return { source, destination };
}

/** The endpoints between which a mailbox moves. */
export async function requireServersOf(deps: Pick<Deps, 'db'>, row: MailboxRow): Promise<Servers> {
  const project = await getProject(deps.db, row.workgroupId, row.projectId);
  if (!project) throw new Error('A mailbox without its project');
  return requireServers(deps, project);
}

/** A mailbox as the API shows it, with what is wrong with its passwords. */
export function presentWithIssues({ vault }: Pick<Deps, 'vault'>, servers: Servers, row: MailboxRow) {
  const issueOf = (sealed: string | null, { url }: EndpointRow) =>
    sealed === null ? null : reasonToAskAgain(vault, sealed, url);
  return {
    ...presentMailbox(row),
    sourcePasswordIssue: issueOf(row.sourcePasswordSealed, servers.source),
    destinationPasswordIssue: issueOf(row.destinationPasswordSealed, servers.destination),
  };
}
