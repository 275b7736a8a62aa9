import type { Store } from './store.ts';

/** The last number that an attachment of an item ever had, where one was taken away: its id is nobody else's. */
export const NUMBERS_TABLE = `
create table if not exists attachment_numbers (item integer primary key, last integer not null);
create trigger if not exists attachment_numbers_gone after delete on items begin
  delete from attachment_numbers where item = old.id;
end;
`;

/** The number of an attachment that is added to an item. */
export function nextAttachmentNumber(store: Store, item: number): number {
  const row = store
    .sql(
      `select max(coalesce((select max(number) from attachments where item = ?), 0),
                  coalesce((select last from attachment_numbers where item = ?), 0)) as n`,
    )
    .get(item, item) as { n: number };
  return row.n + 1;
}

/** Before an attachment goes: its number is not given again. */
export function retireNumbers(store: Store, item: number): void {
  store.sql('insert or replace into attachment_numbers values (?, ?)').run(item, nextAttachmentNumber(store, item) - 1);
}
