import type { Node } from '../xml/node.ts';

/** Distinct words that one element or attribute may bring as shapes of their own, so that enumerations are seen. */
const WORDS = 60;

const isWord = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_:]{0,40}$/.test(text);

function kindOf(text: string): string {
  if (text === '') return '';
  if (/^[+-]?\d+$/.test(text)) return '#';
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return 'd';
  return 's';
}

/**
 * Tells shapes apart that a schema could judge differently. A content model looks at one element at a time: its
 * place, attributes, children and kind of text. So an envelope tells nothing new when each of its elements was seen so
 * before, whatever the whole looks like.
 */
export class Shapes {
  readonly #seen = new Set<string>();
  readonly #words = new Map<string, Set<string>>();

  /** Takes an envelope in; whether it has an element in a shape that was not seen before. */
  isNew(scope: string, root: Node): boolean {
    const before = this.#seen.size;
    this.#walk(scope, '', root);
    return this.#seen.size > before;
  }

  #word(place: string, text: string): string {
    if (!isWord(text)) return kindOf(text);
    let words = this.#words.get(place);
    if (!words) this.#words.set(place, (words = new Set()));
    if (words.has(text)) return text;
    if (words.size >= WORDS) return 'w';
    words.add(text);
    return text;
  }

  #walk(scope: string, parent: string, node: Node): void {
    const place = `${scope}|${parent}/${node.name}`;
    const attributes = Object.entries(node.attributes).map(
      ([name, value]) => `${name}=${this.#word(`${place}@${name}`, value)}`,
    );
    const children: string[] = [];
    for (const child of node.children)
      if (children.at(-1) !== child.name && children.at(-1) !== `${child.name}+`) children.push(child.name);
      else children[children.length - 1] = `${child.name}+`;
    const text = node.children.length > 0 ? '' : this.#word(place, node.text.trim());
    this.#seen.add(`${place} ${attributes.join(' ')} (${children.join(' ')}) ${text}`);
    for (const child of node.children) this.#walk(scope, node.name, child);
  }
}

/** Long texts cut to a length that is still of their type, also where it is base64. */
export const shorten = (xml: string): string =>
  xml.replace(/>([^<]{400,})</g, (_, text: string) => {
    const bare = text.replace(/\s+/g, '');
    return /^[A-Za-z0-9+/]+=*$/.test(bare)
      ? `>${bare.slice(0, 64)}<`
      : `>${text.slice(0, 200).replace(/&[^;]*$/, '')}<`;
  });
