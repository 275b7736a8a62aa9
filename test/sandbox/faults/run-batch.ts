import { EwsError } from '../operations/errors.ts';
import type { Operation, Reply } from '../operations/operation.ts';
import type { Context } from '../side.ts';
import { parseId } from '../store/ids.ts';
import { type Base64, leaf, type Node, type Xml } from '../xml/node.ts';
import type { FaultError, ItemEffect, Values } from './rule.ts';
import { containerOf, targetOf } from './subject.ts';

const valuesXml = (values: Values): Xml =>
  Object.entries(values).map(([name, value]) => leaf('t:Value', String(value), { Name: name }));

// After these the rest of a batch is not processed, as the documentation of ErrorBatchProcessingStopped lists them:
// https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
const STOPPING: ReadonlySet<string> = new Set([
  'ErrorAccessDenied',
  'ErrorAccountDisabled',
  'ErrorADUnavailable',
  'ErrorADOperation',
  'ErrorConnectionFailed',
  'ErrorMailboxStoreUnavailable',
  'ErrorMailboxMoveInProgress',
  'ErrorPasswordChangeRequired',
  'ErrorPasswordExpired',
  'ErrorQuotaExceeded',
  'ErrorInsufficientResources',
]);

const stopped = (): Reply => ({
  error: new EwsError('ErrorBatchProcessingStopped', 'Cannot process the request because the batch was stopped.'),
});

/** The error of one response message. */
export const errorOf = ({ code, message, ...details }: FaultError): EwsError =>
  new EwsError(code, message, detailsOf(details));

/** The inner XML of its MessageXml. */
export const detailsOf = ({ values, field }: Pick<FaultError, 'values' | 'field'>): Xml | undefined => {
  if (values === undefined && field === undefined) return undefined;
  const path = field?.startsWith('<') ? field : field ? leaf('t:FieldURI', '', { FieldURI: field }) : '';
  return [path, values ? valuesXml(values) : ''];
};

function* turned(bytes: Iterable<Uint8Array>): Generator<Uint8Array> {
  let isFirst = true;
  for (const piece of bytes) {
    const copy = Uint8Array.from(piece);
    // Past the header of the stream: it looks like one until it is read.
    if (isFirst && copy.length > 0) copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
    isFirst = false;
    yield copy;
  }
}

function corrupted(xml: Xml): Xml {
  if (typeof xml === 'string') return xml;
  if (Array.isArray(xml)) return xml.map(corrupted);
  const content: Base64 = { ...xml, bytes: () => turned(xml.bytes()) };
  return content;
}

const stops = (effect: ItemEffect | undefined): boolean =>
  effect?.kind === 'item-error' && !effect.done && (effect.stops === true || STOPPING.has(effect.code));

/** What strikes each part of the request: marks of the store first, then the rules. */
function strikes(context: Context, operation: string, request: Node, units: readonly Node[]): Map<number, ItemEffect> {
  const { faults, corrupt } = context.side;
  const struck = new Map<number, ItemEffect>();
  for (const [index, unit] of units.entries()) {
    const target = targetOf(context, operation, request, unit, index);
    const item = target.id === undefined || corrupt.isEmpty ? undefined : parseId(target.id)?.item;
    const mark = item ? corrupt.of(item, operation) : undefined;
    const effect: ItemEffect | undefined = mark ? { kind: 'item-error', ...mark } : faults.forItem(target);
    if (effect) struck.set(index, effect);
    if (stops(effect)) break;
  }
  return struck;
}

/**
 * Runs an operation with what strikes single items of its batch: a struck item is kept from the operation, or its
 * answer replaced. Without rules and marks it is the operation alone.
 */
export async function runBatch(context: Context, operation: Operation, request: Node): Promise<Reply[]> {
  const { faults, corrupt } = context.side;
  const container = faults.has('item') || !corrupt.isEmpty ? containerOf(request) : undefined;
  if (!container) return operation.run(context, request);
  const units = container.children;
  const struck = strikes(context, operation.name, request, units);
  if (struck.size === 0) return operation.run(context, request);
  const isKept = (index: number): boolean => {
    const effect = struck.get(index);
    return effect?.kind === 'item-error' && !effect.done;
  };
  const end = units.findIndex((_, index) => stops(struck.get(index)));
  const isAfter = (index: number): boolean => end !== -1 && index > end;
  const rest = units.filter((_, index) => !isKept(index) && !isAfter(index));
  const lesser = { ...container, children: rest };
  const children = request.children.map((each) => (each === container ? lesser : each));
  const replies = rest.length > 0 ? await operation.run(context, { ...request, children }) : [];
  return units.map((_, index): Reply => {
    if (isAfter(index)) return stopped();
    const effect = struck.get(index);
    const reply = isKept(index) ? {} : (replies.shift() ?? {});
    if (effect?.kind === 'item-error') return { error: errorOf(effect) };
    return effect && reply.body !== undefined ? { ...reply, body: corrupted(reply.body) } : reply;
  });
}

/** The answer to each part of a request when one error strikes them all, or the first and so the rest. */
export function refuseBatch(request: Node, error: FaultError): Reply[] {
  const count = containerOf(request)?.children.length ?? 1;
  const isFirstOnly = STOPPING.has(error.code);
  return Array.from({ length: count }, (_, at) => (isFirstOnly && at > 0 ? stopped() : { error: errorOf(error) }));
}
