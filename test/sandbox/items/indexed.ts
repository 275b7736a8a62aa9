import { leaf } from '../xml/node.ts';
import type { Item } from './model.ts';
import { childText } from './values.ts';

/** The field that a dictionary's URI speaks of: `contacts:EmailAddress` is in EmailAddresses. */
export function dictionaryField(uri: string): string {
  const dictionary = uri.split(':')[1] ?? '';
  return /^(?:EmailAddress|PhysicalAddress)$/.test(dictionary) ? `${dictionary}es` : `${dictionary}s`;
}

function indexedText(item: Item, uri: string, index: string): string | undefined {
  const part = uri.split(':')[2];
  const value = item.properties.fields[dictionaryField(uri)];
  if (!value || typeof value === 'string') return undefined;
  const entry = value.c?.find(([, each]) => typeof each !== 'string' && each.a?.['Key'] === index)?.[1];
  if (!entry || typeof entry === 'string') return undefined;
  return part ? childText(entry, part) : entry.x;
}

/** In the order of the schema. */
export const ADDRESS_PARTS = ['Street', 'City', 'State', 'CountryOrRegion', 'PostalCode'];

/** The entries of a dictionary that IndexedFieldURIs ask for. */
export function indexedXml(item: Item, name: string, list: readonly [uri: string, index: string][]): string {
  const entries = new Map<string, string>();
  // Parts of an address in the order of the schema, whatever the order of the request.
  const ordered = list.toSorted(
    ([x], [y]) => ADDRESS_PARTS.indexOf(x.split(':')[2] ?? '') - ADDRESS_PARTS.indexOf(y.split(':')[2] ?? ''),
  );
  for (const [uri, index] of ordered) {
    const text = indexedText(item, uri, index);
    if (text === undefined) continue;
    const part = uri.split(':')[2];
    if (part) entries.set(index, (entries.get(index) ?? '') + leaf(`t:${part}`, text));
    else entries.set(index, leaf('t:Entry', text, { Key: index }));
  }
  const inner = [...entries].map(([key, each]) =>
    each.startsWith('<t:Entry') ? each : `<t:Entry Key="${key}">${each}</t:Entry>`,
  );
  return inner.length > 0 ? `<t:${name}>${inner.join('')}</t:${name}>` : '';
}
