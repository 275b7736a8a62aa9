import { randomBytes } from 'node:crypto';
import { SoapFault } from '../errors.ts';
import type { Profile } from '../profiles.ts';
import { NO_QUIRKS } from '../profiles/profile.ts';
import { FIELD_LEVELS } from '../schema/field-uris.ts';
import { child, flatten, type Node, type Xml } from '../xml/node.ts';

// What AllProperties leaves out on every server; a path brings it.
const ON_DEMAND = new Set([
  'item:MimeContent',
  'item:UniqueBody',
  'item:NormalizedBody',
  'item:TextBody',
  'item:StoreEntryId',
  'item:ResponseObjects',
]);
const SPARSE = new Set(['item:Body', 'item:Attachments', 'item:Categories']);
const ITEM_FIELD = /^(?:item|message|meeting|meetingRequest|calendar|task|contacts|postitem|distributionlist):/;

const element = (name: string, attributes: Record<string, string>, children: Node[] = [], text = ''): Node => ({
  name,
  ns: 't',
  attributes,
  children,
  at: 0,
  text,
});

/** AllProperties as the row of what such a server gives. */
function thinOut(shape: Node, level: number): void {
  const base = child(shape, 'BaseShape');
  if (base?.text.trim() !== 'AllProperties') return;
  base.text = 'IdOnly';
  let paths = child(shape, 'AdditionalProperties');
  if (!paths) shape.children.push((paths = element('AdditionalProperties', {})));
  for (const [uri, since] of FIELD_LEVELS)
    if (since <= level && ITEM_FIELD.test(uri) && !ON_DEMAND.has(uri) && !SPARSE.has(uri))
      paths.children.push(element('FieldURI', { FieldURI: uri }));
}

function* everyName(node: Node): Generator<string> {
  yield node.name;
  for (const each of node.children) yield* everyName(each);
}

/** Turns a valid request into what a server that is no Exchange makes of it; throws where it does not know it. */
export function quirkRequest({ quirks }: Profile, request: Node, level: number): void {
  if (quirks === NO_QUIRKS) return;
  const restriction = child(request, 'Restriction');
  if (restriction && [...everyName(restriction)].some((name) => quirks.unknownRestrictions.includes(name)))
    throw new SoapFault('ErrorInvalidRequest');
  const items = request.name === 'CreateItem' ? child(request, 'Items') : undefined;
  if (items?.children.some(({ name }) => quirks.notCreatable.includes(name)))
    throw new SoapFault('ErrorInvalidRequest');
  const shape = request.name === 'GetItem' ? child(request, 'ItemShape') : undefined;
  if (shape && quirks.sparseAllProperties) thinOut(shape, level);
}

/** Other bytes of the same meaning: boundaries renamed, header lines folded elsewhere. */
export function rewriteMime(mime: Buffer): Buffer {
  const text = mime.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  // A line of a header goes on where the next begins with a space; where it is broken means nothing.
  const head = text
    .slice(0, end)
    .replace(/\r?\n([ \t])/g, '$1')
    .replace(/[^\r\n]{60,}/g, (line) => line.replace(/([^\s:].{40,}?[^\s])([ \t])(?=\S)/g, '$1\r\n$2'));
  let whole = head + text.slice(end);
  const boundaries = new Set([...text.matchAll(/boundary="?([^"\s;]+)"?/gi)].map(([, name]) => name ?? ''));
  for (const boundary of boundaries)
    if (boundary.length > 7) whole = whole.replaceAll(boundary, `----=_${randomBytes(9).toString('hex')}`);
  return Buffer.from(whole, 'latin1');
}

const fraction = (text: string): string =>
  text.replace(/(<t:(?!Value|Subject|String)\w+>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z</g, '$1.000Z<');

/** The answer as such a server writes it. */
export function quirkAnswer({ quirks }: Profile, xml: Xml): Xml {
  if (quirks === NO_QUIRKS) return xml;
  let before = '';
  return flatten(xml).map((part) => {
    if (typeof part === 'string') {
      before = part;
      return quirks.fractionalSeconds ? fraction(part) : part;
    }
    if (!quirks.rewritesMime || !/<t:MimeContent[^>]*>$/.test(before)) return part;
    const bytes = rewriteMime(Buffer.concat([...part.bytes()].map((piece) => Buffer.from(piece))));
    return { kind: 'base64', lengthBytes: bytes.length, bytes: () => [bytes] };
  });
}
