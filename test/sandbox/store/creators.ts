import type { Store } from './store.ts';

/** Who made an item in somebody else's mailbox; rights to what one owns hang on it. */
export const CREATOR_TABLE = `
create table if not exists item_creators (item integer primary key, user text not null collate nocase);
create trigger if not exists item_creators_gone after delete on items begin
  delete from item_creators where item = old.id;
end;
`;

export const creatorOf = (store: Store, item: number): string | undefined =>
  (store.sql('select user from item_creators where item = ?').get(item) as { user: string } | undefined)?.user;

export function setCreator(store: Store, item: number, user: string): void {
  store.sql('insert or replace into item_creators values (?, ?)').run(item, user);
}
