import { parseXml } from '../xml/parse.ts';
import { attributesOf, child, type Node } from '../xml/node.ts';
import type { NewItem, Properties } from './model.ts';
import { newItem } from './model.ts';

/**
 * A user configuration is an associated item of the folder that it belongs to: its class has the name, and three
 * streams the parts (MS-OXOCFG 2.2.2). So it is found, exported and uploaded as other items are.
 */
export const CONFIGURATION_CLASS = 'IPM.Configuration.';
const [TYPES, DICTIONARY, XML, BINARY] = ['0x7c06|Integer', '0x7c07|Binary', '0x7c08|Binary', '0x7c09|Binary'] as const;

/** `values` has more than one only in arrays; none is null. */
export type DictionaryObject = { type: string; values: string[] };
export type Configuration = {
  dictionary?: [key: DictionaryObject, value: DictionaryObject][];
  /** Base64. */
  xml?: string;
  /** Base64. */
  binary?: string;
};

// MS-OXOCFG 2.2.5.1.3 has Boolean, Integer32 and String; the others are numbered as .NET does, and lists are unproven.
const CODES: Readonly<Record<string, string>> = {
  Boolean: '3',
  Byte: '6',
  Integer32: '9',
  UnsignedInteger32: '10',
  Integer64: '11',
  UnsignedInteger64: '12',
  DateTime: '16',
  String: '18',
  StringArray: '18[]',
  ByteArray: '6[]',
};
const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code, name]));

function objectText({ type, values }: DictionaryObject): string {
  if (values.length === 0) return '0-';
  const text = type === 'Boolean' ? (/^(?:true|1)$/i.test(values[0] ?? '') ? 'True' : 'False') : (values[0] ?? '');
  return `${CODES[type] ?? '18'}-${type.endsWith('Array') ? JSON.stringify(values) : text}`;
}

function objectOf(text: string): DictionaryObject {
  const at = text.indexOf('-');
  const type = NAMES.get(text.slice(0, at));
  const rest = text.slice(at + 1);
  if (!type) return { type: 'String', values: [] };
  if (type === 'Boolean') return { type, values: [rest.toLowerCase()] };
  return { type, values: type.endsWith('Array') ? (JSON.parse(rest) as string[]) : [rest] };
}

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');

function dictionaryXml(dictionary: readonly [DictionaryObject, DictionaryObject][]): string {
  const entries = dictionary.map(([k, v]) => `<e${attributesOf({ k: objectText(k), v: objectText(v) })}/>`);
  return `<?xml version="1.0" encoding="utf-8"?><UserConfiguration><Info version="Exchange.12"/><Data>${entries.join('')}</Data></UserConfiguration>`;
}

function dictionaryOf(text: string): [DictionaryObject, DictionaryObject][] {
  const data = child(parseXml(text), 'Data');
  const entry = ({ attributes }: Node): [DictionaryObject, DictionaryObject] => [
    objectOf(attributes['k'] ?? ''),
    objectOf(attributes['v'] ?? ''),
  ];
  return data?.children.map(entry) ?? [];
}

/** Puts the parts that are given into an item's properties; the others stay as they are. */
export function writeConfiguration({ named }: Properties, { dictionary, xml, binary }: Configuration): void {
  if (dictionary) named[DICTIONARY] = toBase64(dictionaryXml(dictionary));
  if (xml !== undefined) named[XML] = xml;
  if (binary !== undefined) named[BINARY] = binary;
  const bits = (named[DICTIONARY] ? 4 : 0) | (named[XML] ? 2 : 0) | (named[BINARY] ? 1 : 0);
  named[TYPES] = String(bits);
}

export function readConfiguration({ named }: Properties): Configuration {
  const [dictionary, xml, binary] = [named[DICTIONARY], named[XML], named[BINARY]];
  return {
    ...(typeof dictionary === 'string'
      ? { dictionary: dictionaryOf(Buffer.from(dictionary, 'base64').toString('utf8')) }
      : {}),
    ...(typeof xml === 'string' ? { xml } : {}),
    ...(typeof binary === 'string' ? { binary } : {}),
  };
}

export function newConfiguration(name: string, parts: Configuration, now: number): NewItem {
  const item = newItem(`${CONFIGURATION_CLASS}${name}`, now);
  item.isAssociated = true;
  item.receivedAt = now;
  writeConfiguration(item.properties, parts);
  return item;
}

/** The master list of categories, as Outlook keeps it on the calendar (MS-OXOCFG 2.2.5.2). */
export function categoryList(names: readonly string[], guidOf: (name: string) => string): Configuration {
  const never = '1601-01-01T00:00:00.000';
  const list = names.map((name, index) => {
    const used = ['Notes', 'Journal', 'Contacts', 'Tasks', 'Calendar', 'Mail'].map((kind) => [
      `lastTimeUsed${kind}`,
      never,
    ]);
    return `<category${attributesOf({
      name,
      color: String(index % 25),
      keyboardShortcut: '0',
      ...Object.fromEntries(used),
      lastTimeUsed: never,
      guid: `{${guidOf(name).toUpperCase()}}`,
    })}/>`;
  });
  const xml = `<?xml version="1.0"?><categories${attributesOf({ default: names[0] ?? '', lastSavedSession: '1', lastSavedTime: never, xmlns: 'CategoryList.xsd' })}>${list.join('')}</categories>`;
  return { xml: toBase64(xml) };
}
