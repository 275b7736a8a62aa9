import type { Sql } from './sql.ts';

/** Rows with a subject that they must not keep: only items that failed, or that are open, may have one. */
const IS_OVER = `subject IS NOT NULL AND state NOT IN ('pending', 'intent', 'doubt', 'failed')`;

/** A subject goes as soon as its item has crossed, whatever statement writes that. */
export function forgetSubjects(sql: Sql): void {
  sql.run(`CREATE INDEX items_subject ON items (no) WHERE subject IS NOT NULL`);
  sql.run(`UPDATE items SET subject = NULL WHERE ${IS_OVER}`);
  for (const [name, event] of [
    ['subject_of_copied', 'UPDATE OF state, subject'],
    ['subject_of_new', 'INSERT'],
  ] as const)
    sql.run(
      `CREATE TRIGGER ${name} AFTER ${event} ON items WHEN ${IS_OVER.replaceAll(/\b(subject|state)\b/g, 'NEW.$1')}
       BEGIN UPDATE items SET subject = NULL WHERE no = NEW.no; END`,
    );
}
