import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Fault } from './fault.ts';

/** A folder of one mailbox, as its server reports it. */
export type Folder = {
  /** Opaque and stable for the life of the folder. */
  id: string;
  parentId: string;
  name: string;
  /** Exchange's language-independent name, such as `inbox`; absent for folders that people made. */
  distinguishedId?: string;
  /** MAPI container class, such as `IPF.Note`; empty where the server has none. */
  folderClass: string;
  totalCount: number;
  /** Sum of the items' sizes, if the server reports it. */
  sizeBytes?: number;
  /** Hidden folders (property 0x10F4) hold settings, not what people wrote. */
  isHidden?: boolean;
  /** For a well-known folder: why the server shows only its name. Its `id` is then not a server's id. */
  denied?: Fault;
};

/** What a server says of one item without its content. Never logged, never stored as it is. */
export type ItemFacts = {
  /** Opaque; changes when the item moves to another folder. */
  id: string;
  changeKey: string;
  /** MAPI message class, such as `IPM.Note`. */
  itemClass: string;
  sizeBytes: number;
  isRead?: boolean;
  /** RFC 5322 Message-ID, as the server gives it. */
  messageId?: string;
  /** ISO 8601, to the second. */
  receivedAt?: string;
  sentAt?: string;
  /** Calendar: UID of the series, and the start of the item. */
  uid?: string;
  startAt?: string;
  /** When the item was last changed, if the server reports it; the same instant means the same content. */
  modifiedAt?: string;
  /** Used for the match key, and for error lists of projects that opted in; not stored anywhere else. */
  subject?: string;
  /** Who a message is from: an address, or the name where the server shows no address. */
  sender?: string;
  /** The source item's marker, on items that the MIME or typed methods created. */
  marker?: string;
  /** Which fields the server has shown, in its own words; opaque. What it does not give with the item is missed. */
  shows?: string;
};

const KINDS: readonly (readonly [prefix: string, kind: ItemKind])[] = [
  ['IPM.NOTE', 'email'],
  ['REPORT.', 'email'],
  ['IPM.SCHEDULE.', 'email'],
  ['IPM.RECALL', 'email'],
  ['IPM.SHARING', 'email'],
  ['IPM.APPOINTMENT', 'calendar'],
  ['IPM.CONTACT', 'contact'],
  ['IPM.DISTLIST', 'distribution-list'],
  ['IPM.TASK', 'task'],
  ['IPM.STICKYNOTE', 'note'],
  ['IPM.ACTIVITY', 'journal'],
  ['IPM.POST', 'post'],
];

/** The kind of an item by its message class; classes nest by dots and ignore case (MS-OXCDATA 2.2). */
export function kindOf(itemClass: string): ItemKind {
  const upper = itemClass.toUpperCase();
  for (const [prefix, kind] of KINDS) if (upper.startsWith(prefix)) return kind;
  return 'other';
}
