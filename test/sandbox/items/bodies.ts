import { readWhole } from '../store/content.ts';
import type { Store } from '../store/store.ts';
import { bodyText } from './mime-item.ts';
import type { Item } from './model.ts';

export type BodyText = { kind: 'HTML' | 'Text'; text: string };

const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** HTML as plain text, well enough to read. */
function htmlToText(html: string): string {
  return html
    .replace(/<(style|script|head)\b[^]*?<\/\1>/gi, '')
    .replace(/\r?\n/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/h\d|\/li)\b[^>]*>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
      if (name) return ENTITIES[(name as string).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function textToHtml(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<html><head></head><body><div>${safe.replace(/\r?\n/g, '<br>\r\n')}</div></body></html>`;
}

/** The body in the kind that was asked for; empty text when the item has none. */
export function bodyOf(store: Store, item: Item, wanted: 'Best' | 'HTML' | 'Text'): BodyText {
  const { body, html, text } = item.properties;
  let found: BodyText = { kind: 'Text', text: '' };
  if (body) found = body;
  else if (html || text) {
    const range = wanted === 'Text' ? (text ?? html) : (html ?? text);
    if (range) {
      const bytes = readWhole(store, item.id, 0, range.start, range.end);
      found = {
        kind: range === html ? 'HTML' : 'Text',
        text: bodyText(bytes, { ...range, start: 0, end: bytes.length }),
      };
    }
  }
  if (wanted === 'Text' && found.kind === 'HTML') return { kind: 'Text', text: htmlToText(found.text) };
  if (wanted === 'HTML' && found.kind === 'Text') return { kind: 'HTML', text: textToHtml(found.text) };
  return found;
}
