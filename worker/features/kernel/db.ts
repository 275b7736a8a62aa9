import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { SQL } from 'drizzle-orm';

/** The database as features see it. */
export type Db = DrizzleD1Database & { $client: D1Database };

/** A statement that can be part of a batch. */
export type Statement = BatchItem<'sqlite'>;

/** D1 takes values up to 2 MB; a chunk of rows stays well below. */
const CHUNK_BYTES = 400_000;

type Upsert = {
  /** Columns of the conflict, by property. */ on: string[];
  /** Columns to replace, by property. */ set: string[];
};

/** A condition that must hold for anything to be inserted. */
type Guard = { where: SQL };

/** Rows as JSON texts of bounded size: `[[a, b], [c, d]]`, columns in the table's order. */
function chunksOf(table: SQLiteTable, rows: readonly Record<string, unknown>[]): string[] {
  const columns = Object.entries(getTableColumns(table));
  const chunks: string[] = [];
  let lines: string[] = [];
  let size = 0;
  for (const row of rows) {
    const line = JSON.stringify(
      columns.map(([property, column]) => {
        const value = row[property] ?? (column.hasDefault ? column.default : null);
        return value === null || value === undefined ? null : column.mapToDriverValue(value);
      }),
    );
    if (size + line.length > CHUNK_BYTES && lines.length > 0) {
      chunks.push(`[${lines.join(',')}]`);
      lines = [];
      size = 0;
    }
    lines.push(line);
    size += line.length;
  }
  if (lines.length > 0) chunks.push(`[${lines.join(',')}]`);
  return chunks;
}

/**
 * Statements that insert any number of rows. D1 binds at most 100 parameters a statement, so that rows travel as one
 * JSON parameter that SQLite takes apart; a thousand mailboxes are one or two statements. With an upsert, rows that are
 * there already get the named columns replaced; with a guard, its condition decides. Booleans become 0 and 1, as SQLite
 * keeps them.
 */
export function insertStatements<Table extends SQLiteTable>(
  db: Db,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  how?: Upsert | Guard,
): Statement[] {
  const columns = getTableColumns(table);
  const columnOf = (property: string) => {
    const column = columns[property];
    if (!column) throw new Error(`${getTableName(table)} has no column ${property}`);
    return column;
  };
  const values = sql.join(
    Object.keys(columns).map((_, index) => sql.raw(`json_extract(value, '$[${String(index)}]')`)),
    sql`, `,
  );
  return chunksOf(table, rows).map((chunk) => {
    // Without a WHERE, SQLite would read ON CONFLICT as part of a join.
    const condition = how && 'where' in how ? how.where : sql`true`;
    const insert = db.insert(table).select(sql`SELECT ${values} FROM json_each(${chunk}) WHERE ${condition}`);
    if (!how || 'where' in how) return insert;
    const set = how.set.map((property) => [property, sql`excluded.${sql.identifier(columnOf(property).name)}`]);
    return insert.onConflictDoUpdate({
      target: how.on.map(columnOf),
      set: Object.fromEntries(set) as Parameters<typeof insert.onConflictDoUpdate>[0]['set'],
    });
  });
}

/** Runs statements as one transaction: all of them or none. Nothing to run is fine. */
export async function runBatch(db: Db, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await db.batch([first, ...rest]);
}

/** A condition that takes any number of texts as one parameter. */
export function isAnyOf(column: SQL | { getSQL(): SQL }, texts: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(texts)}))`;
}

/** True when an error is a violation of the named unique index or of its columns. */
export function isUniqueViolation(error: unknown, part = ''): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes('UNIQUE constraint failed') && cause.message.includes(part)) return true;
  }
  return false;
}

/** True when an error says that a column that needs a value got none. */
export function isNotNullViolation(error: unknown, column: string): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(`NOT NULL constraint failed: ${column}`)) return true;
  }
  return false;
}

/** True when an error says that a row that another points to is not there. */
export function isForeignKeyViolation(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes('FOREIGN KEY constraint failed')) return true;
  }
  return false;
}
