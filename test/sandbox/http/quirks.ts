import { randomBytes } from 'node:crypto';
import { type EwsError, PlainFault, SchemaFault, SoapFault } from '../operations/errors.ts';
import type { Profile } from '../profiles/profiles.ts';
import { NO_QUIRKS, type Quirks } from '../profiles/profile.ts';
import { FIELD_LEVELS } from '../schema/field-uris.ts';
import { child, flatten, type Node, type Xml } from '../xml/node.ts';
import { loosen } from './loose-answers.ts';
import { leaveOut, shadow } from './shadows.ts';

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

/** AllProperties as the row of what such a server gives; `spared` are the fields that it leaves out. */
function thinOut(shape: Node, level: number, spared: ReadonlySet<string>): void {
  const base = child(shape, 'BaseShape');
  if (base?.text.trim() !== 'AllProperties') return;
  base.text = 'IdOnly';
  let paths = child(shape, 'AdditionalProperties');
  if (!paths) shape.children.push((paths = element('AdditionalProperties', {})));
  for (const [uri, since] of FIELD_LEVELS)
    if (since <= level && ITEM_FIELD.test(uri) && !ON_DEMAND.has(uri) && !spared.has(uri))
      paths.children.push(element('FieldURI', { FieldURI: uri }));
}

function* everyName(node: Node): Generator<string> {
  yield node.name;
  for (const each of node.children) yield* everyName(each);
}

/** Properties of the items in a request whose type the server cannot read. */
function* propertyTypes(node: Node): Generator<string> {
  if (node.name === 'ExtendedProperty') yield node.children[0]?.attributes['PropertyType'] ?? '';
  else for (const each of node.children) yield* propertyTypes(each);
}

/** The items of a request without what the server passes over. */
function passOver(items: readonly Node[], ignored: readonly string[]): void {
  for (const item of items)
    item.children = item.children.filter(
      ({ name }) => !ignored.includes(name) && !ignored.includes(`${item.name}.${name}`),
    );
}

const SHAPES = ['ItemShape', 'AttachmentShape'];

/** Makes of a shape what such a server takes of it. */
function bendShape(quirks: Quirks, request: Node, level: number): void {
  const shape = SHAPES.flatMap((name) => child(request, name) ?? []).at(0);
  if (!shape) return;
  leaveOut(shape, quirks.unknownPaths);
  const spared = quirks.sparseAllProperties ? SPARSE : new Set(quirks.notInAllProperties);
  if (request.name === 'GetItem' && spared.size > 0) thinOut(shape, level, spared);
  if (quirks.shadowsFields) shadow(shape);
}

/** Paths in a request that name a set twice: the server takes them. */
function chooseSets(node: Node): void {
  if (node.name === 'ExtendedFieldURI' && node.attributes['PropertySetId'])
    delete node.attributes['DistinguishedPropertySetId'];
  for (const each of node.children) chooseSets(each);
}

/** Messages of another class, as what that class is. */
function asTheirClass(items: readonly Node[]): void {
  for (const item of items) {
    const itemClass = child(item, 'ItemClass')?.text.trim() ?? '';
    if (item.name === 'Message' && /^IPM\.Post\b/i.test(itemClass)) item.name = 'PostItem';
  }
}

const isEmptyFile = (attachment: Node): boolean => {
  const content = attachment.name === 'FileAttachment' ? child(attachment, 'Content') : undefined;
  return content !== undefined && (content.spool?.lengthBytes ?? content.text.length) === 0;
};

/** What a fault is on a server that has no codes for faults. */
export function plainFault({ quirks }: Profile, fault: SoapFault | EwsError): SoapFault | EwsError {
  if (!quirks.serverFaults || fault instanceof PlainFault) return fault;
  const isCallers = fault instanceof SchemaFault || fault.code === 'ErrorInvalidRequest';
  return isCallers ? new PlainFault('Client', 200, fault.message) : new PlainFault('Server', 500, fault.message);
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
  if (request.name === 'CreateItem' || request.name === 'UpdateItem') {
    const unreadable = [...propertyTypes(request)].find((type) => quirks.unreadableTypes.includes(type));
    if (unreadable)
      throw new PlainFault('Server', 500, `cannot deserialize property of unsupported type ${unreadable}`);
  }
  passOver(items?.children ?? [], quirks.ignoredOnCreate);
  if (quirks.postsAsMessages && items) asTheirClass(items.children);
  const attachments = request.name === 'CreateAttachment' ? child(request, 'Attachments') : undefined;
  if (quirks.refusesEmptyContent && attachments?.children.some(isEmptyFile))
    throw new PlainFault('Client', 200, "E-3034: element 'Content' is empty");
  if (attachments) passOver([attachments], quirks.ignoredAttachments);
  if (quirks.namesSetsTwice) chooseSets(request);
  bendShape(quirks, request, level);
}

/** Other bytes of the same meaning: boundaries renamed, header lines folded elsewhere, the `lost` ones gone. */
export function rewriteMime(mime: Buffer, lost?: RegExp): Buffer {
  const text = mime.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  // A line of a header goes on where the next begins with a space; where it is broken means nothing.
  const head = text
    .slice(0, end)
    .replace(/\r?\n([ \t])/g, '$1')
    .split(/(?<=\n)/)
    .filter((line) => !lost?.test(line.split(':')[0] ?? ''))
    .join('')
    .replace(/\r?\n$/, '')
    .replace(/[^\r\n]{60,}/g, (line) => line.replace(/([^\s:].{40,}?[^\s])([ \t])(?=\S)/g, '$1\r\n$2'));
  let whole = head + text.slice(end);
  const boundaries = new Set([...text.matchAll(/boundary="?([^"\s;]+)"?/gi)].map(([, name]) => name ?? ''));
  for (const boundary of boundaries)
    if (boundary.length > 7) whole = whole.replaceAll(boundary, `----=_${randomBytes(9).toString('hex')}`);
  return Buffer.from(whole, 'latin1');
}

const fraction = (text: string): string =>
  text.replace(/(<t:(?!Value|Subject|String)\w+>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z</g, '$1.000Z<');

/** What the elements have beside what every item has, which a plain item has not. */
const OWN_OF = {
  PostItem: 'ConversationIndex|ConversationTopic|From|InternetMessageId|IsRead|PostedTime|References|Sender',
  DistributionList: 'DisplayName|FileAs|ContactSource|Members',
};
const EMPTY_PAGE = /<m:RootFolder[^>]* TotalItemsInView="0"[^>]*><t:Folders\/?>(?:<\/t:Folders>)?<\/m:RootFolder>/g;

/** The answer as such a server writes it. */
export function quirkAnswer({ quirks }: Profile, xml: Xml): Xml {
  if (quirks === NO_QUIRKS) return xml;
  let before = '';
  const plain = quirks.plainElements.length > 0 ? plainItems(quirks.plainElements) : undefined;
  return flatten(xml).map((part) => {
    if (typeof part === 'string') {
      before = part;
      const loose = loosen(quirks, part);
      const timed = quirks.fractionalSeconds ? fraction(loose) : loose;
      const found = quirks.bareEmptyFinds ? timed.replace(EMPTY_PAGE, '') : timed;
      return plain ? plain(found) : found;
    }
    if (!quirks.rewritesMime || !/<t:MimeContent[^>]*>$/.test(before)) return part;
    const whole = Buffer.concat([...part.bytes()].map((piece) => Buffer.from(piece)));
    const bytes = rewriteMime(whole, quirks.lostHeaders);
    return { kind: 'base64', lengthBytes: bytes.length, bytes: () => [bytes] };
  });
}

/** Shows these elements as plain items without anything of their own; to be given the parts of an answer in order. */
function plainItems(elements: readonly string[]): (part: string) => string {
  const names = elements.join('|');
  const own = elements.map((name) => OWN_OF[name as keyof typeof OWN_OF] ?? '').join('|');
  const tags = new RegExp(
    `(?<open><t:)(?:${names})(?=[ >])|(?<close></t:)(?:${names})>|(?<apart></?t:ItemAttachment>)` +
      `|<t:(?<own>${own})(?: [^>]*)?(?:/>|>.*?</t:\\k<own>>)`,
    'gs',
  );
  // An attached item has an element, and things, of its own.
  const within: boolean[] = [false];
  const set = (isPlain: boolean) => void (within[within.length - 1] = isPlain);
  return (part) =>
    part.replace(tags, (...found) => {
      const groups = found.at(-1) as Record<string, string | undefined>;
      const [tag] = found;
      if (groups.open) set(true);
      if (groups.close) set(false);
      if (groups.apart === '<t:ItemAttachment>') within.push(false);
      else if (groups.apart) within.pop();
      if (groups.open) return `${groups.open}Item`;
      if (groups.close) return `${groups.close}Item>`;
      return groups.own && within.at(-1) ? '' : tag;
    });
}
