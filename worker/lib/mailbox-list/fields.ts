/**
 * What a column of a list of mailboxes can hold. `type`: whether it is a user's, shared, a room. `tags`: separated by
 * semicolons. `wave`: its name.
 */
export const LIST_FIELDS = [
  'sourceEmail',
  'sourceLogin',
  'sourcePassword',
  'destinationEmail',
  'destinationLogin',
  'destinationPassword',
  'contactEmail',
  'contactName',
  'language',
  'type',
  'tags',
  'wave',
] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** As the files of other products head them, and ours. */
export const FIELD_TITLES: Readonly<Record<ListField, string>> = {
  sourceEmail: 'Source Email',
  sourceLogin: 'Source Login Name',
  sourcePassword: 'Source Password',
  destinationEmail: 'Destination Email',
  destinationLogin: 'Destination Login Name',
  destinationPassword: 'Destination Password',
  contactEmail: 'Contact Email',
  contactName: 'Contact Name',
  language: 'Language',
  type: 'Mailbox Type',
  tags: 'Tags',
  wave: 'Wave',
};

/** As people read them, within a sentence. */
export const FIELD_NAMES: Readonly<Record<ListField, string>> = {
  sourceEmail: 'source address',
  sourceLogin: 'source login',
  sourcePassword: 'source password',
  destinationEmail: 'destination address',
  destinationLogin: 'destination login',
  destinationPassword: 'destination password',
  contactEmail: 'contact address',
  contactName: 'contact name',
  language: 'language',
  type: 'mailbox type',
  tags: 'tags',
  wave: 'wave',
};

/**
 * One row as the list has it. `line`: its number, as people count the rows of a sheet. `isBroken`: a quotation mark in it
 * is wrong. `hasFinalDestination`: a person entered the destination, so that no pattern changes it.
 */
export type ListRow = { line: number; isBroken?: boolean; hasFinalDestination?: boolean } & Partial<
  Record<ListField, string>
>;

export const MAX_LIST_ROWS = 10_000;
export const MAX_LIST_BYTES = 10_000_000;
