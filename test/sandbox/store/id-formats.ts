import { entryIdOf, idText, type ParsedId, parseEntryId, parseId } from './ids.ts';

/** IdFormatType of the schema. */
export type IdFormat = 'EwsLegacyId' | 'EwsId' | 'EntryId' | 'HexEntryId' | 'StoreId' | 'OwaId';

const base64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
};

/** Ids of 2007 before its first service pack: the mailbox by address, not by GUID. */
function legacyText(id: ParsedId, email: string): string {
  const [address, entry] = [Buffer.from(email), entryIdOf(id)];
  const head = Buffer.alloc(4);
  head[0] = id.kind === 'folder' ? 1 : 0;
  head.writeUInt16LE(address.length, 2);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(entry.length);
  return Buffer.concat([head, address, length, entry]).toString('base64');
}

function parseLegacy(text: string): ParsedId | undefined {
  const bytes = base64(text);
  if (!bytes || bytes.length < 6 || (bytes[0] ?? 2) > 1 || bytes[1] !== 0) return undefined;
  const at = 4 + bytes.readUInt16LE(2);
  if (bytes.length < at + 2 || bytes.readUInt16LE(at) !== bytes.length - at - 2) return undefined;
  return parseEntryId(bytes.subarray(at + 2));
}

/** Whether a text is an id of the oldest form; clients of 2007 SP1 and later must convert it first. */
export const isLegacyId = (text: string): boolean => parseLegacy(text) !== undefined;

/** An entry id between its length and the type of the object. */
function storeText(id: ParsedId): string {
  const entry = entryIdOf(id);
  return Buffer.concat([Buffer.of(entry.length), entry, Buffer.of(id.kind === 'folder' ? 1 : 9)]).toString('base64');
}

function parseStore(text: string): ParsedId | undefined {
  const bytes = base64(text);
  if (!bytes || bytes.length !== (bytes[0] ?? 0) + 2) return undefined;
  return parseEntryId(bytes.subarray(1, -1));
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads an id of any format; undefined when it is none of ours. */
export function parseAs(format: IdFormat, text: string): ParsedId | undefined {
  switch (format) {
    case 'EwsId': {
      const id = parseId(text);
      return id?.kind === 'item' || id?.kind === 'folder' ? id : undefined;
    }
    case 'EwsLegacyId':
      return parseLegacy(text);
    case 'EntryId':
      return parseEntryId(base64(text) ?? Buffer.alloc(0));
    case 'HexEntryId':
      return /^(?:[0-9A-F]{2})+$/i.test(text) ? parseEntryId(Buffer.from(text, 'hex')) : undefined;
    case 'StoreId':
      return parseStore(text);
    case 'OwaId':
      return parseStore(unescaped(text) ?? '');
  }
}

/** Writes an id in a format; `email` is the mailbox's, which the oldest one carries. */
export function formatAs(format: IdFormat, id: ParsedId, email: string): string {
  switch (format) {
    case 'EwsId':
      return idText(id);
    case 'EwsLegacyId':
      return legacyText(id, email);
    case 'EntryId':
      return entryIdOf(id).toString('base64');
    case 'HexEntryId':
      return entryIdOf(id).toString('hex').toUpperCase();
    case 'StoreId':
      return storeText(id);
    case 'OwaId':
      return encodeURIComponent(storeText(id));
  }
}
