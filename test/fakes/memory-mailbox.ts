import { FaultError } from '../../worker/engine/model/fault.ts';
import type { Fault, FaultKind } from '../../worker/engine/model/fault.ts';
import type { Folder, ItemFacts } from '../../worker/engine/model/item.ts';
import type { CopyMethod } from '../../worker/lib/copy-methods.ts';
import type {
  Abilities,
  ChangePage,
  MailboxDestination,
  MailboxSource,
  Parcel,
  WriteResult,
} from '../../worker/engine/model/mailbox.ts';

export type MemoryItem = ItemFacts & { folderId: string; content: string };

export type MemoryMailbox = {
  name: string;
  folders: Folder[];
  items: Map<string, MemoryItem>;
  /** What happened, in order; a sync state is a position in it. */
  log: { folderId: string; kind: 'create' | 'update' | 'delete' | 'read-flag'; id: string }[];
  /** Asked before each call (`phase` before) and before its answer is given (`phase` after); may throw. */
  hook: (call: string, phase: 'before' | 'after', ids: readonly string[]) => void;
  itemFault: (call: string, id: string) => Fault | undefined;
  /** What is wrong with one folder, by its id; with one that is to be made, by its name. */
  folderFault: (call: string, folder: string) => Fault | undefined;
  calls: string[];
  /** What its credentials may not do. */
  lacking?: Fault;
  methods: CopyMethod[];
  pageSize: number;
  /** Sync states of another one are refused. */
  era: number;
  /** The clock for change times, to the second; without it each change gets its own second, years ago. */
  now?: () => number;
};

let nextId = 0;

export function createMemoryMailbox(name: string, folderNames: readonly string[]): MemoryMailbox {
  const root: Folder = {
    id: `${name}-root`,
    parentId: '',
    name: '',
    distinguishedId: 'msgfolderroot',
    folderClass: '',
    totalCount: 0,
  };
  return {
    name,
    folders: [
      root,
      ...folderNames.map((folder) => ({
        id: `${name}-${folder}`,
        parentId: root.id,
        name: folder,
        folderClass: 'IPF.Note',
        totalCount: 0,
        ...(folder === 'Inbox' && { distinguishedId: 'inbox' }),
      })),
    ],
    items: new Map(),
    log: [],
    hook: () => {},
    itemFault: () => undefined,
    folderFault: () => undefined,
    calls: [],
    methods: ['transfer', 'mime', 'typed'],
    pageSize: 7,
    era: 1,
  };
}

export function addItem(mailbox: MemoryMailbox, folderId: string, facts: Partial<ItemFacts>, content: string): string {
  const id = `${mailbox.name}-item-${++nextId}`;
  mailbox.items.set(id, {
    id,
    changeKey: `${id}-1`,
    itemClass: 'IPM.Note',
    sizeBytes: content.length,
    modifiedAt: stamp(mailbox),
    folderId,
    content,
    ...facts,
  });
  mailbox.log.push({ folderId, kind: 'create', id });
  return id;
}

function stamp({ now }: MemoryMailbox): string {
  const at = now?.() ?? Date.UTC(2020, 0, 1) + ++nextId * 1000;
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000', '');
}

/** A person, or a program of theirs, edits an item. */
export function editItem(mailbox: MemoryMailbox, id: string, changes: Partial<MemoryItem>): void {
  const item = mailbox.items.get(id)!;
  Object.assign(item, changes, { changeKey: `${item.changeKey}+`, modifiedAt: stamp(mailbox) });
  if (changes.content !== undefined) item.sizeBytes = changes.content.length;
  mailbox.log.push({ folderId: item.folderId, kind: 'update', id });
}

/** A move is a new id there and a deletion here. Returns the new id; undefined when the item is not there. */
export function moveItem(mailbox: MemoryMailbox, id: string, folderId: string): string | undefined {
  const item = mailbox.items.get(id);
  if (!item) return undefined;
  const { id: _id, changeKey: _changeKey, folderId: _folderId, content, ...facts } = item;
  const moved = addItem(mailbox, folderId, facts, content);
  removeItem(mailbox, id);
  return moved;
}

export function removeItem(mailbox: MemoryMailbox, id: string): void {
  const item = mailbox.items.get(id);
  if (!item) return;
  mailbox.items.delete(id);
  mailbox.log.push({ folderId: item.folderId, kind: 'delete', id });
}

export function setItemRead(mailbox: MemoryMailbox, id: string, isRead: boolean): void {
  const item = mailbox.items.get(id)!;
  Object.assign(item, { isRead, changeKey: `${item.changeKey}r` });
  mailbox.log.push({ folderId: item.folderId, kind: 'read-flag', id });
}

/** A new folder; its id shows where it was created. */
export function addFolder(mailbox: MemoryMailbox, parentId: string, name: string): Folder {
  const folder = { id: `${mailbox.name}-folder-${++nextId}`, parentId, name, folderClass: 'IPF.Note', totalCount: 0 };
  mailbox.folders.push(folder);
  return folder;
}

/** A folder's path from the root, joined by `/`. */
export function pathOf(mailbox: MemoryMailbox, folderId: string): string {
  const folder = mailbox.folders.find(({ id }) => id === folderId);
  if (!folder || folder.distinguishedId === 'msgfolderroot') return '';
  const above = pathOf(mailbox, folder.parentId);
  return above === '' ? folder.name : `${above}/${folder.name}`;
}

export function fault(kind: FaultKind, more: Partial<Fault> = {}): FaultError {
  return new FaultError({ kind, scope: 'batch', code: kind, message: kind, ...more });
}

/** A call about one folder. */
function callOf<T>(mailbox: MemoryMailbox, name: string, folderId: string, run: () => T): T {
  return call(mailbox, name, [folderId], () => {
    const bad = mailbox.folderFault(name, folderId);
    if (bad) throw new FaultError(bad);
    return run();
  });
}

function call<T>(mailbox: MemoryMailbox, name: string, ids: readonly string[], run: () => T): T {
  mailbox.calls.push(name);
  mailbox.hook(name, 'before', ids);
  const answer = run();
  mailbox.hook(name, 'after', ids);
  return answer;
}

/** Parents before their children, as listings must be. */
function foldersOf(mailbox: MemoryMailbox): Folder[] {
  const depthOf = ({ id }: Folder) => pathOf(mailbox, id).split('/').length;
  const isRoot = ({ distinguishedId }: Folder) => Number(distinguishedId === 'msgfolderroot');
  const sorted = mailbox.folders.toSorted((a, b) => isRoot(b) - isRoot(a) || depthOf(a) - depthOf(b));
  return sorted.map((folder) => ({
    ...folder,
    totalCount: [...mailbox.items.values()].filter((item) => item.folderId === folder.id).length,
  }));
}

function abilitiesOf(mailbox: MemoryMailbox): Abilities {
  const wellKnown = foldersOf(mailbox).filter(
    ({ distinguishedId = 'msgfolderroot' }) => distinguishedId !== 'msgfolderroot',
  );
  return { version: mailbox.name, methods: mailbox.methods, maxRequestBytes: 1e9, wellKnown };
}

export function memorySource(mailbox: MemoryMailbox): MailboxSource {
  return {
    lacksRights: async () => call(mailbox, 'rights', [], () => mailbox.lacking),
    abilities: async () => abilitiesOf(mailbox),
    folders: async () => call(mailbox, 'folders', [], () => foldersOf(mailbox)),
    changes: async (folderId, state) => callOf(mailbox, 'changes', folderId, () => pageOf(mailbox, folderId, state)),
    read: async (items, method, { stream }) =>
      call(
        mailbox,
        'read',
        items.map((item) => item.id),
        () =>
          items.map(({ id }) => {
            const item = mailbox.items.get(id);
            const bad = item ? mailbox.itemFault('read', id) : fault('vanished', { side: 'source' }).fault;
            if (bad || !item) return { id, fault: bad! };
            const bytes = new TextEncoder().encode(JSON.stringify(item));
            const content = stream ? new Blob([bytes]).stream() : bytes;
            return { id, parcel: { sourceId: id, method, content, itemClass: item.itemClass } };
          }),
      ),
  };
}

/**
 * Lists changes as Exchange does: each item once, in its current form, at its latest change; `ReadFlagChange` only if
 * nothing else changed since the state that the reading began with. A state is that beginning and the position.
 */
function pageOf(mailbox: MemoryMailbox, folderId: string, state: string | undefined): ChangePage {
  if (!mailbox.folders.some(({ id }) => id === folderId)) throw fault('vanished', { scope: 'folder' });
  const [base = 0, from = 0, era] = state === undefined ? [0, 0, mailbox.era] : state.split(':').map(Number);
  if (era !== mailbox.era) throw fault('sync-state');
  const changes: ChangePage['changes'] = [];
  let at = from;
  for (; at < mailbox.log.length && changes.length < mailbox.pageSize; at++) {
    const entry = mailbox.log[at]!;
    if (entry.folderId !== folderId) continue;
    const same = ({ id }: { id: string }) => id === entry.id;
    if (mailbox.log.slice(at + 1).some(same)) continue;
    const kinds = new Set(
      mailbox.log
        .slice(base, at + 1)
        .filter(same)
        .map(({ kind }) => kind),
    );
    const item = mailbox.items.get(entry.id);
    // What came and went since the last page was never seen.
    const isNews = mailbox.log.slice(from, at).some((earlier) => same(earlier) && earlier.kind === 'create');
    if (!item && isNews) continue;
    if (!item) changes.push({ kind: 'delete', id: entry.id });
    else if (kinds.has('create')) changes.push({ kind: 'create', item: factsOf(item) });
    else if (kinds.has('update')) changes.push({ kind: 'update', item: factsOf(item) });
    else changes.push({ kind: 'read-flag', id: item.id, isRead: item.isRead ?? false, changeKey: item.changeKey });
  }
  const isLast = at >= mailbox.log.length;
  return { changes, syncState: `${isLast ? at : base}:${at}:${mailbox.era}`, isLast };
}

/** Servers tell folders apart whatever the case of their names. */
function childNamed(mailbox: MemoryMailbox, parentId: string, name: string): Folder | undefined {
  const isIt = (folder: Folder) => folder.parentId === parentId && folder.name.toLowerCase() === name.toLowerCase();
  return mailbox.folders.find(isIt);
}

function factsOf({ content: _content, folderId: _folderId, ...facts }: MemoryItem): ItemFacts {
  return facts;
}

export function memoryDestination(mailbox: MemoryMailbox): MailboxDestination {
  return {
    lacksRights: async () => call(mailbox, 'rights', [], () => mailbox.lacking),
    abilities: async () => abilitiesOf(mailbox),
    folders: async () => call(mailbox, 'folders', [], () => foldersOf(mailbox)),
    createFolders: async (parentId, folders) =>
      call(
        mailbox,
        'createFolders',
        folders.map(({ name }) => name),
        () =>
          folders.map(({ name, folderClass }) => {
            const bad = mailbox.folderFault('createFolders', name);
            if (bad) return { fault: bad };
            const there = childNamed(mailbox, parentId, name);
            if (there) return there;
            return Object.assign(addFolder(mailbox, parentId, name), { folderClass });
          }),
      ),
    placeFolder: async (folderId, parentId, name) =>
      call(mailbox, 'placeFolder', [name], () => {
        const folder = mailbox.folders.find(({ id }) => id === folderId);
        const there = childNamed(mailbox, parentId, name);
        if (there && there !== folder) throw fault('unknown', { code: 'ErrorFolderExists', side: 'destination' });
        if (folder) Object.assign(folder, { parentId, name });
      }),
    changes: async (folderId, state) => callOf(mailbox, 'mark', folderId, () => pageOf(mailbox, folderId, state)),
    arrivals: async (folderId, baseline, isWanted) =>
      callOf(mailbox, 'arrivals', folderId, () =>
        mailbox.log
          .slice(Number(baseline?.split(':')[1] ?? 0))
          .filter((entry) => entry.folderId === folderId && entry.kind === 'create' && mailbox.items.has(entry.id))
          .map((entry) => factsOf(mailbox.items.get(entry.id)!))
          .filter(isWanted),
      ),
    write: async (folderId, parcels) => {
      const bodies = await Promise.all(parcels.map(async (parcel) => JSON.parse(await textOf(parcel)) as MemoryItem));
      return call(
        mailbox,
        'write',
        bodies.map((body) => body.id),
        () =>
          parcels.map((parcel, index) => {
            // A server carries a batch out item by item, and may be cut off between two of them.
            if (index > 0) mailbox.hook('write-item', 'before', []);
            return writeOne(mailbox, folderId, parcel, bodies[index]!);
          }),
      );
    },
    changeKeys: async (ids) =>
      call(
        mailbox,
        'changeKeys',
        ids,
        () => new Map(ids.flatMap((id) => (mailbox.items.has(id) ? [[id, mailbox.items.get(id)!.changeKey]] : []))),
      ),
    move: async (folderId, items) =>
      call(
        mailbox,
        'write',
        items.map(({ sourceId }) => sourceId),
        () =>
          items.map(({ sourceId, id }, index): WriteResult => {
            if (index > 0) mailbox.hook('write-item', 'before', []);
            const moved = moveItem(mailbox, id, folderId);
            if (!moved) return { sourceId, fault: fault('vanished', { side: 'destination' }).fault };
            return { sourceId, id: moved, changeKey: mailbox.items.get(moved)!.changeKey };
          }),
      ),
    remove: async (ids) =>
      call(mailbox, 'remove', ids, () => {
        for (const id of ids) removeItem(mailbox, id);
        return new Map();
      }),
    setRead: async (items) =>
      call(
        mailbox,
        'setRead',
        items.map((item) => item.id),
        () =>
          items.map(({ id, isRead }): WriteResult => {
            const item = mailbox.items.get(id);
            if (!item) return { sourceId: id, fault: fault('vanished').fault };
            item.isRead = isRead;
            item.changeKey += 'r';
            return { sourceId: id, id, changeKey: item.changeKey };
          }),
      ),
  };
}

function writeOne(mailbox: MemoryMailbox, folderId: string, parcel: Parcel, body: MemoryItem): WriteResult {
  const bad = mailbox.itemFault(`write-${parcel.method}`, body.id);
  if (bad) return { sourceId: body.id, fault: bad };
  const { id: _id, changeKey: _changeKey, folderId: _folderId, content, ...facts } = body;
  const marker = parcel.method === 'transfer' ? {} : { marker: body.id };
  const id = addItem(mailbox, folderId, { ...facts, ...marker }, content);
  return { sourceId: body.id, id, changeKey: `${id}-1` };
}

async function textOf(parcel: Parcel): Promise<string> {
  return new Response(parcel.content as BodyInit).text();
}
