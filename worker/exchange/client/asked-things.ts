import { attributeOf, child, findStartTag, nextTag, type Tag, type XmlElement } from '../xml/scan.ts';

/** What a request is about: how many answers there have to be, and the ids that come back with each. */
export type Things = { count: number; ids: readonly string[] };

/** Where a request lists what it is about, and whether each answer names it by the same id. */
const LISTS: Readonly<Record<string, { list: string; isEchoed?: boolean }>> = {
  GetItem: { list: 'ItemIds', isEchoed: true },
  ExportItems: { list: 'ItemIds', isEchoed: true },
  GetAttachment: { list: 'AttachmentIds', isEchoed: true },
  GetFolder: { list: 'FolderIds', isEchoed: true },
  FindFolder: { list: 'ParentFolderIds' },
  FindItem: { list: 'ParentFolderIds' },
  ConvertId: { list: 'SourceIds' },
  MoveItem: { list: 'ItemIds' },
  DeleteItem: { list: 'ItemIds' },
  DeleteFolder: { list: 'FolderIds' },
};
/** Of each of these there is one answer. */
const SINGLE: ReadonlySet<string> = new Set(['SyncFolderItems', 'SyncFolderHierarchy', 'UpdateFolder', 'MoveFolder']);
/** Requests without content are never longer. */
const MOST_BYTES = 256 * 1024;

/** What a request names; undefined where its answer has no message for each. */
export function askedThings(operation: string, request: Uint8Array): Things | undefined {
  if (SINGLE.has(operation)) return { count: 1, ids: [] };
  const how = LISTS[operation];
  if (how === undefined || request.length > MOST_BYTES) return undefined;
  const start = findStartTag(request, how.list, 0);
  if ('resumeAt' in start) return undefined;
  const ids: string[] = [];
  let depth = 0;
  for (let at = start.after; ;) {
    const tag = nextTag(request, at);
    if (tag === undefined) return undefined;
    if (depth === 0 && tag.kind !== 'close') ids.push(how.isEchoed ? idOf(request, tag) : '');
    if (tag.kind === 'open') depth += 1;
    else if (tag.kind === 'close' && depth-- === 0) return { count: ids.length, ids };
    at = tag.after;
  }
}

/**
 * How an answer fits a request about these things. `short`: it leaves some out, and shows by no id that it means the
 * others. Ids count where the server is known to give back those that it was asked with (`echoesIds`).
 */
export function fitOf(answer: XmlElement, { count, ids }: Things, echoesIds: boolean): 'fits' | 'short' | 'other' {
  const messages = child(answer, 'ResponseMessages')?.children ?? [];
  if (messages.length === 0) return 'fits';
  if (messages.length > count) return 'other';
  const { same, other } = compareIds(messages, ids);
  if (other > 0 && echoesIds) return 'other';
  return messages.length === count || same > 0 ? 'fits' : 'short';
}

/** Whether an answer gives back the ids that it was asked with, all that it has. */
export function showsEcho(answer: XmlElement, { ids }: Things): boolean {
  const { same, other } = compareIds(child(answer, 'ResponseMessages')?.children ?? [], ids);
  return same > 0 && other === 0;
}

function compareIds(messages: readonly XmlElement[], ids: readonly string[]): { same: number; other: number } {
  let [same, other] = [0, 0];
  for (const [index, message] of messages.entries()) {
    const asked = ids[index] ?? '';
    const id = asked === '' ? undefined : idIn(message);
    if (id === undefined) continue;
    if (id === asked) same += 1;
    else other += 1;
  }
  return { same, other };
}

/** The id of what a response message is about. */
function idIn(message: XmlElement): string | undefined {
  const holder = HOLDERS.map((name) => child(message, name)).find((each) => each !== undefined);
  const thing = holder ? holder.children[0] : message;
  const id = ID_NAMES.map((name) => child(thing, name)).find((each) => each !== undefined);
  return attributeOf(id, 'Id');
}

const HOLDERS = ['Items', 'Folders', 'Attachments'];
/** What a name or a number stands for has another id in the answer. */
const ID_NAMES = ['ItemId', 'FolderId', 'AttachmentId'];

function idOf(bytes: Uint8Array, { name, attributesAt, after }: Tag): string {
  if (!ID_NAMES.includes(name)) return '';
  const element = { name, bytes, attributesAt, start: after, end: after, children: [] };
  return attributeOf(element, 'Id') ?? '';
}
