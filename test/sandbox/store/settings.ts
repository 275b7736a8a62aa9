import { createHash } from 'node:crypto';
import type { Value } from '../items/model.ts';
import type { Mailbox, Store } from './store.ts';

/** What people set up in their mailboxes and is no item. Configurations are items (see configurations.ts). */
export const SETTING_TABLES = `
create table if not exists settings (
  mailbox integer not null, name text not null, value text not null, primary key (mailbox, name)
) without rowid;
create table if not exists delegates (
  mailbox integer not null, number integer not null, user text not null collate nocase, receives_copies integer not null,
  views_private integer not null, primary key (mailbox, user)
) without rowid;
create table if not exists inbox_rules (
  id integer primary key autoincrement, mailbox integer not null, priority integer not null, rule text not null
);
create index if not exists inbox_rules_of on inbox_rules (mailbox, priority);
`;

/** Settings that are one value each; JSON. */
export type Settings = {
  oof: Oof;
  deliverMeetingRequests: DeliverMeetingRequests;
  /** Outlook keeps rules of its own that no server runs; an update of the rules takes them away. */
  outlookRuleBlob: boolean;
  /** LegacyExchangeDN: the address by which mail inside an organisation found this mailbox. */
  legacyDn: string;
  /** Further legacyDns under which the mailbox is reached (X500 proxy addresses). */
  x500: string[];
};

export type DeliverMeetingRequests =
  | 'DelegatesOnly'
  | 'DelegatesAndMe'
  | 'DelegatesAndSendInformationToMe'
  | 'NoForward';

/** The children of UserOofSettings by name, as they were set; instants in ISO 8601. */
export type Oof = Record<string, Value>;

export function getSetting<Name extends keyof Settings>(
  store: Store,
  mailbox: number,
  name: Name,
): Settings[Name] | undefined {
  const row = store.sql('select value from settings where mailbox = ? and name = ?').get(mailbox, name);
  return row && (JSON.parse(row['value'] as string) as Settings[Name]);
}

export function setSetting<Name extends keyof Settings>(
  store: Store,
  mailbox: number,
  name: Name,
  value: Settings[Name],
): void {
  store
    .sql(
      `insert into settings values (?, ?, ?)
       on conflict (mailbox, name) do update set value = excluded.value`,
    )
    .run(mailbox, name, JSON.stringify(value));
}

/** The LegacyExchangeDN of a mailbox; one of the usual form where none was given. */
export function legacyDnOf(store: Store, mailbox: Mailbox): string {
  const user = mailbox.email.split('@')[0] ?? '';
  return (
    getSetting(store, mailbox.id, 'legacyDn') ??
    `/o=${mailbox.email.split('@')[1] ?? ''}/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${user}${mailbox.guid.slice(0, 3)}`
  );
}

export function setAddresses(
  store: Store,
  mailbox: number,
  { legacyDn, x500 }: { legacyDn?: string; x500?: readonly string[] },
): void {
  if (legacyDn !== undefined) setSetting(store, mailbox, 'legacyDn', legacyDn);
  if (x500 !== undefined) setSetting(store, mailbox, 'x500', [...x500]);
}

/** A security identifier; the same for a mailbox always. */
export function sidOf(mailbox: Mailbox): string {
  const digest = createHash('sha256')
    .update(mailbox.email.split('@')[1] ?? '')
    .digest();
  return `S-1-5-21-${[0, 4, 8].map((at) => digest.readUInt32BE(at)).join('-')}-${1100 + mailbox.id}`;
}

export function mailboxBySid(store: Store, sid: string): Mailbox | undefined {
  return store.mailboxes().find((mailbox) => sidOf(mailbox) === sid);
}

export type Delegate = { user: string; receivesCopies: boolean; viewsPrivate: boolean };

/** In the order in which they became delegates. */
export function delegatesOf(store: Store, mailbox: number): Delegate[] {
  const rows = store
    .sql('select user, receives_copies, views_private from delegates where mailbox = ? order by number')
    .all(mailbox) as { user: string; receives_copies: number; views_private: number }[];
  return rows.map((row) => ({
    user: row.user,
    receivesCopies: row.receives_copies === 1,
    viewsPrivate: row.views_private === 1,
  }));
}

export function setDelegate(store: Store, mailbox: number, delegate: Delegate): void {
  store
    .sql(
      `insert into delegates select ?, coalesce(max(number), 0) + 1, ?, ?, ? from delegates where mailbox = ?
       on conflict (mailbox, user) do update set receives_copies = excluded.receives_copies,
         views_private = excluded.views_private`,
    )
    .run(mailbox, delegate.user, delegate.receivesCopies ? 1 : 0, delegate.viewsPrivate ? 1 : 0, mailbox);
}

export function removeDelegate(store: Store, mailbox: number, user: string): void {
  store.sql('delete from delegates where mailbox = ? and user = ?').run(mailbox, user);
}

/** A rule as it came, its children by name in the order of the wire; the id and the priority stand beside. */
export type InboxRule = { id: number; priority: number; fields: Record<string, Value> };

export function rulesOf(store: Store, mailbox: number): InboxRule[] {
  const rows = store
    .sql('select id, priority, rule from inbox_rules where mailbox = ? order by priority, id')
    .all(mailbox) as { id: number; priority: number; rule: string }[];
  return rows.map(({ id, priority, rule }) => ({ id, priority, fields: JSON.parse(rule) as Record<string, Value> }));
}

/** Replaces the rule of an id, or adds one without. */
export function saveRule(store: Store, mailbox: number, rule: Omit<InboxRule, 'id'> & { id?: number }): void {
  store
    .sql('insert or replace into inbox_rules (id, mailbox, priority, rule) values (?, ?, ?, ?)')
    .run(rule.id ?? null, mailbox, rule.priority, JSON.stringify(rule.fields));
}

export function removeRule(store: Store, id: number): void {
  store.sql('delete from inbox_rules where id = ?').run(id);
}
