import type { SQL, SQLWrapper } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { EventType } from '../../lib/event-types.ts';
import { customers } from '../customers/table.ts';
import { SYSTEM } from '../events/event.ts';
import { withCustomerName } from '../events/event-statement.ts';
import { events } from '../events/table.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { projects } from '../projects/table.ts';
import { isOpen } from './open-runs.ts';
import type { RunChange } from './run-store.ts';
import { passes, passMailboxes } from './table.ts';

/*
 * What Mailferry itself reports: mailboxes, passes and projects that came to an end. What ends, ends once, so the id of
 * its event is made from its own. The database fills in names and figures as they are in that batch.
 */

/** The customer of the project. */
const WITH_OWNER = sql`LEFT JOIN ${customers} AS owner ON owner.id = ${projects.customerId}`;

/** Which event the end of a run is; undefined where it is none of its own, as the end of its pass reports it. */
function typeOf({ run, mailbox }: RunChange): EventType | undefined {
  if (!run.endedAt) return undefined;
  if (run.status === 'completed') return 'mailbox.completed';
  if (run.status !== 'failed') return undefined;
  return mailbox.statusCode === 'paused' ? 'mailbox.paused' : 'mailbox.failed';
}

function dataOf({ run, mailbox: { errorCount, failure } }: RunChange): Record<string, unknown> {
  const progress = run.tally && 'done' in run.tally ? run.tally : undefined;
  return {
    ...(progress && { total: progress.total, done: progress.done, failed: progress.failed }),
    ...(progress?.adopted && { adopted: progress.adopted }),
    ...(errorCount !== undefined && { errors: errorCount }),
    ...(failure && { failure }),
  };
}

/**
 * Writes an event for each of these runs that ends and was open until now. To be placed before the statements that end
 * them. One statement for any number.
 */
export function runEndedStatements(
  db: Db,
  workgroupId: string,
  changes: readonly RunChange[],
  now: number,
): Statement[] {
  const ended = changes.flatMap((change) => {
    const type = typeOf(change);
    return type ? [[change.run.id, type, dataOf(change)]] : [];
  });
  if (ended.length === 0) return [];
  const of = (index: number) => sql.raw(`json_extract(ended.value, '$[${String(index)}]')`);
  const data = sql`json_patch(json_object('passType', ${passMailboxes.type}, 'destinationEmail', ${mailboxes.destinationEmail}, 'projectName', ${projects.name}), ${of(2)})`;
  const subject = sql`json_object('kind', 'mailbox', 'id', ${mailboxes.id}, 'name', ${mailboxes.sourceEmail})`;
  const words = sql`lower(${SYSTEM.name} || char(10) || ${mailboxes.sourceEmail} || char(10) || ${mailboxes.destinationEmail} || char(10) || ${projects.name})`;
  return [
    db.insert(events).select(
      sql`SELECT NULL, 'evt_' || substr(${passMailboxes.id}, 5), ${workgroupId}, ${now}, ${of(1)}, ${SYSTEM.kind}, NULL, ${SYSTEM.name},
        owner.id, ${passMailboxes.projectId}, ${passMailboxes.mailboxId}, ${passMailboxes.passId}, ${subject}, '[]', ${withCustomerName(data)}, ${words}
        FROM json_each(${JSON.stringify(ended)}) AS ended
        JOIN ${passMailboxes} ON ${passMailboxes.id} = ${of(0)}
        JOIN ${mailboxes} ON ${mailboxes.id} = ${passMailboxes.mailboxId}
        JOIN ${projects} ON ${projects.id} = ${passMailboxes.projectId}
        ${WITH_OWNER} WHERE ${isOfWorkgroup(passMailboxes.workgroupId, workgroupId)} AND ${isOpen}`,
    ),
  ];
}

/** What the runs of a pass came to. */
function figuresOf(workgroupId: string, passId: string): SQL {
  const sum = (path: string) => sql.raw(`coalesce(sum(json_extract(tally, '$.${path}')), 0)`);
  const count = (status: string) => sql.raw(`coalesce(sum(status = '${status}'), 0)`);
  const tally = (unit: string) =>
    sql`json_object('total', ${sum(`total.${unit}`)}, 'done', ${sum(`done.${unit}`)}, 'failed', ${sum(`failed.${unit}`)})`;
  return sql`(SELECT json_object('completed', ${count('completed')}, 'failed', ${count('failed')},
    'stopped', ${count('stopped')}, 'items', ${tally('count')}, 'bytes', ${tally('bytes')})
    FROM pass_mailboxes WHERE workgroup_id = ${workgroupId} AND pass_id = ${passId})`;
}

/**
 * Writes the event of a pass that the statement before has ended, and that of its project if thereby all of its
 * mailboxes are completed. To be placed directly after that statement.
 */
export function passEndedStatements(db: Db, workgroupId: string, passId: string, now: number): Statement[] {
  const iso = (column: SQLWrapper) => sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;
  const ofPass = sql`workgroup_id = ${workgroupId} AND pass_id = ${passId}`;
  const ofProject = sql`workgroup_id = ${workgroupId} AND project_id = ${passes.projectId}`;
  const errors = (rows: SQL) => sql`(SELECT coalesce(sum(error_count), 0) FROM mailboxes WHERE ${rows})`;
  const insert = (id: SQL, type: SQL, subject: SQL, data: SQL, condition: SQL): Statement =>
    db.insert(events).select(
      sql`SELECT NULL, ${id}, ${workgroupId}, ${now}, ${type}, ${SYSTEM.kind}, NULL, ${SYSTEM.name},
        owner.id, ${passes.projectId}, NULL, ${passes.id}, ${subject}, '[]', ${withCustomerName(data)},
        lower(${SYSTEM.name} || char(10) || ${projects.name})
        FROM ${passes} JOIN ${projects} ON ${projects.id} = ${passes.projectId} ${WITH_OWNER}
        WHERE ${passes.workgroupId} = ${workgroupId} AND ${passes.id} = ${passId} AND changes() > 0 AND ${condition}`,
    );
  return [
    insert(
      sql`'evt_' || substr(${passes.id}, 5)`,
      sql`'pass.' || ${passes.status}`,
      sql`json_object('kind', 'pass', 'id', ${passes.id}, 'name', ${passes.type})`,
      sql`json_object('projectName', ${projects.name}, 'mailboxCount', ${passes.mailboxCount},
        'startedAt', ${iso(passes.startedAt)}, 'endedAt', ${iso(passes.endedAt)},
        'runs', json(${figuresOf(workgroupId, passId)}), 'errors', ${errors(ofPass)})`,
      sql`true`,
    ),
    insert(
      sql`'evt_' || substr(${passes.id}, 5) || 'p'`,
      sql`'project.completed'`,
      sql`json_object('kind', 'project', 'id', ${projects.id}, 'name', ${projects.name})`,
      sql`json_object('mailboxCount', (SELECT count(*) FROM mailboxes WHERE ${ofProject}), 'errors', ${errors(ofProject)})`,
      sql`${passes.status} = 'completed' AND ${passes.type} IN ('full', 'retry-errors')
        AND NOT EXISTS (SELECT 1 FROM mailboxes WHERE ${ofProject} AND status_code <> 'completed')`,
    ),
  ];
}
