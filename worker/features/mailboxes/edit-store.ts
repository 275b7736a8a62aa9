import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

/** Columns that several mailboxes can change at once; passwords are apart. */
const COLUMNS = [
  'destinationEmail',
  'destinationKey',
  'destinationServer',
  'sourceLogin',
  'sourceLoginUnknown',
  'destinationLogin',
  'destinationLoginUnknown',
  'tags',
  'waveId',
] as const;
const PASSWORDS = ['sourcePasswordSealed', 'destinationPasswordSealed'] as const;

type Plain = Pick<MailboxRow, (typeof COLUMNS)[number]>;
export type EditedColumns = Partial<Plain & Pick<MailboxRow, (typeof PASSWORDS)[number]>>;
/** A mailbox as it was read, and what changes of it. */
export type Edited = { row: MailboxRow; columns: EditedColumns };

/** A text, a number or null, as SQLite keeps the value of a column. */
const keptAs = (column: (typeof COLUMNS)[number], value: unknown): unknown =>
  value === null || value === undefined ? null : mailboxes[column].mapToDriverValue(value);

/** Not an address: where a mailbox is while addresses are exchanged among several. */
const between = (id: string): string => `\u0000${id}`;

/**
 * Statements that change mailboxes of a project: all of them, or none where one is no longer as it was read or `isAllowed`
 * does not hold. The last one writes a row if they took place.
 */
export function editStatements(
  db: Db,
  { workgroupId, projectId }: { workgroupId: string; projectId: string },
  edited: readonly Edited[],
  isAllowed: SQL,
): Statement[] {
  const moved = edited.filter(
    ({ row, columns }) => columns.destinationKey && columns.destinationKey !== row.destinationKey,
  );
  const place = and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.projectId, projectId));
  const asRead = (row: MailboxRow) => COLUMNS.map((column) => keptAs(column, row[column]));

  const leave = JSON.stringify(moved.map(({ row }) => [row.id, between(row.id)]));
  const whole = JSON.stringify(edited.map(({ row }) => [row.id, ...asRead(row)]));
  const leaving = db
    .update(mailboxes)
    .set({ destinationKey: given(1) })
    .from(sql`json_each(${leave}) AS given`)
    .where(and(place, sql`${mailboxes.id} = ${given(0)}`, areAsRead(whole, edited.length), isAllowed));

  const isMoved = new Set(moved.map(({ row }) => row.id));
  const changes = JSON.stringify(
    edited.map(({ row, columns }) => {
      const read = { ...row, ...(isMoved.has(row.id) && { destinationKey: between(row.id) }) };
      const after = { ...row, ...columns };
      return [
        row.id,
        ...asRead(read),
        ...COLUMNS.map((column) => keptAs(column, after[column])),
        // Null: as it is; an empty text: none any more.
        ...PASSWORDS.map((column) => (columns[column] === undefined ? null : (columns[column] ?? ''))),
      ];
    }),
  );
  const first = 1 + COLUMNS.length;
  const password = (index: number, column: (typeof PASSWORDS)[number]) =>
    sql`CASE WHEN ${given(index)} IS NULL THEN ${mailboxes[column]} WHEN ${given(index)} = '' THEN NULL ELSE ${given(index)} END`;
  const givenAt = (index: number, column: 'sourceGivenAt' | 'destinationGivenAt') =>
    sql`iif(${given(index)} IS NULL, ${mailboxes[column]}, NULL)`;
  const [ofSource, ofDestination] = [first + COLUMNS.length, first + COLUMNS.length + 1];
  const writing = db
    .update(mailboxes)
    .set({
      ...Object.fromEntries(COLUMNS.map((column, index) => [column, given(first + index)])),
      sourcePasswordSealed: password(ofSource, 'sourcePasswordSealed'),
      destinationPasswordSealed: password(ofDestination, 'destinationPasswordSealed'),
      sourceGivenAt: givenAt(ofSource, 'sourceGivenAt'),
      destinationGivenAt: givenAt(ofDestination, 'destinationGivenAt'),
    })
    .from(sql`json_each(${changes}) AS given`)
    .where(and(place, sql`${mailboxes.id} = ${given(0)}`, areAsRead(changes, edited.length), isAllowed));
  return moved.length === 0 ? [writing] : [leaving, writing];
}

const given = (index: number): SQL => sql.raw(`json_extract(given.value, '$[${String(index)}]')`);

/** Whether all `count` rows of a JSON text are in the table as the text has them. Read once, before the first row changes. */
function areAsRead(rows: string, count: number): SQL {
  const same = COLUMNS.map((column, index) =>
    sql.raw(`read.${mailboxes[column].name} IS json_extract(kept.value, '$[${String(index + 1)}]')`),
  );
  return sql`(SELECT count(*) FROM json_each(${rows}) AS kept JOIN mailboxes AS read
    ON read.id = json_extract(kept.value, '$[0]') WHERE ${sql.join(same, sql` AND `)}) = ${count}`;
}
