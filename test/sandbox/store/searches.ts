import type { Node } from '../xml/node.ts';
import type { Store } from './store.ts';

/** What search folders look for, and where. */
export const SEARCHES_TABLE = `
create table if not exists searches (folder integer primary key, search text not null);
create trigger if not exists searches_gone after delete on folders begin
  delete from searches where folder = old.id;
end;
`;

/** The search of a search folder: its Restriction element as it was given, and the folders that it looks into. */
export type Search = { restriction: Node; folders: number[]; isDeep: boolean };

export function setSearch(store: Store, folder: number, search: Search): void {
  store.sql('insert or replace into searches values (?, ?)').run(folder, JSON.stringify(search));
}

/** Undefined where nothing was ever looked for, as in the folders that a server makes for itself. */
export function searchOf(store: Store, folder: number): Search | undefined {
  const row = store.sql('select search from searches where folder = ?').get(folder) as { search: string } | undefined;
  return row && (JSON.parse(row.search) as Search);
}
