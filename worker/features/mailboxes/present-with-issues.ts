import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { isOutsideDomains } from '../../lib/own-domains.ts';
import { hasAdministrator } from '../credentials/plan-sign-ins.ts';
import { reasonToAskAgain } from '../credentials/reason-to-ask-again.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import { getProject } from '../projects/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { getWaveNames } from '../waves/store.ts';
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

const NO_WAVES: ReadonlyMap<string, string> = new Map();

/** Mailboxes as the API shows them, with what is wrong with their passwords and what their owners were asked. */
export async function presentWithIssues(
  deps: Pick<Deps, 'db' | 'vault' | 'endUsers'>,
  servers: Servers,
  rows: readonly MailboxRow[],
) {
  const [first] = rows;
  if (!first) return [];
  const [requests, waves] = await Promise.all([
    deps.endUsers.requestsOf(
      first.workgroupId,
      rows.map(({ id }) => id),
    ),
    // Only where one is named: most projects have none.
    rows.some(({ waveId }) => waveId !== null) ? getWaveNames(deps.db, first.workgroupId, first.projectId) : NO_WAVES,
  ]);
  const waveOf = ({ waveId }: MailboxRow) => {
    const name = waveId === null ? undefined : waves.get(waveId);
    return waveId === null || name === undefined ? null : { id: waveId, name };
  };
  const issueOf = (sealed: string | null, { url }: EndpointRow) =>
    sealed === null ? null : reasonToAskAgain(deps.vault, sealed, url);
  return rows.map((row) => ({
    ...presentMailbox(row),
    wave: waveOf(row),
    sourcePasswordIssue: issueOf(row.sourcePasswordSealed, servers.source),
    destinationPasswordIssue: issueOf(row.destinationPasswordSealed, servers.destination),
    askAgain: sideToAskAgain(row, servers),
    outsideDomains: SIDES.filter((side) => isOutsideDomains(servers[side].domains, row[`${side}Email`])),
    credentialRequest: requests.get(row.id) ?? null,
  }));
}

/** The same for one. */
export async function presentOne(deps: Pick<Deps, 'db' | 'vault' | 'endUsers'>, servers: Servers, row: MailboxRow) {
  const [mailbox] = await presentWithIssues(deps, servers, [row]);
  if (!mailbox) throw new Error('One row makes one mailbox');
  return mailbox;
}

/** The side at which the password of the mailbox itself stopped working; null where the endpoint signs in. */
export function sideToAskAgain(row: MailboxRow, servers: Servers): MailboxSide | null {
  const side = row.failure?.credentialsOf;
  if (side === undefined) return null;
  return row[`${side}PasswordSealed`] !== null || !hasAdministrator(servers[side]) ? side : null;
}
