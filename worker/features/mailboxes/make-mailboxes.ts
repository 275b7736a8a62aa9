import type { z } from 'zod';
import { boundToServer } from '../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import type { Deps } from '../kernel/deps.ts';
import type { ProjectRow } from '../projects/table.ts';
import { loginOf } from './login-of.ts';
import type { Servers } from './present-with-issues.ts';
import type { NewMailbox } from './schema.ts';
import type { MailboxRow } from './table.ts';

type Row = z.output<typeof NewMailbox> & { waveId?: string | null };

/** Passwords that are sealed at once: each is several short calls of the platform's cryptography. */
const SEALED_AT_ONCE = 100;

/** Addresses that differ only in case are one mailbox. */
export function keyOf(email: string): string {
  return email.toLowerCase();
}

/** New mailboxes as the database takes them, in their order, with their passwords sealed. */
export async function makeMailboxes(
  deps: Pick<Deps, 'newId' | 'vault'>,
  project: ProjectRow,
  servers: Servers,
  rows: readonly Row[],
  now: number,
  importId: string | null = null,
): Promise<MailboxRow[]> {
  const made: MailboxRow[] = [];
  for (let from = 0; from < rows.length; from += SEALED_AT_ONCE) {
    const some = rows.slice(from, from + SEALED_AT_ONCE);
    made.push(...(await Promise.all(some.map((row) => makeRow(deps, project, servers, row, { now, importId })))));
  }
  return made;
}

async function makeRow(
  deps: Pick<Deps, 'newId' | 'vault'>,
  project: ProjectRow,
  servers: Servers,
  row: Row,
  { now, importId }: { now: number; importId: string | null },
): Promise<MailboxRow> {
  const id = deps.newId('mbx');
  const seal = (side: 'source' | 'destination') => {
    const password = row[`${side}Password`];
    const boundTo = boundToServer(servers[side]);
    return password === undefined
      ? null
      : deps.vault.seal(mailboxPasswordBinding(id, `${side}_password`), boundTo, password);
  };
  return {
    id,
    workgroupId: project.workgroupId,
    projectId: project.id,
    // Its statement follows in the same batch.
    customerUserId: null,
    sourceEmail: row.sourceEmail,
    destinationEmail: row.destinationEmail,
    sourceKey: keyOf(row.sourceEmail),
    destinationKey: keyOf(row.destinationEmail),
    ...loginOf('source', row),
    ...loginOf('destination', row),
    sourceGivenAt: null,
    destinationGivenAt: null,
    contactEmail: row.contactEmail ?? null,
    contactName: row.contactName ?? null,
    contactLanguage: row.language ?? null,
    tags: row.tags ?? [],
    waveId: row.waveId ?? null,
    sourceServer: null,
    destinationServer: null,
    sourcePasswordSealed: await seal('source'),
    destinationPasswordSealed: await seal('destination'),
    statusCode: 'not-submitted',
    statusDetail: null,
    failure: null,
    phase: null,
    errorCount: 0,
    itemsTotal: 0,
    itemsDone: 0,
    itemsFailed: 0,
    itemsAdopted: 0,
    bytesTotal: 0,
    bytesDone: 0,
    itemsPerSecond: 0,
    bytesPerSecond: 0,
    etaMs: null,
    passId: null,
    passType: null,
    lastActivityAt: null,
    importId,
    createdAt: now,
  };
}
