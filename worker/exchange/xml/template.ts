import { escapeXml } from './escape.ts';

declare const isXml: unique symbol;

/** Markup that may go into a request as it is. Only `xml` and `rawXml` make it. */
export type Xml = { readonly markup: string; readonly [isXml]: true };

type Value = string | number | boolean | Xml | readonly Xml[];

/**
 * Markup with values. Strings are escaped for both element content and attribute values; markup passes unchanged, and a
 * list of markup is joined. Content of items is bytes and never goes through here: it is placed between pieces of markup
 * (see `Piece`).
 *
 * A line break in the template is only for readability: with its indentation, it becomes one space between two
 * attributes, and nothing elsewhere.
 */
export function xml(strings: TemplateStringsArray, ...values: readonly Value[]): Xml {
  const parts = partsOf(strings);
  let markup = parts[0] ?? '';
  for (const [index, value] of values.entries()) markup += markupOf(value) + (parts[index + 1] ?? '');
  return rawXml(markup);
}

/** Text that is markup already: copied from a server's answer, or put together from such. */
export function rawXml(markup: string): Xml {
  return { markup } as Xml;
}

function markupOf(value: Value): string {
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value !== 'object') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** Each template's strings without their line breaks. */
const trimmed = new WeakMap<TemplateStringsArray, readonly string[]>();

function partsOf(strings: TemplateStringsArray): readonly string[] {
  let found = trimmed.get(strings);
  if (found === undefined) {
    found = strings.map((part) => part.replace(/"\n\s*(?=\w)/g, '" ').replace(/\n\s*/g, ''));
    trimmed.set(strings, found);
  }
  return found;
}
