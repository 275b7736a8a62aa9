import { PlainFault, SchemaFault, SoapFault } from '../operations/errors.ts';
import type { Operation, Reply } from '../operations/operation.ts';
import { replyXml } from '../operations/reply-xml.ts';
import { OPERATIONS } from '../operations/registry.ts';
import type { Profile } from '../profiles/profiles.ts';
import { timeZoneOfHeader } from '../items/localise.ts';
import { LEVELS } from '../profiles/versions.ts';
import { validate } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { SchemaError } from '../schema/schema-error.ts';
import type { Caller, Context, Side } from '../side.ts';
import { child, type Node, wrap, type Xml } from '../xml/node.ts';
import { parseXml, XmlError } from '../xml/parse.ts';
import type { Spool } from '../xml/spool.ts';
import { seeRequest } from '../wire/see-exchange.ts';
import { impersonate } from './access.ts';
import { envelopeXml } from './envelope.ts';
import { quirkAnswer, quirkRequest } from './quirks.ts';

export { faultXml } from './envelope.ts';

const HEADERS = new Set(
  'RequestServerVersion ExchangeImpersonation MailboxCulture TimeZoneContext DateTimePrecision ManagementRole OpenAsAdminOrSystemService'.split(
    ' ',
  ),
);

export type Request = { operation: Operation; node: Node; context: Context };

/** Reads an envelope down to the operation and who asks; throws SoapFault. */
export function readRequest(side: Side, caller: Caller, text: string, spools: readonly Spool[]): Request {
  let envelope: Node;
  try {
    envelope = parseXml(text, spools);
  } catch (error) {
    if (error instanceof XmlError) throw schemaFault(error.message);
    throw error;
  }
  const body = child(envelope, 'Body');
  if (envelope.name !== 'Envelope' || envelope.ns !== 's' || !body) throw schemaFault('The SOAP envelope is missing.');
  const header = child(envelope, 'Header');
  for (const each of header?.children ?? [])
    if (each.ns === 't' && !HEADERS.has(each.name)) throw schemaFault(`The header '${each.name}' is not known.`);
  const version = (header && child(header, 'RequestServerVersion')?.attributes['Version']) ?? 'Exchange2007';
  const { profile } = side;
  const asked = profile.requestVersions.includes(version) ? LEVELS[version] : undefined;
  if (asked === undefined) throw new SoapFault(profile.unknownVersionFault);
  const [node, second] = body.children;
  if (!node || second) throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.');
  const operation = node.ns === 'm' ? OPERATIONS.get(node.name) : undefined;
  const isLacking = !operation || operation.since > profile.level;
  if (isLacking || profile.quirks.missingOperations.includes(operation.name)) {
    // As grommunio/gromox#261 shows it.
    if (profile.quirks.serverFaults) throw new PlainFault('Server', 500, `unknown request '${node.name}'`);
    throw new SoapFault(
      'ErrorInvalidRequest',
      `The request is invalid: ${node.name} is not an operation of this server.`,
    );
  }
  if (operation.since > asked) throw new SoapFault('ErrorIncorrectSchemaVersion');
  const violation = violationOf(node, asked);
  if (violation) {
    // Valid for this server, only not in the version that was named.
    if (!violationOf(node, profile.level)) throw new SoapFault('ErrorIncorrectSchemaVersion');
    throw schemaFault(violation.message, text, violation.at, violation.attribute);
  }
  const context: Context = {
    side,
    store: side.store,
    caller: impersonate(side, caller, header),
    level: asked,
    startedAt: side.now(),
  };
  const timeZone = timeZoneOfHeader(header);
  if (timeZone !== undefined) context.timeZone = timeZone;
  seeRequest(side, asked, operation.name, text);
  quirkRequest(profile, node, asked);
  return { operation, node, context };
}

function violationOf(node: Node, level: number): SchemaError | undefined {
  try {
    validate(GRAMMAR, node, node.name, level);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  return undefined;
}

/** .NET's reader counts from one, and stands on the name of an element or attribute. */
function schemaFault(message: string, text = '', at = 0, attribute = ''): SchemaFault {
  const tag = attribute ? /^[^>]*/.exec(text.slice(at))?.[0] : undefined;
  const inside = tag?.search(new RegExp(`(?<=\\s)${attribute}\\s*=`)) ?? -1;
  const before = text.slice(0, inside > 0 ? at + inside : at + 1).split('\n');
  return new SchemaFault(message, before.length, (before.at(-1)?.length ?? 0) + 1);
}

/** The answer to a request, its parts in the order of the request. */
export function answerXml(profile: Profile, operation: Operation, replies: readonly Reply[]): Xml {
  const name = `m:${operation.name}ResponseMessage`;
  const { attributes, inner } = operation.respond?.(replies) ?? {
    attributes: {},
    inner: wrap(
      'm:ResponseMessages',
      replies.map((reply) => replyXml(name, reply, operation.emptyBody)),
    ),
  };
  const namespaces = {
    'xmlns:m': 'http://schemas.microsoft.com/exchange/services/2006/messages',
    'xmlns:t': 'http://schemas.microsoft.com/exchange/services/2006/types',
  };
  const body = wrap(`m:${operation.name}Response`, inner, { ...attributes, ...namespaces });
  return envelopeXml(profile, quirkAnswer(profile, body));
}
