import type { Node } from './node.ts';
import type { Spool } from './spool.ts';

const NAMESPACES: Record<string, string> = {
  'http://schemas.microsoft.com/exchange/services/2006/messages': 'm',
  'http://schemas.microsoft.com/exchange/services/2006/types': 't',
  'http://schemas.xmlsoap.org/soap/envelope/': 's',
};
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Not well-formed. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));|&/g, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
    if (code !== undefined) {
      // As the .NET reader does: control characters are refused even as references.
      if (code > 0x10ffff || (code < 0x20 && code !== 9 && code !== 10 && code !== 13))
        throw new XmlError(`Invalid character reference ${whole}`);
      return String.fromCodePoint(code);
    }
    const value = ENTITIES[name as string];
    if (value === undefined) throw new XmlError(`Unknown entity ${whole}`);
    return value;
  });
}

const ATTRIBUTE = /\s+([^\s=/>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

type Open = { node: Node; qualified: string; scope: Map<string, string> };

/**
 * Parses a whole document without DTD. `spools` are the contents that were taken out of the byte stream; each
 * left the text `spool:<index>` in its element.
 */
export function parseXml(text: string, spools: readonly Spool[] = []): Node {
  const stack: Open[] = [];
  let root: Node | undefined;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = next === -1 ? text.slice(at) : text.slice(at, next);
    if (between) {
      const top = stack.at(-1);
      if (top) top.node.text += unescape(between.replace(/\r\n?/g, '\n'));
      else if (between.trim()) throw new XmlError('Text outside of the root element');
    }
    if (next === -1) break;
    if (text.startsWith('<?', next)) {
      at = text.indexOf('?>', next) + 2;
      if (at === 1) throw new XmlError('Unclosed processing instruction');
      continue;
    }
    if (text.startsWith('<!--', next)) {
      at = text.indexOf('-->', next) + 3;
      if (at === 2) throw new XmlError('Unclosed comment');
      continue;
    }
    if (text.startsWith('<![CDATA[', next)) {
      const end = text.indexOf(']]>', next);
      const top = stack.at(-1);
      if (end === -1 || !top) throw new XmlError('Misplaced CDATA');
      top.node.text += text.slice(next + 9, end);
      at = end + 3;
      continue;
    }
    if (text.startsWith('<!', next)) throw new XmlError('A document type is not allowed');
    if (text.startsWith('</', next)) {
      const end = text.indexOf('>', next);
      const open = stack.pop();
      if (end === -1 || !open || text.slice(next + 2, end).trim() !== open.qualified)
        throw new XmlError(`End tag does not match the start tag ${open?.qualified ?? ''}`);
      attachSpool(open.node, spools);
      at = end + 1;
      continue;
    }
    at = startTag(next);
  }
  if (stack.length > 0) throw new XmlError('Unexpected end of file');
  if (!root) throw new XmlError('Root element is missing');
  return root;

  function startTag(from: number): number {
    const name = /[^\s/>]+/y;
    name.lastIndex = from + 1;
    const qualified = name.exec(text)?.[0];
    if (!qualified) throw new XmlError('Malformed tag');
    let position = name.lastIndex;
    let scope = stack.at(-1)?.scope ?? new Map<string, string>();
    const attributes: Record<string, string> = {};
    for (;;) {
      ATTRIBUTE.lastIndex = position;
      const match = ATTRIBUTE.exec(text);
      if (!match) break;
      position = ATTRIBUTE.lastIndex;
      const key = match[1] as string;
      const value = unescape((match[2] ?? match[3] ?? '').replace(/[\n\t\r]/g, ' '));
      if (key === 'xmlns' || key.startsWith('xmlns:')) {
        scope = new Map(scope);
        scope.set(key === 'xmlns' ? '' : key.slice(6), value);
      } else if (!key.startsWith('xsi:') && !key.startsWith('xml:')) {
        if (key in attributes) throw new XmlError(`Attribute ${key} appears twice`);
        attributes[key] = value;
      }
    }
    const tail = /\s*(\/?)>/y;
    tail.lastIndex = position;
    const closed = tail.exec(text);
    if (!closed) throw new XmlError(`Malformed tag ${qualified}`);
    const colon = qualified.indexOf(':');
    const prefix = colon === -1 ? '' : qualified.slice(0, colon);
    const uri = scope.get(prefix);
    if (uri === undefined && prefix) throw new XmlError(`Undeclared prefix ${prefix}`);
    const node: Node = {
      name: qualified.slice(colon + 1),
      ns: NAMESPACES[uri ?? ''] ?? uri ?? '',
      attributes,
      at: from,
      children: [],
      text: '',
    };
    const parent = stack.at(-1);
    if (parent) parent.node.children.push(node);
    else if (root) throw new XmlError('There are several root elements');
    else root = node;
    if (!closed[1]) stack.push({ node, qualified, scope });
    return tail.lastIndex;
  }
}

function attachSpool(node: Node, spools: readonly Spool[]): void {
  const match = /^spool:(\d+)$/.exec(node.text);
  if (!match || !CONTENT.has(node.name)) return;
  const spool = spools[Number(match[1])];
  if (!spool) return;
  node.spool = spool;
  node.text = '';
}

/** Elements whose base64 text is taken out of the byte stream before the XML is parsed. */
export const CONTENT: ReadonlySet<string> = new Set(['Data', 'MimeContent', 'Content']);
