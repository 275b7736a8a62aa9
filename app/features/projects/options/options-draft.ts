import type { CopyMethod } from '../../../../worker/lib/copy-methods.ts';
import { COPY_METHODS } from '../../../../worker/lib/copy-methods.ts';
import type { ItemKind } from '../../../../worker/lib/item-kinds.ts';
import { ITEM_KINDS } from '../../../../worker/lib/item-kinds.ts';
import { SETTINGS_BY_DEFAULT } from '../../../../worker/lib/setting-options.ts';
import type { Project } from '../../../api.ts';
import type { ZonedTime } from '../../../lib/zoned-time.ts';

export type Options = Project['options'];

export const KIND_NAMES: Readonly<Record<ItemKind, string>> = {
  email: 'E-mail',
  calendar: 'Calendar',
  contact: 'Contacts',
  'distribution-list': 'Distribution lists',
  task: 'Tasks',
  note: 'Notes',
  journal: 'Journal',
  post: 'Posts',
  other: 'Other items',
};

export const METHOD_NAMES: Readonly<Record<CopyMethod, string>> = {
  transfer: 'Export and upload',
  mime: 'MIME',
  typed: 'Element by element',
};

/** Cells of one line of a table: a folder, or from and to. */
export type Row = readonly string[];

/** The options as a form holds them: all of them, numbers and instants as text, empty for none. */
export type Draft = {
  excludedFolders: readonly Row[];
  folderMapping: readonly Row[];
  itemKinds: readonly ItemKind[];
  /** ISO 8601 in UTC. */
  from: string;
  until: string;
  deletions: 'keep' | 'remove';
  maximumDeletions: string;
  permissions: boolean;
  rules: boolean;
  delegates: boolean;
  categories: boolean;
  outOfOffice: boolean;
  archive: boolean;
  recoverableItems: boolean;
  maximumConcurrentMigrations: string;
  maximumErrors: string;
  includeSubjects: boolean;
  noticeStart: ZonedTime;
  noticeBefore: string;
  noticeAtStart: boolean;
  noticeAtCompletion: boolean;
  copyPaths: readonly CopyMethod[];
  recipientMapping: readonly Row[];
  rewriteAddresses: boolean;
};

export type OptionName = keyof Draft;

/** What counts where a project says nothing. */
export const DEFAULTS: Draft = {
  excludedFolders: [],
  folderMapping: [],
  itemKinds: ITEM_KINDS,
  from: '',
  until: '',
  deletions: 'keep',
  maximumDeletions: '',
  ...SETTINGS_BY_DEFAULT,
  archive: false,
  recoverableItems: false,
  maximumConcurrentMigrations: '',
  maximumErrors: '',
  includeSubjects: false,
  noticeStart: { local: '', zone: '' },
  noticeBefore: '',
  noticeAtStart: false,
  noticeAtCompletion: false,
  copyPaths: COPY_METHODS,
  recipientMapping: [],
  rewriteAddresses: false,
};

/** In the order of the screen. */
export const LABELS: Readonly<Record<OptionName, string>> = {
  excludedFolders: 'Excluded folders',
  folderMapping: 'Folder mapping',
  itemKinds: 'Item types',
  from: 'Start date',
  until: 'End date',
  deletions: 'Deletions at the source',
  maximumDeletions: 'Deletion limit',
  permissions: 'Folder permissions',
  rules: 'Inbox rules',
  delegates: 'Delegates',
  categories: 'Colour categories',
  outOfOffice: 'Automatic reply',
  archive: 'Archive mailbox',
  recoverableItems: 'Recoverable items',
  maximumConcurrentMigrations: 'Concurrent mailboxes',
  maximumErrors: 'Error limit',
  includeSubjects: 'Subjects in the error list',
  noticeStart: 'Start of the migration',
  noticeBefore: 'Notice before the migration',
  noticeAtStart: 'Notice at its start',
  noticeAtCompletion: 'Notice at completion',
  copyPaths: 'Methods',
  recipientMapping: 'Recipient mapping',
  rewriteAddresses: 'Rewrite addresses in every item',
};

export const OPTION_NAMES = Object.keys(LABELS) as OptionName[];
/** Where the automatic notices are in the options. */
const NOTICES = {
  noticeStart: 'start.local',
  noticeBefore: 'before.daysBefore',
  noticeAtStart: 'atStart',
  noticeAtCompletion: 'atCompletion',
} as const;
const NOTICE_NAMES = Object.keys(NOTICES) as (keyof typeof NOTICES)[];
const SETTINGS = ['permissions', 'rules', 'delegates', 'categories', 'outOfOffice'] as const;

/** Where an option is in a request; errors name it by this. */
export function pathOf(name: OptionName): string {
  if (name in NOTICES) return `options.notices.${NOTICES[name as keyof typeof NOTICES]}`;
  const isSetting = (SETTINGS as readonly string[]).includes(name);
  return isSetting ? `options.settings.${name}` : `options.${name}`;
}

export function draftOf(options: Options): Draft {
  const { settings = {}, notices = {} } = options;
  const text = (value: number | undefined) => (value === undefined ? '' : String(value));
  const pairs = (rules: readonly { from: string; to: string }[] = []): Row[] => rules.map(({ from, to }) => [from, to]);
  const flags = Object.fromEntries(SETTINGS.map((name) => [name, settings[name] ?? DEFAULTS[name]]));
  return {
    ...DEFAULTS,
    ...(flags as Pick<Draft, (typeof SETTINGS)[number]>),
    excludedFolders: (options.excludedFolders ?? []).map((path) => [path]),
    folderMapping: pairs(options.folderMapping),
    itemKinds: chosen(ITEM_KINDS, options.itemKinds),
    from: options.from ?? '',
    until: options.until ?? '',
    deletions: options.deletions ?? DEFAULTS.deletions,
    maximumDeletions: text(options.maximumDeletions),
    archive: options.archive ?? DEFAULTS.archive,
    recoverableItems: options.recoverableItems ?? DEFAULTS.recoverableItems,
    maximumConcurrentMigrations: text(options.maximumConcurrentMigrations),
    maximumErrors: text(options.maximumErrors),
    includeSubjects: options.includeSubjects ?? DEFAULTS.includeSubjects,
    noticeStart: notices.start ? { local: notices.start.local, zone: notices.start.timeZone } : DEFAULTS.noticeStart,
    noticeBefore: text(notices.before?.daysBefore),
    noticeAtStart: notices.atStart ?? false,
    noticeAtCompletion: notices.atCompletion ?? false,
    copyPaths: chosen(COPY_METHODS, options.copyPaths),
    recipientMapping: pairs(options.recipientMapping),
    rewriteAddresses: options.rewriteAddresses ?? DEFAULTS.rewriteAddresses,
  };
}

/**
 * What the API takes: only what differs from the defaults, so that equal options are equal texts. What is no number is
 * left for the API to refuse (it arrives there as null).
 */
export function optionsOf(draft: Draft): Options {
  const pairs = (rows: readonly Row[]) => rows.map(([from = '', to = '']) => ({ from, to }));
  const all: Options = {
    excludedFolders: draft.excludedFolders.map(([path = '']) => path),
    folderMapping: pairs(draft.folderMapping),
    itemKinds: [...draft.itemKinds],
    from: draft.from,
    until: draft.until,
    deletions: draft.deletions,
    maximumDeletions: Number(draft.maximumDeletions),
    archive: draft.archive,
    recoverableItems: draft.recoverableItems,
    maximumConcurrentMigrations: Number(draft.maximumConcurrentMigrations),
    maximumErrors: Number(draft.maximumErrors),
    includeSubjects: draft.includeSubjects,
    copyPaths: [...draft.copyPaths],
    recipientMapping: pairs(draft.recipientMapping),
    rewriteAddresses: draft.rewriteAddresses,
  };
  const settings = Object.fromEntries(
    SETTINGS.filter((name) => isChanged(draft, name)).map((name) => [name, draft[name]]),
  );
  const changed = Object.entries(all).filter(([name]) => isChanged(draft, name as OptionName));
  return {
    ...Object.fromEntries(changed),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(NOTICE_NAMES.some((name) => isChanged(draft, name)) && { notices: noticesOf(draft) }),
  };
}

function noticesOf({ noticeStart, noticeBefore, noticeAtStart, noticeAtCompletion }: Draft): Options['notices'] {
  const { local, zone: timeZone } = noticeStart;
  return {
    ...(local !== '' && { start: { local, timeZone } }),
    ...(noticeBefore !== '' && { before: { daysBefore: Number(noticeBefore) } }),
    ...(noticeAtStart && { atStart: true }),
    ...(noticeAtCompletion && { atCompletion: true }),
  };
}

/** Whether an option differs from `than`, by default the default options. */
export function isChanged(draft: Draft, name: OptionName, than: Draft = DEFAULTS): boolean {
  return JSON.stringify(draft[name]) !== JSON.stringify(than[name]);
}

/** Lines without a word in them are not meant; the index of an error counts what is left. */
export function withoutEmptyRows(draft: Draft): Pick<Draft, 'excludedFolders' | 'folderMapping' | 'recipientMapping'> {
  const { excludedFolders, folderMapping, recipientMapping } = draft;
  return {
    excludedFolders: filledOf(excludedFolders),
    folderMapping: filledOf(folderMapping),
    recipientMapping: filledOf(recipientMapping),
  };
}

export function filledOf(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.some((cell) => cell.trim() !== '')).map((row) => row.map((cell) => cell.trim()));
}

function chosen<T extends string>(all: readonly T[], some: readonly T[] | undefined): T[] {
  return all.filter((name) => some === undefined || some.includes(name));
}
