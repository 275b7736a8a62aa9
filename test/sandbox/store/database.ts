import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CORRUPT_ITEMS } from './corrupt-items.ts';
import { NUMBERS_TABLE } from './attachment-numbers.ts';
import { CREATOR_TABLE } from './creators.ts';
import { DUMPSTER_TABLE } from './dumpster.ts';
import { LIMITS_TABLE } from './limits.ts';
import { SEARCHES_TABLE } from './searches.ts';
import { PERMISSION_TABLES } from './permissions.ts';
import { SETTING_TABLES } from './settings.ts';

const TABLES = `
create table if not exists mailboxes (
  id integer primary key, email text not null unique collate nocase, password text not null, guid text not null unique,
  name text not null, change integer not null default 0
);
create table if not exists folders (
  id integer primary key, mailbox integer not null, parent integer, name text not null, class text not null,
  element text not null, distinguished text, hidden integer not null default 0, change integer not null,
  created integer not null, properties text not null default '[]'
);
create index if not exists folders_of on folders (mailbox, parent);
create index if not exists folders_below on folders (parent);
create unique index if not exists folders_known on folders (mailbox, distinguished) where distinguished is not null;
create table if not exists folder_tombstones (mailbox integer not null, folder integer not null, change integer not null);
create table if not exists items (
  id integer primary key autoincrement, mailbox integer not null, folder integer not null, owner integer, element text not null,
  class text not null, associated integer not null default 0, is_read integer not null, is_draft integer not null,
  subject text not null, received integer, sent integer, created integer not null, modified integer not null,
  message_id text, size integer not null, mime integer not null default 0, attachments integer not null default 0,
  change integer not null, content_change integer not null, birth integer not null, properties text not null,
  letter text
);
create index if not exists items_of on items (folder, change) where owner is null;
create index if not exists items_owned on items (owner) where owner is not null;
create table if not exists tombstones (
  folder integer not null, item integer not null, birth integer not null, change integer not null
);
create index if not exists tombstones_of on tombstones (folder, change);
create table if not exists attachments (
  item integer not null, number integer not null, owned integer, properties text not null, primary key (item, number)
);
create table if not exists content (
  item integer not null, attachment integer not null, number integer not null, bytes blob not null,
  primary key (item, attachment, number)
);
create table if not exists facts (name text primary key, value text not null);
create table if not exists pending (mailbox integer primary key, plan text not null);
`;

// Stores that were made before items could be letters (see generate/letter.ts) stay good.
function addLetters(database: DatabaseSync): void {
  const columns = database.prepare('select name from pragma_table_info(?)').all('items') as { name: string }[];
  if (!columns.some((each) => each.name === 'letter')) database.exec('alter table items add column letter text');
}

/** Opens a store's file, or one in memory; a write is whole or not at all, also across a kill of the process. */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  // Large pages for large contents. What is committed is with the system, and so outlives a kill; not a power cut.
  database.exec(
    'pragma page_size = 16384; pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -16384;',
  );
  database.exec(TABLES);
  addLetters(database);
  database.exec(PERMISSION_TABLES);
  database.exec(CREATOR_TABLE);
  database.exec(DUMPSTER_TABLE);
  database.exec(LIMITS_TABLE);
  database.exec(SEARCHES_TABLE);
  database.exec(NUMBERS_TABLE);
  database.exec(SETTING_TABLES);
  database.exec(CORRUPT_ITEMS);
  return database;
}
