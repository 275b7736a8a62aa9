import { sql } from 'drizzle-orm';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { boundToServer } from '../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import { countGivenPasswords } from '../endpoints/limited-look.ts';
import { eventStatement } from '../events/event-statement.ts';
import { isUniqueViolation, runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectRow } from '../projects/table.ts';
import { areWavesOf, getWaveNames } from '../waves/store.ts';
import type { Edited, EditedColumns } from './edit-store.ts';
import { editStatements } from './edit-store.ts';
import { problem } from './errors.ts';
import { loginOf } from './login-of.ts';
import { mailboxesUpdated } from './mailbox-events.ts';
import type { Around, Edit } from './plan-edits.ts';
import { fieldsOf, findEditErrors } from './plan-edits.ts';
import type { Servers } from './present-with-issues.ts';
import { listProjectMailboxes, listTakenKeys } from './store.ts';
import type { MailboxRow } from './table.ts';
import { userStatements } from './user-statements.ts';

/** As often others may change the same mailboxes in between. */
const MOST_ATTEMPTS = 5;

/**
 * Changes mailboxes of a project: all, or none and the rows at fault. Passwords are sealed for the server that the
 * endpoint has now. A password of another destination address goes, unless its login is named.
 */
export async function editMailboxes(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  servers: Servers,
  edits: readonly Edit[],
): Promise<MailboxRow[]> {
  const ids = edits.map(({ id }) => id);
  const read = () => listProjectMailboxes(deps.db, project.workgroupId, project.id, ids);
  let isCounted = false;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const around = await lookAround(deps, project, servers, edits, await read());
    const errors = findEditErrors(edits, around);
    if (errors.length > 0) throw problem('mailbox-rows-refused', undefined, errors, REFUSED);
    if (!isCounted) await countPasswords(deps, servers, edits, around.rows);
    isCounted = true;
    const edited: Edited[] = [];
    for (const edit of edits) {
      const row = around.rows.get(edit.id)!;
      edited.push({ row, columns: await columnsOf(deps, servers, row, edit) });
    }
    if (await write(deps, principal, project, edits, edited)) {
      await continueRuns(deps, project, edits, edited);
      return inOrder(ids, await read());
    }
  }
  throw new Error('Mailboxes changed with every attempt to write them.');
}

const REFUSED = {
  title: 'Some mailboxes cannot be changed',
  cause: 'One or more changes do not fit the mailbox or the project.',
  remedy: 'No mailbox was changed. Correct the rows listed in `errors` and send all changes again.',
};

async function lookAround(
  deps: Deps,
  { workgroupId, id: projectId }: ProjectRow,
  servers: Servers,
  edits: readonly Edit[],
  rows: readonly MailboxRow[],
): Promise<Around> {
  const own = new Set(rows.map(({ destinationKey }) => destinationKey));
  const wanted = edits.flatMap(({ destinationEmail }) =>
    destinationEmail === undefined ? [] : [destinationEmail.toLowerCase()],
  );
  const taken = await listTakenKeys(deps.db, workgroupId, projectId, 'destinationKey', wanted);
  for (const key of own) taken.delete(key);
  const ids = wanted.length === 0 ? [] : rows.map(({ id }) => id);
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    taken,
    fixed: await deps.openRuns.destinationsInUse(workgroupId, ids),
    waves:
      wavesIn(edits).length === 0 ? new Set() : new Set((await getWaveNames(deps.db, workgroupId, projectId)).keys()),
    isSameServer: servers.source.url === servers.destination.url,
  };
}

async function countPasswords(
  deps: Deps,
  servers: Servers,
  edits: readonly Edit[],
  rows: ReadonlyMap<string, MailboxRow>,
): Promise<void> {
  const accounts = edits.flatMap((edit) => {
    const row = rows.get(edit.id)!;
    return SIDES.filter((side) => typeof edit[`${side}Password`] === 'string').map((side) => ({
      place: servers[side].url,
      username: edit[`${side}Login`] ?? row[`${side}Login`] ?? row[`${side}Email`],
    }));
  });
  if (accounts.length > 0) await countGivenPasswords(deps, accounts);
}

async function columnsOf(deps: Deps, servers: Servers, row: MailboxRow, edit: Edit): Promise<EditedColumns> {
  const columns: EditedColumns = {};
  const { destinationEmail, tags, waveId } = edit;
  if (tags !== undefined) columns.tags = tags;
  if (waveId !== undefined) columns.waveId = waveId;
  if (destinationEmail !== undefined && destinationEmail !== row.destinationEmail) {
    columns.destinationEmail = destinationEmail;
    columns.destinationKey = destinationEmail.toLowerCase();
    columns.destinationServer = null;
    const isOtherAccount = columns.destinationKey !== row.destinationKey && row.destinationLogin === null;
    if (isOtherAccount && row.destinationPasswordSealed !== null) columns.destinationPasswordSealed = null;
  }
  for (const side of SIDES) {
    if (edit[`${side}Login`] !== undefined) Object.assign(columns, loginOf(side, edit));
    const password = columns[`${side}LoginUnknown`] === true ? null : edit[`${side}Password`];
    if (password === undefined) continue;
    columns[`${side}PasswordSealed`] = null;
    if (password === null) continue;
    columns[`${side}LoginUnknown`] = false;
    columns[`${side}PasswordSealed`] = await deps.vault.seal(
      mailboxPasswordBinding(row.id, `${side}_password`),
      boundToServer(servers[side]),
      password,
    );
  }
  return columns;
}

/** False where a mailbox is no longer as it was read. */
async function write(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  edits: readonly Edit[],
  edited: readonly Edited[],
): Promise<boolean> {
  const { workgroupId, id: projectId } = project;
  const moved = edited.filter(({ columns }) => columns.destinationEmail !== undefined);
  const others = moved.filter(({ row, columns }) => columns.destinationKey !== row.destinationKey);
  const isFree = deps.openRuns.areDestinationsFree(
    workgroupId,
    others.map(({ row }) => row.id),
  );
  const isAllowed = sql`${isFree} AND ${areWavesOf(workgroupId, projectId, wavesIn(edits))}`;
  const event = mailboxesUpdated(deps, principal, project, edited, fieldsOf(edits));
  // The event is there if, and only if, the change took place.
  const hasHappened = sql`EXISTS (SELECT 1 FROM events WHERE id = ${event.id})`;
  const customerId = sql`(SELECT customer_id FROM projects WHERE id = ${projectId} AND workgroup_id = ${workgroupId} AND ${hasHappened})`;
  const lines = moved.map(({ row, columns }) => ({ ...row, ...columns, destinationEmail: columns.destinationEmail! }));
  const users = lines.length === 0 ? undefined : userStatements(deps, principal, project, customerId, lines);
  const answered = await Promise.all(
    edited.map(async ({ row, columns }) => {
      const sides = SIDES.filter((side) => typeof columns[`${side}PasswordSealed`] === 'string');
      if (sides.length === 0 || row.statusCode !== 'waiting-for-end-user') return [];
      return deps.endUsers.givenStatements(principal, row, sides, hasHappened);
    }),
  );
  try {
    await runBatch(deps.db, [
      ...editStatements(deps.db, { workgroupId, projectId }, edited, isAllowed),
      eventStatement(deps.db, workgroupId, event),
      ...(users ? [...users.ensure, ...users.link] : []),
      ...answered.flat(),
    ]);
  } catch (error) {
    // Someone else added such an address in between: the next look names the row.
    if (isUniqueViolation(error)) return false;
    throw error;
  }
  const [written] = await deps.db.all<{ one: number }>(
    sql`SELECT 1 AS one FROM events WHERE id = ${event.id} AND workgroup_id = ${workgroupId}`,
  );
  return written !== undefined;
}

/** Runs that waited for a password may continue. If that can't be said now, the schedule does it later. */
async function continueRuns(
  { coordinator, log }: Deps,
  { workgroupId, id: projectId }: ProjectRow,
  edits: readonly Edit[],
  edited: readonly Edited[],
): Promise<void> {
  const given = new Set(edits.filter((edit) => SIDES.some((side) => edit[`${side}Password`])).map(({ id }) => id));
  const waiting = edited.filter(({ row }) => row.statusCode === 'waiting-for-end-user' && given.has(row.id));
  for (const passId of new Set(waiting.flatMap(({ row }) => row.passId ?? [])))
    try {
      await coordinator.enqueue(workgroupId, projectId, passId);
    } catch (error) {
      log.error('coordinator-not-told', { passId, error });
    }
}

/** The waves that edits name. */
const wavesIn = (edits: readonly Edit[]): string[] => [...new Set(edits.flatMap(({ waveId }) => waveId ?? []))];

function inOrder(ids: readonly string[], rows: readonly MailboxRow[]): MailboxRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
