/**
 * Id strings with the build of Exchange's own: base64 over a small frame with the mailbox GUID as text and an entry
 * id, about 150 characters for items, 120 for folders; case-sensitive. Clients must not look inside; the sandbox does.
 */
export type ParsedId = {
  kind: 'item' | 'folder' | 'occurrence' | 'attachment';
  mailboxGuid: string;
  folder: number;
  item: number;
  /** Occurrence: original start in milliseconds since 1970. Attachments: the path of numbers. */
  originalStart?: number;
  path?: number[];
};

const STORE_UID = Buffer.from('00112233c5a7114abe4200aa002fc6a1', 'hex');

const guids = new Map<string, Buffer>();

/** Not to be written into. */
function guidBytes(guid: string): Buffer {
  let bytes = guids.get(guid);
  if (!bytes) {
    bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
    if (guids.size >= 4096) guids.clear();
    guids.set(guid, bytes);
  }
  return bytes;
}

function entryId(guid: string, folder: number, item?: number): Buffer {
  const bytes = Buffer.alloc(item === undefined ? 46 : 70);
  STORE_UID.copy(bytes, 4);
  bytes.writeUInt16LE(item === undefined ? 1 : 7, 20);
  guidBytes(guid).copy(bytes, 22);
  bytes.writeUIntBE(folder, 38, 6);
  if (item !== undefined) {
    Buffer.from(guidBytes(guid)).reverse().copy(bytes, 46);
    bytes.writeUIntBE(item, 62, 6);
  }
  return bytes;
}

function frame(kind: number, guid: string, entry: Buffer, extra: Buffer = Buffer.alloc(0)): string {
  const bytes = Buffer.alloc(2 + 2 + 36 + 2 + entry.length + 1 + extra.length);
  bytes[1] = 3;
  bytes.writeUInt16LE(36, 2);
  bytes.write(guid, 4, 'ascii');
  bytes.writeUInt16LE(entry.length, 40);
  entry.copy(bytes, 42);
  bytes[42 + entry.length] = kind;
  extra.copy(bytes, 43 + entry.length);
  return bytes.toString('base64');
}

export const folderIdText = (guid: string, folder: number): string => frame(0, guid, entryId(guid, folder));

export const itemIdText = (guid: string, folder: number, item: number): string =>
  frame(0, guid, entryId(guid, folder, item));

export function occurrenceIdText(guid: string, folder: number, item: number, originalStart: number): string {
  const extra = Buffer.alloc(8);
  extra.writeBigInt64LE(BigInt(originalStart));
  return frame(1, guid, entryId(guid, folder, item), extra);
}

/** `path`: the attachment's number, or, below an embedded item, one number a level. */
export function attachmentIdText(guid: string, folder: number, item: number, path: readonly number[]): string {
  const extra = Buffer.alloc(1 + path.length * 2);
  extra[0] = path.length;
  path.forEach((number, index) => extra.writeUInt16LE(number, 1 + index * 2));
  return frame(2, guid, entryId(guid, folder, item), extra);
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The MAPI entry id of an item or folder: 70 or 46 bytes. */
export const entryIdOf = ({ mailboxGuid, folder, item }: ParsedId): Buffer =>
  item === 0 ? entryId(mailboxGuid, folder) : entryId(mailboxGuid, folder, item);

/** Undefined when it is not one of ours. */
export function parseEntryId(bytes: Buffer): ParsedId | undefined {
  if (bytes.length !== 46 && bytes.length !== 70) return undefined;
  const hex = bytes.toString('hex', 22, 38);
  const mailboxGuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const [folder, item] = [bytes.readUIntBE(38, 6), bytes.length === 70 ? bytes.readUIntBE(62, 6) : 0];
  const id: ParsedId = { kind: item === 0 ? 'folder' : 'item', mailboxGuid, folder, item };
  return entryIdOf(id).equals(bytes) ? id : undefined;
}

/** The id that the other operations take. */
export const idText = (id: ParsedId): string =>
  id.kind === 'folder' ? folderIdText(id.mailboxGuid, id.folder) : itemIdText(id.mailboxGuid, id.folder, id.item);

/** Undefined when it is not one of ours: altered, cut, or in other letters. */
export function parseId(text: string): ParsedId | undefined {
  if (!/^[A-Za-z0-9+/]+=*$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text || bytes.length < 43 || bytes[0] !== 0 || bytes[1] !== 3) return undefined;
  if (bytes.readUInt16LE(2) !== 36) return undefined;
  const mailboxGuid = bytes.toString('ascii', 4, 40);
  if (!GUID.test(mailboxGuid)) return undefined;
  const length = bytes.readUInt16LE(40);
  if ((length !== 46 && length !== 70) || bytes.length < 43 + length) return undefined;
  const entry = bytes.subarray(42, 42 + length);
  const kind = bytes[42 + length] as number;
  const extra = bytes.subarray(43 + length);
  const folder = entry.readUIntBE(38, 6);
  const item = length === 70 ? entry.readUIntBE(62, 6) : 0;
  if (!entry.equals(length === 70 ? entryId(mailboxGuid, folder, item) : entryId(mailboxGuid, folder)))
    return undefined;
  const base = { mailboxGuid, folder, item };
  if (length === 46) return kind === 0 && extra.length === 0 ? { kind: 'folder', ...base } : undefined;
  if (kind === 0 && extra.length === 0) return { kind: 'item', ...base };
  if (kind === 1 && extra.length === 8)
    return { kind: 'occurrence', ...base, originalStart: Number(extra.readBigInt64LE(0)) };
  if (kind === 2 && extra.length === 1 + (extra[0] ?? 0) * 2)
    return {
      kind: 'attachment',
      ...base,
      path: Array.from({ length: extra[0] ?? 0 }, (_, i) => extra.readUInt16LE(1 + i * 2)),
    };
  return undefined;
}

const CHANGE_KEY_ITEM = 9;
const CHANGE_KEY_FOLDER = 1;

/** 40 characters, as a real one. */
export function changeKeyText(guid: string, change: number, isFolder = false): string {
  const bytes = Buffer.alloc(30);
  bytes.writeUInt32LE(isFolder ? CHANGE_KEY_FOLDER : CHANGE_KEY_ITEM, 0);
  bytes.writeUInt32LE(22, 4);
  guidBytes(guid).copy(bytes, 8);
  bytes.writeUIntBE(change, 24, 6);
  return bytes.toString('base64');
}

/** The change number of a key; undefined when it is malformed. */
export function parseChangeKey(text: string): number | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 30 || bytes.toString('base64') !== text || bytes.readUInt32LE(4) !== 22) return undefined;
  return bytes.readUIntBE(24, 6);
}
