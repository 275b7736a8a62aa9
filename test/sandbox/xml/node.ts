import type { Spool } from './spool.ts';

/** A parsed element. `ns` is `m` (messages), `t` (types), `s` (SOAP), or the namespace itself. */
export type Node = {
  name: string;
  ns: string;
  attributes: Record<string, string>;
  children: Node[];
  /** Where the element begins in the control text, characters. */
  at: number;
  /** Text directly inside, entities resolved. */
  text: string;
  /** Decoded base64 content that was taken out of the byte stream. */
  spool?: Spool;
};

export const child = (node: Node, name: string): Node | undefined => node.children.find((each) => each.name === name);

/** Trimmed text of a child; undefined when it is not there. */
export const textOf = (node: Node, name: string): string | undefined => child(node, name)?.text.trim();

/** Child that the schema promises. */
export function requireChild(node: Node, name: string): Node {
  const found = child(node, name);
  if (!found) throw new Error(`${node.name} has no ${name}`);
  return found;
}

/** Base64 text that is made while it is written. `bytes()` may be called once more after a retry. */
export type Base64 = { kind: 'base64'; lengthBytes: number; bytes: () => Iterable<Uint8Array> };

/** XML on its way out: text, content that streams, or a row of both. */
export type Xml = string | Base64 | Xml[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
// Characters that XML 1.0 has no way to say; a newer Exchange puts a question mark in their place.
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function escapeXml(value: string): string {
  return value.replace(FORBIDDEN, '?').replace(/[&<>"\r]/g, (sign) => ESCAPES[sign] as string);
}

export function attributesOf(attributes: Readonly<Record<string, string | undefined>>): string {
  let out = '';
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) out += ` ${name}="${escapeXml(value).replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`)}"`;
  return out;
}

/** An element around XML that is already escaped. `name` carries its prefix. */
export function wrap(name: string, inner: Xml, attributes?: Readonly<Record<string, string | undefined>>): Xml {
  const start = attributes ? `${name}${attributesOf(attributes)}` : name;
  if (inner === '' || (Array.isArray(inner) && inner.length === 0)) return `<${start}/>`;
  if (typeof inner === 'string') return `<${start}>${inner}</${name}>`;
  return [`<${start}>`, inner, `</${name}>`];
}

/** An element with text. */
export const leaf = (name: string, text: string, attributes?: Readonly<Record<string, string | undefined>>): string =>
  wrap(name, escapeXml(text), attributes) as string;

/** Puts neighbouring text together, so that what is small is written in one go. */
export function flatten(xml: Xml): (string | Base64)[] {
  const out: (string | Base64)[] = [];
  let text = '';
  const walk = (part: Xml): void => {
    if (typeof part === 'string') text += part;
    else if (Array.isArray(part)) for (const each of part) walk(each);
    else {
      if (text) out.push(text);
      text = '';
      out.push(part);
    }
  };
  walk(xml);
  if (text) out.push(text);
  return out;
}
