import type { BlockContent, DefinitionContent, ListItem, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { onlyVariable, VARIABLE } from './parse.ts';
import type { Written } from './values.ts';
import { safeUrl } from './values.ts';

export type Inline =
  | { kind: 'text'; text: string; isStrong: boolean; isEmphasized: boolean }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'break' };

export type Block =
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'heading'; inlines: Inline[] }
  /** A paragraph that is one link and nothing else. */
  | { kind: 'button'; text: string; url: string }
  /** A paragraph that is one value of the type `code`: its lines and blanks stay as they are. */
  | { kind: 'code'; text: string }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'rule' };

/** The value of a variable of the template, and whether it is code. */
export type Write = (name: string) => Written & { isCode?: boolean };

type Style = { isStrong: boolean; isEmphasized: boolean };
const PLAIN: Style = { isStrong: false, isEmphasized: false };

/** Control characters, and what turns the writing direction: nothing of a value may disguise the text around it. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '');
}

function textInlines(text: string, style: Style): Inline[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...(line === '' ? [] : [{ kind: 'text' as const, text: line, ...style }]),
  ]);
}

/** A text of the template with its values. Markup in a value stays text: the template was parsed before. */
function fill(text: string, write: Write, style: Style): Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    // A line end of the template is a blank, one of a value is a line end.
    inlines.push(...textInlines(text.slice(from, match.index).replaceAll('\n', ' '), style));
    const { text: value, url } = write(match[1]!);
    if (url === undefined) inlines.push(...textInlines(clean(value), style));
    else inlines.push({ kind: 'link', text: value, url });
    from = match.index + match[0].length;
  }
  return [...inlines, ...textInlines(text.slice(from).replaceAll('\n', ' '), style)];
}

/** The address of a link with its values: a whole one from one variable, or parts of one. Undefined if it is not safe. */
function fillUrl(url: string, write: Write): string | undefined {
  const name = onlyVariable(url);
  if (name !== undefined) return write(name).url;
  return safeUrl(url.replace(VARIABLE, (_whole, part: string) => encodeURIComponent(write(part).text)));
}

function plainTextOf(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.kind === 'break' ? ' ' : inline.text)).join('');
}

function inlinesOf(nodes: readonly PhrasingContent[], write: Write, style: Style): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
      case 'inlineCode':
      case 'html':
        return fill(node.value, write, style);
      case 'strong':
        return inlinesOf(node.children, write, { ...style, isStrong: true });
      case 'emphasis':
        return inlinesOf(node.children, write, { ...style, isEmphasized: true });
      case 'break':
        return [{ kind: 'break' }];
      case 'link': {
        const inside = inlinesOf(node.children, write, style);
        const url = fillUrl(node.url, write);
        return url === undefined ? inside : [{ kind: 'link', text: plainTextOf(inside), url }];
      }
      case 'image':
        // Pictures of other servers would tell them who reads the message.
        return fill(node.alt ?? '', write, style);
      default:
        return 'children' in node ? inlinesOf(node.children, write, style) : [];
    }
  });
}

function codeOf(nodes: readonly PhrasingContent[], write: Write): Block | undefined {
  const [only] = nodes;
  const name = nodes.length === 1 && only?.type === 'text' ? onlyVariable(only.value) : undefined;
  const written = name === undefined ? undefined : write(name);
  return written?.isCode ? { kind: 'code', text: clean(written.text) } : undefined;
}

function paragraphOf(nodes: readonly PhrasingContent[], write: Write): Block {
  const code = codeOf(nodes, write);
  if (code) return code;
  const inlines = inlinesOf(nodes, write, PLAIN);
  const [first] = inlines;
  const isButton = nodes.length === 1 && nodes[0]?.type === 'link' && first?.kind === 'link';
  return isButton ? { kind: 'button', text: first.text, url: first.url } : { kind: 'paragraph', inlines };
}

function blockOf(node: RootContent | BlockContent | DefinitionContent | ListItem, write: Write): Block[] {
  switch (node.type) {
    case 'paragraph': {
      const block = paragraphOf(node.children, write);
      // All of it was a value that is empty, such as a note.
      return block.kind === 'paragraph' && block.inlines.length === 0 ? [] : [block];
    }
    case 'heading':
      return [{ kind: 'heading', inlines: inlinesOf(node.children, write, PLAIN) }];
    case 'list': {
      const items = node.children.map((item) => item.children.flatMap((child) => blockOf(child, write)));
      return [{ kind: 'list', isOrdered: node.ordered ?? false, start: node.start ?? 1, items }];
    }
    case 'blockquote':
      return [{ kind: 'quote', blocks: node.children.flatMap((child) => blockOf(child, write)) }];
    case 'thematicBreak':
      return [{ kind: 'rule' }];
    case 'html':
    case 'code':
      // Raw HTML is shown as it is typed, line by line.
      return [
        {
          kind: 'paragraph',
          inlines: node.value
            .split('\n')
            .flatMap((line, index): Inline[] => [
              ...(index > 0 ? [{ kind: 'break' } as const] : []),
              ...fill(line, write, PLAIN),
            ]),
        },
      ];
    default:
      return [];
  }
}

/** A parsed template with its values, as blocks: the HTML and the text of a message are both written from these. */
export function blocksOf(tree: Root, write: Write): Block[] {
  return tree.children.flatMap((node) => blockOf(node, write));
}

/** The template's text that a node shows, without what is below it. */
export function ownText(node: Nodes): string {
  if (node.type === 'link') return node.url;
  if (node.type === 'image') return node.alt ?? '';
  return 'value' in node ? node.value : '';
}
