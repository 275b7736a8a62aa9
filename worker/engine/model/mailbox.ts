import type { Fault } from './fault.ts';
import type { MailboxCounter } from './count.ts';
import type { AddressMap } from '../../lib/recipients.ts';
import type { Folder, ItemFacts } from './item.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { SettingsDestination, SettingsSource } from './setting.ts';

/** What a side can do. Probed and remembered, never assumed from the version alone. */
export type Abilities = {
  /** What the server calls itself, such as `Exchange2010_SP2 14.2.247.0`. */
  version: string;
  /** Methods by which this side can read (source) or write (destination). */
  methods: readonly CopyMethod[];
  /** Largest request body that the server's front door takes. */
  maxRequestBytes: number;
  /** Well-known folders below the message root that the server has shown already, of those that anyone migrates. */
  wellKnown?: readonly Folder[];
};

/** One entry of a folder's change list. */
export type Change =
  | { kind: 'create' | 'update'; item: ItemFacts }
  | { kind: 'delete'; id: string }
  | { kind: 'read-flag'; id: string; isRead: boolean; changeKey?: string };

export type NewFolder = { name: string; folderClass: string; isHidden?: boolean };

/** What a mailbox has besides its message folders. */
export type Reach = { archive?: boolean; recoverableItems?: boolean };

/** With `isPatient`, which is the default, trouble with one well-known folder that may pass makes the listing fail. */
export type ListHow = { isPatient?: boolean };

export type ChangePage = {
  changes: Change[];
  /** Opaque; to be handed in for the next page, and kept as the watermark once this page is in the ledger. */
  syncState: string;
  /** True when the server has nothing more for now. */
  isLast: boolean;
};

/** Enough to read an item and to choose how. */
export type ItemRef = {
  id: string;
  changeKey: string;
  itemClass: string;
  sizeBytes: number;
  /** See `ItemFacts`. */
  shows?: string;
};

/**
 * One item on its way. `content` is what the wire had: base64 text of the export stream or of the MIME, or an
 * XML element for the typed method. It is never decoded and never becomes a string.
 */
export type Parcel = {
  sourceId: string;
  method: CopyMethod;
  /** Bytes of `content` where they are known before it is read. */
  lengthBytes?: number;
  content: Uint8Array | ReadableStream<Uint8Array>;
  itemClass: string;
  /** Opaque to the engine: further elements that the path needs (flags, categories, named properties). */
  properties?: Uint8Array;
  /** What the typed method has to add after the item was created (attachments, exceptions of a series); opaque. */
  attendant?: unknown;
};

/** A folder that was made or was there, or why it could not be made. */
export type CreatedFolder = Folder | { fault: Fault };

export type ReadResult = { id: string } & ({ parcel: Parcel } | { fault: Fault });
export type WriteResult = { sourceId: string } & (
  | { id: string; changeKey: string; /** What could not be carried with it, in plain words. */ omissions?: string[] }
  /** `omissions` of an unconfirmed item: what it lacks if it has arrived. */
  | { fault: Fault; omissions?: string[] }
);

/** `mapAddress` changes the addresses of senders and recipients, on the MIME and typed methods. */
export type ReadHow = { stream: boolean; mapAddress?: AddressMap };

/** The side that is read. It offers no way to change anything. */
export interface MailboxSource {
  /** Absent where a mailbox is nothing but its items. */
  settings?: SettingsSource;
  /** Absent where folders tell no more than their number of items. */
  counter?: MailboxCounter;
  abilities(signal: AbortSignal): Promise<Abilities>;
  /** Why items can't be read with these credentials; undefined when they can. Throws FaultError as any call. */
  lacksRights(signal: AbortSignal): Promise<Fault | undefined>;
  /**
   * The whole tree below the message root, parents first, without folders that are never migrated. Then what `reach`
   * asks for and the mailbox has: the tree below `archivemsgfolderroot`, and `recoverableitemsdeletions`. A well-known
   * folder that the server denies is listed as `denied`.
   */
  folders(signal: AbortSignal, reach?: Reach & ListHow): Promise<Folder[]>;
  /**
   * The next page (at most 512 changes) after `syncState`, or from the start; `most` asks for a smaller, faster page.
   * Throws FaultError.
   */
  changes(folderId: string, syncState: string | undefined, signal: AbortSignal, most?: number): Promise<ChangePage>;
  /**
   * Reads items for one path. One result an item, in any order. With `stream`, exactly one item is asked for and
   * its parcel's content is a stream that must be read to its end or cancelled; it errors when the source dies.
   * Throws FaultError when the call as a whole failed.
   */
  read(items: readonly ItemRef[], method: CopyMethod, how: ReadHow, signal: AbortSignal): Promise<ReadResult[]>;
}

/** The side that is written. */
export interface MailboxDestination {
  settings?: SettingsDestination;
  counter?: MailboxCounter;
  abilities(signal: AbortSignal): Promise<Abilities>;
  /** Why items or folders can't be made with these credentials; undefined when they can. Throws FaultError as any call. */
  lacksRights(signal: AbortSignal): Promise<Fault | undefined>;
  folders(signal: AbortSignal, reach?: Reach & ListHow): Promise<Folder[]>;
  /**
   * Creates folders in one parent, in the given order; returns the existing folder where one has that name in any case.
   * Throws FaultError if the whole call failed. Safe to repeat: it finds what the first attempt created.
   */
  createFolders(parentId: string, folders: readonly NewFolder[], signal: AbortSignal): Promise<CreatedFolder[]>;
  /** Moves a folder into another and names it; done already, it changes nothing. A name that is taken is a fault. */
  placeFolder(folderId: string, parentId: string, name: string, signal: AbortSignal): Promise<void>;
  /** As at the source: the folder's items page by page, and its current sync state. */
  changes(folderId: string, syncState: string | undefined, signal: AbortSignal): Promise<ChangePage>;
  /**
   * What came into the folder since `baseline` and is still there; without a baseline, all its items. Only what
   * `isWanted` accepts: a folder may hold more items than fit into memory.
   */
  arrivals(
    folderId: string,
    baseline: string | undefined,
    isWanted: (item: ItemFacts) => boolean,
    signal: AbortSignal,
  ): Promise<ItemFacts[]>;
  /**
   * Writes parcels, all of one path, into a folder; nothing is sent to anyone. One result an item. Throws
   * FaultError: kind `in-doubt` when the server may have carried out some of it, any other kind when it surely
   * carried out nothing.
   */
  write(folderId: string, parcels: readonly Parcel[], signal: AbortSignal): Promise<WriteResult[]>;
  /** Makes what `tryUpload` needs, so that it takes one request then. Never rejects. */
  prepareTrial?(signal: AbortSignal): Promise<void>;
  /**
   * Whether the server takes such an export stream: put into a hidden folder, which is removed again. The fault with
   * which it does not. Throws FaultError where that could not be tried. Absent where there is no such path.
   */
  tryUpload?(parcel: Parcel, signal: AbortSignal): Promise<Fault | undefined>;
  /** The change keys that these items have now; items that are gone are left out. */
  changeKeys(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** Moves items into a folder; their ids change. One result an item. Throws as `write`. */
  move(
    folderId: string,
    items: readonly { sourceId: string; id: string }[],
    signal: AbortSignal,
  ): Promise<WriteResult[]>;
  /**
   * Removes items that Mailferry created, without notifying anyone. To `deleted-items` if a person may want them back.
   * Items that are already gone count as removed. Returns those that could not be removed, with the reason.
   */
  remove(
    ids: readonly string[],
    how: 'for-good' | 'deleted-items',
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Fault>>;
  /**
   * Takes away what Mailferry keeps for itself in the mailbox while it copies; called when a pass has ended. Where
   * there is no such thing it is absent. Throws FaultError.
   */
  tidy?(signal: AbortSignal): Promise<void>;
  /** Sets the read state of items, without receipts. */
  setRead(items: readonly { id: string; isRead: boolean }[], signal: AbortSignal): Promise<WriteResult[]>;
}
