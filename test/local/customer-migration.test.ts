import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { foldText } from '../../worker/lib/fold-text.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const files = readdirSync(MIGRATIONS)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const own = files.findIndex((name) => name.endsWith('_customers.sql'));

const ID = '01kb4hp2d0w3wh6c71v2k1q1';
const idOf = (prefix: string, number: number) => `${prefix}_${ID}${String(number).padStart(2, '0')}`;

/** A database as the version before this migration left it. */
function openFormer(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec('PRAGMA foreign_keys = on');
  for (const name of files.slice(0, own)) database.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'));
  return database;
}

function addRow(database: DatabaseSync, table: string, given: Record<string, string | number>): void {
  const columns = database.prepare(`PRAGMA table_info(${table})`).all() as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: unknown;
    pk: number;
  }[];
  const needed = columns.filter(({ notnull, dflt_value, name }) => name in given || (notnull && dflt_value === null));
  const values = needed.map(({ name, type }) => given[name] ?? (/int|real/i.test(type) ? 0 : '[]'));
  const names = needed.map(({ name }) => name).join(', ');
  database.prepare(`INSERT INTO ${table} (${names}) VALUES (${values.map(() => '?').join(', ')})`).run(...values);
}

let line = 0;
function addWorkgroup(database: DatabaseSync, number: number, name: string, mailboxes: [string, string][][]): void {
  const workgroup = idOf('wgr', number);
  addRow(database, 'organization', { id: workgroup, name, slug: workgroup, created_at: 1000 + number });
  addRow(database, 'endpoints', { id: idOf('end', number), workgroup_id: workgroup });
  mailboxes.forEach((lines, index) => {
    const project = idOf('prj', number * 10 + index);
    const ends = { source_endpoint_id: idOf('end', number), destination_endpoint_id: idOf('end', number) };
    addRow(database, 'projects', { id: project, workgroup_id: workgroup, name: 'x', options: '{}', ...ends });
    addRow(database, 'events', {
      seq: number * 10 + index + 1,
      id: idOf('evt', number * 10 + index),
      workgroup_id: workgroup,
      project_id: project,
    });
    for (const [source, destination] of lines) {
      line += 1;
      addRow(database, 'mailboxes', {
        id: idOf('mbx', line),
        workgroup_id: workgroup,
        project_id: project,
        source_email: source,
        destination_email: destination,
        source_key: source.toLowerCase(),
        destination_key: destination.toLowerCase(),
      });
    }
  });
}

it('gives the projects of each workgroup a customer, and its mailboxes users', () => {
  const database = openFormer();
  addWorkgroup(database, 1, 'Große Fähre Ærø AS', [
    [
      ['Anna@old.example', 'anna@new.example'],
      ['ben@old.example', 'ben@new.example'],
    ],
    [['anna@old.example', 'a@new.example']],
  ]);
  addWorkgroup(database, 2, 'Two', [
    [
      ['a@one.example', 'a@x.example'],
      ['b@one.example', 'b@y.example'],
    ],
  ]);
  addWorkgroup(database, 3, 'Three', [
    [
      ['a@one.example', 'a@x.example'],
      ['b@two.example', 'b@y.example'],
    ],
  ]);
  addWorkgroup(database, 4, 'Without projects', []);
  for (const name of files.slice(own)) database.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'));

  const all = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[];
  expect(
    all('SELECT id, workgroup_id, company_name, primary_domain, is_default, created_at FROM customers ORDER BY id').map(
      (row) => Object.values(row),
    ),
  ).toEqual([
    [idOf('cus', 1), idOf('wgr', 1), 'Große Fähre Ærø AS', 'new.example', 1, 1001],
    [idOf('cus', 2), idOf('wgr', 2), 'Two', 'one.example', 1, 1002],
    [idOf('cus', 3), idOf('wgr', 3), 'Three', 'domain-missing.invalid', 1, 1003],
  ]);
  expect(String(all('SELECT search_key FROM customers ORDER BY id')[0]?.search_key)).toContain(
    foldText('Große Fähre Ærø AS'),
  );
  expect(
    all(
      'SELECT DISTINCT p.customer_id = c.id AND p.workgroup_id = c.workgroup_id AS fits FROM projects p LEFT JOIN customers c ON c.id = p.customer_id',
    ),
  ).toEqual([{ fits: 1 }]);
  expect(
    all(`SELECT u.id, group_concat(a.address, ' ') AS addresses, (SELECT count(*) FROM mailboxes WHERE customer_user_id = u.id) AS mailboxes
      FROM customer_users u JOIN customer_user_addresses a ON a.user_id = u.id WHERE u.customer_id = '${idOf('cus', 1)}' GROUP BY u.id ORDER BY u.id`).map(
      (row) => Object.values(row),
    ),
  ).toEqual([
    [idOf('usr', 1), 'Anna@old.example anna@new.example a@new.example', 2],
    [idOf('usr', 2), 'ben@old.example ben@new.example', 1],
  ]);
  expect(all('SELECT count(*) AS count FROM mailboxes WHERE customer_user_id IS NULL')).toEqual([{ count: 0 }]);
  expect(
    all('SELECT DISTINCT e.customer_id = p.customer_id AS fits FROM events e JOIN projects p ON p.id = e.project_id'),
  ).toEqual([{ fits: 1 }]);
  expect(all('PRAGMA foreign_key_check')).toEqual([]);
  database.close();
});
