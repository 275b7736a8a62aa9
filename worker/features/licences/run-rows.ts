import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../events/event.ts';
import { withCustomerName } from '../events/event-statement.ts';
import { events } from '../events/table.ts';
import type { Db, Statement } from '../kernel/db.ts';

/** What covers a run: `r` is the run, `m` its mailbox, `l` the licence of the mailbox. */
export const RUNS = sql.raw(`pass_mailboxes r JOIN mailboxes m ON m.id = r.mailbox_id
  LEFT JOIN mailbox_licences l ON l.workgroup_id = r.workgroup_id AND l.source_key = m.source_key AND l.destination_key = m.destination_key`);

/** One event for all runs of a pass: there may be a thousand. */
export function passEvent(
  db: Db,
  type: 'licence.reserved' | 'licence.missing',
  runs: SQL,
  workgroupId: string,
  now: number,
): Statement {
  return db.insert(events).select(
    sql`SELECT NULL, 'evt_' || substr(p.id, 5) || ${type === 'licence.reserved' ? 'lr' : 'lm'}, ${workgroupId}, ${now}, ${type}, ${SYSTEM.kind}, NULL, ${SYSTEM.name},
      owner.id, p.project_id, NULL, p.id, json_object('kind', 'pass', 'id', p.id, 'name', p.type), '[]',
      ${withCustomerName(sql`json_object('projectName', j.name, 'count', count(*))`)}, lower(${SYSTEM.name} || char(10) || j.name)
      FROM ${RUNS} JOIN passes p ON p.id = r.pass_id JOIN projects j ON j.id = p.project_id
      LEFT JOIN customers owner ON owner.id = j.customer_id
      WHERE ${runs} GROUP BY p.id`,
  );
}

/** One event for each of these runs, about its mailbox. */
export function mailboxEvents(
  db: Db,
  workgroupId: string,
  what: {
    type: 'licence.reserved' | 'licence.consumed' | 'licence.returned' | 'licence.limit-reached';
    suffix: string;
    runs: SQL;
    now: number;
  },
): Statement {
  const { type, suffix, runs, now } = what;
  return db.insert(events).select(
    sql`SELECT NULL, 'evt_' || substr(r.id, 5) || ${suffix}, ${workgroupId}, ${now}, ${type}, ${SYSTEM.kind}, NULL, ${SYSTEM.name},
      owner.id, r.project_id, m.id, r.pass_id, json_object('kind', 'mailbox', 'id', m.id, 'name', m.source_email), '[]',
      ${withCustomerName(sql`json_object('projectName', j.name, 'licence', l.kind, 'passType', r.type)`)},
      lower(${SYSTEM.name} || char(10) || m.source_email || char(10) || m.destination_email || char(10) || j.name)
      FROM ${RUNS} JOIN projects j ON j.id = r.project_id
      LEFT JOIN customers owner ON owner.id = j.customer_id WHERE ${runs}`,
  );
}
