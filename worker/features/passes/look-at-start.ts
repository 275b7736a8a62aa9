import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { planSignIns } from '../credentials/plan-sign-ins.ts';
import type { SignIns } from '../credentials/plan-sign-ins.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { Deps } from '../kernel/deps.ts';
import { listProjectMailboxes } from '../mailboxes/store.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { refuseArchived } from '../projects/require-project.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { StartFacts } from './decide-start.ts';
import { problem } from './errors.ts';
import { listBusyMailboxIds } from './open-runs.ts';
import type { PassRequest } from './schema.ts';
import type { z } from 'zod';

/** Sides whose credentials the owners of mailboxes are asked for in any case, by mailbox. */
export type AlsoAsk = ReadonlyMap<string, readonly MailboxSide[]>;

export type StartLook = Omit<StartFacts<MailboxRow>, 'licences'> & {
  /** What agents have to mend, mailbox by mailbox. */
  missing: SignIns['missing'];
};

/** All that decides about a pass over these mailboxes, except licences. Throws for a request that no pass can follow. */
export async function lookAtStart(
  deps: Deps,
  project: ProjectRow,
  request: z.output<typeof PassRequest>,
  alsoAsk: AlsoAsk = new Map(),
): Promise<StartLook> {
  const { type, mailboxIds, olderThan, errorCodes } = request;
  const { workgroupId } = project;
  refuseArchived(project);
  if (olderThan && type !== 'pre-stage') throw problem('older-than-not-for-this-pass');
  if (errorCodes && type !== 'retry-errors') throw problem('error-codes-not-for-this-pass');
  const rows = await listProjectMailboxes(deps.db, workgroupId, project.id, mailboxIds);
  if (mailboxIds) requireAll(mailboxIds, rows);
  if (rows.length === 0) throw problem('pass-without-mailboxes');
  const ids = rows.map((row) => row.id);
  const [endpoints, busy, withErrors] = await Promise.all([
    listEndpointsByIds(deps.db, workgroupId, [project.sourceEndpointId, project.destinationEndpointId]),
    listBusyMailboxIds(deps.db, workgroupId, ids),
    errorCodes && deps.mailboxesWithErrors(workgroupId, project.id, errorCodes),
  ]);
  const source = endpoints.get(project.sourceEndpointId);
  const destination = endpoints.get(project.destinationEndpointId);
  if (!source || !destination) throw new Error('A project without its endpoints');
  const { missing, unusable, asked } = planSignIns(deps.vault, rows, { source, destination });
  for (const [mailboxId, more] of alsoAsk) {
    const sides = asked.get(mailboxId) ?? [];
    asked.set(
      mailboxId,
      SIDES.filter((side) => sides.includes(side) || more.includes(side)),
    );
  }
  return { type, rows, busy: new Set(busy), missing, unusable, asked, ...(withErrors && { withErrors }) };
}

function requireAll(mailboxIds: readonly string[], rows: readonly MailboxRow[]): void {
  const found = new Set(rows.map((row) => row.id));
  const missing = mailboxIds.filter((id) => !found.has(id));
  const errors = missing.map((id) => ({
    path: `mailboxIds[${String(mailboxIds.indexOf(id))}]`,
    message: `There is no mailbox ${id}.`,
  }));
  if (missing.length > 0) throw problem('mailbox-not-found', undefined, errors);
}
