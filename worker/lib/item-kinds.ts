/** What a person calls the kind of an item; the rows of statistics. */
export const ITEM_KINDS = [
  'email',
  'calendar',
  'contact',
  'distribution-list',
  'task',
  'note',
  'journal',
  'post',
  'other',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
