/**
 * Reads answers without making strings of their content: elements are offsets into the bytes that arrived, and
 * become text only where someone asks. Names are compared without their prefix, because servers use any.
 * Text is skipped by the platform's own search for `<`, so a megabyte of base64 costs well below a millisecond.
 */
import { finderOf } from './bytes.ts';
import { eachAttribute, isSpace } from './each-attribute.ts';
import { countTags, indexOfText, startsWith } from './find-text.ts';
import { localName } from './local-name.ts';
import { decodeEntities, plainText } from './plain-text.ts';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COLON = 0x3a;
const EQUALS = 0x3d;

/** Deeper than any answer of a server; a guard against hostile ones. */
const MAX_DEPTH = 200;
/**
 * More than any answer of a server has: the folders of a mailbox that has 20,000, in a single answer, come to 280,000.
 * Each costs about a microsecond and a hundred bytes.
 */
const MAX_ELEMENTS = 400_000;
/** No answer that is smaller has more: `<a/>` is the shortest element. */
const COUNTED_FROM_BYTES = 4 * MAX_ELEMENTS;
/** Ids and names are the longest that attributes hold: some hundred bytes. */
const MAX_TAG_BYTES = 256 * 1024;

/** The bytes are no complete, well-formed document. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** They may be a document, but none that a server has reason to send: to ask again would bring the same. */
export class XmlLimitError extends XmlError {}

export type XmlElement = {
  /** Local name, without prefix. */
  name: string;
  bytes: Uint8Array;
  /** Offset of the attributes: just behind the name. */
  attributesAt: number;
  /** Content is `bytes.subarray(start, end)`; equal for an empty element. */
  start: number;
  end: number;
  children: XmlElement[];
};

/**
 * The document's root element. Throws XmlError when it is cut short, badly nested, or has a document type, and
 * XmlLimitError when it is larger or deeper than answers are.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  // Before anything is kept: an answer of too many elements costs no memory.
  if (bytes.length > COUNTED_FROM_BYTES) elementBudget()(bytes);
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const nextTag = finderOf(bytes, '<');
  let at = 0;
  for (;;) {
    const lt = nextTag(at);
    if (lt < 0) break;
    const next = bytes[lt + 1];
    if (next === QUESTION) {
      at = after(bytes, '?>', lt + 2);
    } else if (next === BANG) {
      at = skipDeclaration(bytes, lt);
    } else if (next === SLASH) {
      const gt = bytes.indexOf(GT, lt + 2);
      const open = stack.pop();
      if (gt < 0 || open === undefined) throw new XmlError('a closing tag without its element');
      if (requireName(bytes, lt + 2, nameEnd(bytes, lt + 2)) !== open.name) {
        throw new XmlError(`badly nested: ${open.name} is closed by another`);
      }
      open.end = lt;
      at = gt + 1;
      if (stack.length === 0) break;
    } else {
      const tag = readTag(bytes, lt);
      if (tag === undefined) throw new XmlError('cut short inside a tag');
      count += 1;
      if (count > MAX_ELEMENTS) throw tooManyElements();
      const element: XmlElement = {
        name: requireName(bytes, lt + 1, tag.nameEnd),
        bytes,
        attributesAt: tag.nameEnd,
        start: tag.after,
        end: tag.after,
        children: NO_CHILDREN,
      };
      const parent = stack.at(-1);
      if (parent?.children === NO_CHILDREN) parent.children = [element];
      else if (parent) parent.children.push(element);
      else if (root) throw new XmlError('more than one root');
      else root = element;
      at = tag.after;
      if (!tag.isEmpty) {
        if (stack.length >= MAX_DEPTH) throw new XmlLimitError('nested too deeply');
        stack.push(element);
      } else if (stack.length === 0) break;
    }
  }
  if (root === undefined) throw new XmlError('no element');
  const unclosed = stack.at(-1);
  if (unclosed) throw new XmlError(`cut short inside ${unclosed.name}`);
  for (let i = at; i < bytes.length; i++) {
    if (!isSpace(bytes[i])) throw new XmlError('something follows the document');
  }
  return root;
}

/** Called with each part of a document as it arrives, it throws XmlLimitError once that has too many elements. */
export function elementBudget(): (part: Uint8Array) => void {
  const count = countTags(MAX_ELEMENTS);
  return (part) => {
    if (count(part) > MAX_ELEMENTS) throw tooManyElements();
  };
}

function tooManyElements(): XmlLimitError {
  return new XmlLimitError(`of more than ${MAX_ELEMENTS} elements`);
}

/**
 * Finds the first start tag of that local name at or behind `from`. `{ resumeAt }` when it is not among these
 * bytes: give the same call more bytes and that offset. Comments and processing instructions are not looked into.
 */
export function findStartTag(
  bytes: Uint8Array,
  name: string,
  from: number,
): { at: number; after: number; isEmpty: boolean } | { resumeAt: number } {
  const nextTag = finderOf(bytes, '<');
  let at = from;
  for (;;) {
    const lt = nextTag(at);
    if (lt < 0) return { resumeAt: bytes.length };
    const next = bytes[lt + 1];
    if (next === undefined) return { resumeAt: lt };
    if (next === BANG || next === QUESTION) {
      const isComment = next === BANG && bytes[lt + 2] === 0x2d;
      const end = indexOfText(bytes, next === QUESTION ? '?>' : isComment ? '-->' : '>', lt + 2);
      if (end < 0) return { resumeAt: lt };
      at = end;
      continue;
    }
    const tag = readTag(bytes, lt);
    if (tag === undefined) return { resumeAt: lt };
    if (next !== SLASH && requireName(bytes, lt + 1, tag.nameEnd) === name) {
      return { at: lt, after: tag.after, isEmpty: tag.isEmpty };
    }
    at = tag.after;
  }
}

export type Tag = {
  name: string;
  kind: 'open' | 'empty' | 'close';
  /** Offset behind the name, and behind the tag. */
  attributesAt: number;
  after: number;
};

/** The next tag at or behind `from`; undefined where it is not whole among these bytes. */
export function nextTag(bytes: Uint8Array, from: number): Tag | undefined {
  for (let lt = bytes.indexOf(LT, from); lt >= 0;) {
    const next = bytes[lt + 1];
    if (next === QUESTION || next === BANG) {
      const isComment = next === BANG && bytes[lt + 2] === 0x2d;
      const end = indexOfText(bytes, next === QUESTION ? '?>' : isComment ? '-->' : '>', lt + 2);
      if (end < 0) return undefined;
      lt = bytes.indexOf(LT, end);
      continue;
    }
    const tag = readTag(bytes, lt);
    if (tag === undefined) return undefined;
    const isClose = next === SLASH;
    const name = requireName(bytes, lt + (isClose ? 2 : 1), tag.nameEnd);
    const kind = isClose ? 'close' : tag.isEmpty ? 'empty' : 'open';
    return { name, kind, attributesAt: tag.nameEnd, after: tag.after };
  }
  return undefined;
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** The element at the end of a path of child names. */
export function descend(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  let here = element;
  for (const name of names) here = child(here, name);
  return here;
}

/** The first element of that name at any depth, in document order. */
export function findElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const candidate of element?.children ?? []) {
    if (candidate.name === name) return candidate;
    const inner = findElement(candidate, name);
    if (inner) return inner;
  }
  return undefined;
}

/** Bytes between the element's tags, not decoded: a view, not a copy. */
export function contentOf(element: XmlElement): Uint8Array {
  return element.bytes.subarray(element.start, element.end);
}

/** The element's text with entities and CDATA resolved. For ids, codes, numbers and names; never for content. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined || element.start === element.end) return '';
  const raw = decoder.decode(contentOf(element));
  return raw.includes('<') ? plainText(raw) : decodeEntities(raw);
}

/** Text of the first child of that name, or undefined where there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const found = child(element, name);
  return found === undefined ? undefined : textOf(found);
}

/** An attribute's value with entities resolved; `name` without prefix. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  if (element === undefined) return undefined;
  const { bytes, attributesAt } = element;
  let value: string | undefined;
  eachAttribute(bytes, attributesAt, (attribute) => {
    const { nameFrom, nameTo, valueFrom, valueTo } = attribute;
    if (nameTo - nameFrom !== name.length || localName(bytes, nameFrom, nameTo) !== name) return false;
    if (isDeclaration(bytes, attribute.from)) return false;
    value = decodeEntities(decoder.decode(bytes.subarray(valueFrom, valueTo)));
    return true;
  });
  return value;
}

/** All attributes as they stand on the wire, without namespace declarations. */
export function attributesOf({ bytes, attributesAt }: XmlElement): { name: string; raw: string }[] {
  const found: { name: string; raw: string }[] = [];
  eachAttribute(bytes, attributesAt, ({ from, nameFrom, nameTo, valueFrom, valueTo }) => {
    const name = localName(bytes, nameFrom, nameTo);
    if (name !== undefined && !isDeclaration(bytes, from))
      found.push({ name, raw: decoder.decode(bytes.subarray(valueFrom, valueTo)) });
    return false;
  });
  return found;
}

const decoder = new TextDecoder();
/** Of every element without children, so that it costs nothing. */
const NO_CHILDREN = Object.freeze([]) as unknown as XmlElement[];

/** `xmlns="…"` or `xmlns:a="…"`. */
function isDeclaration(bytes: Uint8Array, from: number): boolean {
  const behind = bytes[from + XMLNS.length];
  return startsWith(bytes, XMLNS, from) && (behind === COLON || behind === EQUALS || isSpace(behind));
}

const XMLNS = 'xmlns';

function requireName(bytes: Uint8Array, from: number, to: number): string {
  const name = localName(bytes, from, to);
  if (name === undefined) throw new XmlError('a tag without a name');
  return name;
}

function nameEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === GT || byte === SLASH || isSpace(byte)) break;
  }
  return at;
}

/** Offset of the `>` that ends a tag, quotes respected; -1 where the bytes end first. */
function tagEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === GT) return at;
    if (byte === QUOTE || byte === APOSTROPHE) {
      at = bytes.indexOf(byte, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

function readTag(bytes: Uint8Array, lt: number): { nameEnd: number; after: number; isEmpty: boolean } | undefined {
  const end = nameEnd(bytes, lt + (bytes[lt + 1] === SLASH ? 2 : 1));
  const gt = tagEnd(bytes, end);
  if ((gt < 0 ? bytes.length : gt) - lt > MAX_TAG_BYTES) throw new XmlLimitError('too large in a single tag');
  if (gt < 0) return undefined;
  return { nameEnd: end, after: gt + 1, isEmpty: bytes[gt - 1] === SLASH };
}

function skipDeclaration(bytes: Uint8Array, lt: number): number {
  if (startsWith(bytes, '<!--', lt)) return after(bytes, '-->', lt + 4);
  if (startsWith(bytes, '<![CDATA[', lt)) return after(bytes, ']]>', lt + 9);
  throw new XmlError('document types are not accepted');
}

function after(bytes: Uint8Array, text: string, from: number): number {
  const end = indexOfText(bytes, text, from);
  if (end < 0) throw new XmlError('cut short');
  return end;
}
