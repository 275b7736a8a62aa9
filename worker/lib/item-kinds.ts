/** What a person calls the kind of an item; the rows of statistics. */
export const ITEM_KINDS = [
  'email',
  'calendar',
  'contact',
  'task',
  'note',
  'journal',
  'post',
  'distribution-list',
  'other',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
