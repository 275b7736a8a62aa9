import type { SettingKind } from '../../lib/omission-kinds.ts';
import type { Fault } from './fault.ts';

/** Something that could not be carried. */
export type Omission = {
  kind: SettingKind;
  /** What it concerns, for people: a folder's path, a rule's name, an address; empty for the whole setting. */
  name: string;
  /** Stable: ours, or the server's own word. */
  code: string;
  message: string;
};

/** An entry of a list: a person, one of the two entries for people in general, or someone who no longer exists. */
export type Who = { address: string } | { everyone: 'Default' | 'Anonymous' } | { unknown: string };

/** What someone may do in a folder. Single rights (`EditItems`, …) only at the level `Custom`. */
export type Permission = {
  who: Who;
  level: string;
  rights?: Readonly<Record<string, string>>;
  /** The server shows less of it than it allows. */
  isUnclear?: true;
};

export type FolderPermissions = {
  folderId: string;
  changeKey: string;
  /** Calendars have levels of their own. */
  isCalendar: boolean;
  /** The server's name for folders of this type. */
  element: string;
  entries: Permission[];
  /** Not all of the list was read: written back, it would take rights away. */
  isUnclear?: true;
};

/** A part of a rule as the server has it. */
export type RulePart = {
  name: string;
  attributes?: Readonly<Record<string, string>>;
  text?: string;
  children: RulePart[];
};

export type Rule = {
  /** Absent in a rule that does not exist yet. */
  id?: string;
  name: string;
  /** Rules run in the order of their priorities, from 1. */
  priority: number;
  isEnabled: boolean;
  /** The server keeps it, and can't say it in full. */
  isUnsupported?: boolean;
  /** The server says that it no longer works. */
  isBroken?: boolean;
  /** `Conditions`, `Exceptions` and `Actions`. */
  parts: RulePart[];
};

export type RuleList = {
  rules: Rule[];
  /** Outlook also keeps rules of its own, which no server runs and only Outlook can read. */
  hasOutlookRules: boolean;
};

export type Delegate = {
  who: Who;
  /** By the name of the folder (`Calendar`, `Tasks`, …). */
  levels: Readonly<Record<string, string>>;
  receivesCopies: boolean;
  viewsPrivate: boolean;
};

export type DelegateList = { delegates: Delegate[]; /** Who gets meeting requests. */ deliver: string };

/** A reply's text as received. Opaque; never stored, never logged. */
export type Reply = { content: Uint8Array; language?: string };

export type OutOfOffice = {
  state: 'Disabled' | 'Enabled' | 'Scheduled';
  /** Who outside gets a reply: `None`, `Known` or `All`. */
  audience: string;
  /** ISO 8601. */
  startAt?: string;
  endAt?: string;
  internal: Reply;
  external: Reply;
};

/** A colour category: its name, and the element that says the rest. */
export type Category = { name: string; element: string };

export type CategoryList = {
  categories: Category[];
  /** The list as the server keeps it; opaque. Absent where the mailbox has none. */
  whole?: string;
};

/** Reads the settings of a mailbox. Every call throws FaultError; of kind `unsupported` where the server can't tell. */
export interface SettingsSource {
  /** One result a folder, in order. */
  permissions(folderIds: readonly string[], signal: AbortSignal): Promise<(FolderPermissions | { fault: Fault })[]>;
  rules(signal: AbortSignal): Promise<RuleList>;
  delegates(signal: AbortSignal): Promise<DelegateList>;
  outOfOffice(signal: AbortSignal): Promise<OutOfOffice>;
  categories(signal: AbortSignal): Promise<CategoryList>;
}

/** Reads and writes them. Nothing that it does sends anything to anyone. */
export interface SettingsDestination extends SettingsSource {
  /** Replaces a folder's list, all or nothing. */
  putPermissions(folder: FolderPermissions, signal: AbortSignal): Promise<void>;
  /**
   * Makes rules (without an id) and replaces others. Outlook's own rules have to go for it where there are any. Returns
   * those that the server refused, by their place in `rules`; then none of them was made.
   */
  putRules(
    rules: readonly Rule[],
    how: { dropsOutlookRules: boolean },
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Fault>>;
  /** Adds or changes delegates. Returns those that the server refused, by their place. */
  putDelegates(
    delegates: readonly Delegate[],
    how: { isNew: boolean; deliver?: string },
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Fault>>;
  putOutOfOffice(settings: OutOfOffice, signal: AbortSignal): Promise<void>;
  /** Adds categories behind those that are there; where there is no list yet, that of the source may be taken whole. */
  addCategories({ categories, whole }: CategoryList, signal: AbortSignal): Promise<void>;
}

/** The address that someone has at the destination; undefined where that would be a guess. */
export type PeopleMap = (address: string) => string | undefined;
