import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { migrate, NewerLedger } from '../../worker/ledger/database/migrate.ts';
import { STEPS } from '../../worker/ledger/database/steps.ts';
import type { Database, Row, Sql } from '../../worker/ledger/database/sql.ts';
import { createSqliteLedger, openSqlite } from '../fakes/sqlite-ledger.ts';

const OLD = ['ec823bc', '6bdc739-every-state', '6bdc739-mid-pass'];
const textOf = (name: string) => readFileSync(new URL(`fixtures/${name}.sql`, import.meta.url), 'utf8');

/** The whole database: its schema and every row. */
function contentOf(sql: Sql): Record<string, Row[]> {
  const schema = sql.all(`SELECT type, name, sql FROM sqlite_master ORDER BY type, name`);
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => String(name));
  return { schema, ...Object.fromEntries(tables.map((table) => [table, sql.all(`SELECT * FROM ${table}`)])) };
}

/** What the code sees of the schema: tables with their columns in order, and indexes. */
function shapeOf(sql: Sql): { columns: string[]; indexes: unknown[] } {
  const names = sql.all(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).map(({ name }) => name);
  const columns = names.flatMap((table) =>
    sql
      .all(`PRAGMA table_info(${table})`)
      .map(({ name, type, notnull, dflt_value }) => `${table}.${name} ${type} ${notnull} ${dflt_value}`),
  );
  return { columns, indexes: sql.all(`SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name`) };
}

/** Statements that change something fail from the `n`-th on. */
function breakingAt(db: Database, n: number): Database {
  let left = n;
  return {
    ...db,
    run: (query, ...values) => {
      if (--left < 0) throw new Error('The computer went down.');
      db.run(query, ...values);
    },
  };
}

describe('migrations of the ledger', () => {
  it('are known by name, in an order that never changes', () => {
    expect(STEPS.map(({ name }) => name)).toEqual([
      'tables',
      'arrivals',
      'folder-troubles',
      'subjects',
      'shown-fields',
    ]);
  });

  it('store the version in a new ledger, and leave it alone from then on', () => {
    using db = openSqlite();
    migrate(db);
    expect(db.all(`SELECT number FROM version`)).toEqual([{ number: STEPS.length }]);
    migrate(breakingAt(db, 0));
  });

  it.each(OLD)('give the ledger %s the shape of a new one', (name) => {
    using fresh = openSqlite();
    migrate(fresh);
    using db = openSqlite(textOf(name));
    migrate(db);
    const { columns, indexes } = shapeOf(db);
    expect(columns).toEqual(expect.arrayContaining(shapeOf(fresh).columns));
    expect(indexes).toEqual(shapeOf(fresh).indexes);
    expect(db.all(`SELECT number FROM version`)).toEqual([{ number: STEPS.length }]);
  });

  it.each(['', ...OLD])('of the ledger "%s" are carried out as a whole or not at all, wherever they break', (name) => {
    const dump = name === '' ? '' : textOf(name);
    using db = openSqlite(dump);
    const before = JSON.stringify(contentOf(db));
    using whole = openSqlite(dump);
    migrate(whole);
    const after = JSON.stringify(contentOf(whole));
    for (let n = 0; ; n++) {
      let isBroken = false;
      try {
        migrate(breakingAt(db, n));
      } catch {
        isBroken = true;
      }
      expect(JSON.stringify(contentOf(db)), `statement ${n}`).toBe(isBroken ? before : after);
      if (isBroken) continue;
      expect(n, 'statements that could break').toBeGreaterThan(2);
      break;
    }
  });

  it('refuse a ledger that a newer version wrote, and leave it as it is', async () => {
    using db = openSqlite(textOf('6bdc739-every-state'));
    migrate(db);
    db.run(`UPDATE version SET number = number + 1`);
    const before = contentOf(db);
    expect(() => migrate(db)).toThrow(NewerLedger);
    expect(contentOf(db)).toEqual(before);

    const dump = `${textOf('6bdc739-every-state')} CREATE TABLE version (one INTEGER PRIMARY KEY, number INTEGER);
      INSERT INTO version VALUES (1, ${STEPS.length + 1});`;
    const { lease, sql, close } = createSqliteLedger(dump);
    const asWritten = contentOf(sql);
    const opened = lease(99).open({ id: 'pass', retries: false, methods: ['mime'] }, {}, 0);
    await expect(opened).rejects.toMatchObject({ fault: { code: 'newer-ledger', scope: 'mailbox' } });
    expect(contentOf(sql)).toEqual(asWritten);
    close();
  });
});
