import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { sha256 } from '../../lib/encoding.ts';
import type { JudgedRow } from '../../lib/mailbox-list/judge-list.ts';
import { newWavesIn } from '../../lib/mailbox-list/judge-list.ts';
import { mailboxOf } from '../../lib/mailbox-list/listed-mailbox.ts';
import { isRefused } from '../../lib/mailbox-list/verdicts.ts';
import { tagsIn } from '../../lib/mailbox-tags.ts';
import type { PartError } from '../../lib/problem.ts';
import { waveKey } from '../../lib/wave-key.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../kernel/db.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem as mailboxProblem } from '../mailboxes/errors.ts';
import { mailboxesAdded } from '../mailboxes/mailbox-events.ts';
import { makeMailboxes } from '../mailboxes/make-mailboxes.ts';
import type { Servers } from '../mailboxes/present-with-issues.ts';
import { createMailboxes } from '../mailboxes/store.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { userStatements } from '../mailboxes/user-statements.ts';
import type { ProjectRow } from '../projects/table.ts';
import { waveOf } from '../waves/change-wave.ts';
import { createWavesStatements, getWaveNames } from '../waves/store.ts';
import { waveCreated } from '../waves/wave-events.ts';
import { problem } from './errors.ts';
import { judgeRequest } from './judge-request.ts';
import type { MailboxImportRequest } from './schema.ts';
import { getImportByIdempotencyKey } from './store.ts';
import type { MailboxImportRow } from './table.ts';
import { mailboxImports } from './table.ts';

type Import = {
  project: ProjectRow;
  servers: Servers;
  principal: Principal;
  request: z.output<typeof MailboxImportRequest>;
  idempotencyKey: string | undefined;
};

/** As often others may change the same project in between. */
const MOST_ATTEMPTS = 5;
/** Errors that an answer lists. */
const MOST_ERRORS = 1_000;
/** An event can be found by its addresses; a value of the database has at most 2 MB. */
const ADDRESSES_OF_AN_EVENT = 1_000_000;

/**
 * Adds the mailboxes of a list: all of them, or none and the rows at fault. A repeated idempotency key gives the import
 * that it made. The list is not kept, and its passwords are sealed before anything is written.
 */
export async function importList(deps: Deps, given: Import): Promise<{ row: MailboxImportRow; isReplay: boolean }> {
  const { project, request, idempotencyKey } = given;
  const tag =
    idempotencyKey === undefined ? null : await deps.vault.tagOf(await sha256(JSON.stringify([project.id, request])));
  const earlier = await getEarlier(deps, project.workgroupId, idempotencyKey, tag);
  if (earlier) return { row: earlier, isReplay: true };
  for (let attempt = 1; ; attempt += 1) {
    const rows = await requireRows(deps, given);
    const row: MailboxImportRow = {
      id: deps.newId('imp'),
      workgroupId: project.workgroupId,
      projectId: project.id,
      mailboxCount: rows.length,
      userIds: [],
      createdBy: given.principal.actorId,
      createdByName: given.principal.actorName,
      createdAt: deps.now(),
      undoneAt: null,
      idempotencyKey: idempotencyKey ?? null,
      idempotencyTag: tag,
    };
    try {
      return { row: await writeImport(deps, given, row, rows), isReplay: false };
    } catch (error) {
      if (!isUniqueViolation(error) && !isForeignKeyViolation(error)) throw error;
      // Another request with the same key was faster. Or somebody added one of the mailboxes meanwhile, which the next
      // look names, or added or deleted one of the waves.
      const twin = await getEarlier(deps, project.workgroupId, idempotencyKey, tag);
      if (twin) return { row: twin, isReplay: true };
      if (attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

async function getEarlier(deps: Deps, workgroupId: string, key: string | undefined, tag: string | null) {
  if (key === undefined) return undefined;
  const earlier = await getImportByIdempotencyKey(deps.db, workgroupId, key);
  if (earlier && earlier.idempotencyTag !== tag) throw problem('idempotency-key-reused');
  return earlier;
}

/** The rows to add. Throws `mailbox-rows-refused` where one of them can't be added. */
async function requireRows(deps: Deps, { project, servers, request }: Import): Promise<JudgedRow[]> {
  const { skip = [], ...list } = request;
  const judged = await judgeRequest(deps, project, servers, list);
  const rows = judged.rows.filter(({ verdict }) => !skip.includes(verdict));
  if (rows.length === 0) throw problem('mailbox-list-empty');
  const errors = rows.flatMap(({ line, verdict, problems }): PartError[] => {
    if (!isRefused(verdict)) return [];
    const grave = problems.filter((each) => each.verdict !== null && isRefused(each.verdict));
    return grave.map(({ field, message }) => ({ path: `rows[${String(line)}]${field ? `.${field}` : ''}`, message }));
  });
  if (errors.length > 0) throw mailboxProblem('mailbox-rows-refused', undefined, errors.slice(0, MOST_ERRORS));
  return rows;
}

async function writeImport(
  deps: Deps,
  { project, servers, principal }: Import,
  row: MailboxImportRow,
  judged: readonly JudgedRow[],
): Promise<MailboxImportRow> {
  const waves = await wavesOf(deps, principal, project, judged, row.createdAt);
  const rows = judged.map((each) => {
    const { tags, wave, ...mailbox } = mailboxOf(each.row);
    const waveId = wave === undefined ? null : waves.idOf(wave);
    return { ...mailbox, waveId, ...(tags !== undefined && { tags: tagsIn(tags) }) };
  });
  const made = await makeMailboxes(deps, project, servers, rows, row.createdAt, row.id);
  const customerId = sql`(SELECT customer_id FROM projects WHERE id = ${project.id} AND workgroup_id = ${project.workgroupId})`;
  const parts = partsOf(made).map((part) => ({
    users: userStatements(deps, principal, project, customerId, part, row.id),
    event: mailboxesAdded(deps, principal, project, part),
  }));
  const whole = { ...row, userIds: parts.flatMap(({ users }) => users.userIds) };
  await createMailboxes(
    deps.db,
    project.workgroupId,
    made,
    parts.map(({ event }) => event),
    {
      ensure: [...waves.statements, ...parts.flatMap(({ users }) => users.ensure)],
      // Each is for all mailboxes of the project.
      link: parts[0]?.users.link ?? [],
    },
    [deps.db.insert(mailboxImports).values(whole)],
  );
  return whole;
}

/** The waves that rows name: those of the project, and statements that create the others. */
async function wavesOf(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  judged: readonly JudgedRow[],
  now: number,
): Promise<{ idOf: (name: string) => string | null; statements: Statement[] }> {
  const { workgroupId, id: projectId } = project;
  if (judged.every(({ row }) => row.wave === undefined)) return { idOf: () => null, statements: [] };
  const names = await getWaveNames(deps.db, workgroupId, projectId);
  const ids = new Map([...names].map(([id, name]) => [waveKey(name), id]));
  const created = newWavesIn(judged, new Set(ids.keys())).map((name) =>
    waveOf({ name }, { id: deps.newId('wav'), workgroupId, projectId }, now),
  );
  for (const { nameKey, id } of created) ids.set(nameKey, id);
  const events = created.map((wave) => waveCreated(deps, principal, project, wave));
  return {
    idOf: (name) => ids.get(waveKey(name)) ?? null,
    statements: createWavesStatements(deps.db, workgroupId, created, events),
  };
}

/** Mailboxes in as few parts as possible that an event can name each. */
function partsOf(rows: readonly MailboxRow[]): MailboxRow[][] {
  const parts: MailboxRow[][] = [];
  let size = Infinity;
  for (const row of rows) {
    const length = row.sourceEmail.length + row.destinationEmail.length;
    if (size + length > ADDRESSES_OF_AN_EVENT) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(row);
    size += length;
  }
  return parts;
}
