/** What a mailbox has besides its items, and what may be lost of it. */
export const SETTING_KINDS = [
  'permissions',
  'rules',
  'delegates',
  'out-of-office',
  'categories',
  'archive',
  'recoverable-items',
  /** Names of folders. */
  'folders',
  /** What was read, changed or deleted at the source since an item was copied. */
  'changes',
] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** What an omission is of: a setting; `item` for a part of an item; `copy` for one that the destination keeps. */
export const OMISSION_KINDS = [...SETTING_KINDS, 'item', 'copy'] as const;
export type OmissionKind = (typeof OMISSION_KINDS)[number];
