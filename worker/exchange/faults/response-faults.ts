import type { Fault, FaultKind, FaultScope } from '../../engine/model/fault.ts';
import { FAULT_TABLE } from './fault-table.ts';
import { attributeOf, childText, descend, findElement, textOf, type XmlElement } from '../xml/scan.ts';
import { makeFault, type Side } from './make-fault.ts';
import { propertyIn } from './named-property.ts';

/** The fault of one response message, or undefined when it is a success (a warning is one). */
export function responseFault(message: XmlElement, side: Side): Fault | undefined {
  if (attributeOf(message, 'ResponseClass') !== 'Error') return undefined;
  const code = childText(message, 'ResponseCode') ?? 'ErrorInternalServerError';
  const details = descend(message, 'MessageXml');
  const fault = fromCode(code, saidIn(childText(message, 'MessageText')), details, side, 'item');
  const [, operation] = /^(\w+?)Response(?:Message)?$/.exec(message.name) ?? [];
  return operation === undefined ? fault : { ...fault, operation };
}

/**
 * A SOAP fault, as Exchange 2007 (a code in the detail), 2010 and later (the same in the fault's code) and other
 * servers (neither) write it.
 */
export function soapFault(fault: XmlElement, side: Side): Fault {
  const faultCode = saidIn(childText(fault, 'faultcode') ?? textOf(findElement(descend(fault, 'Code'), 'Value')));
  const text = saidIn(childText(fault, 'faultstring') ?? textOf(findElement(descend(fault, 'Reason'), 'Text')));
  const detail = descend(fault, 'detail') ?? descend(fault, 'Detail');
  const inDetail = textOf(findElement(detail, 'ResponseCode'));
  const bare = faultCode.slice(faultCode.lastIndexOf(':') + 1);
  const code = inDetail || (bare.startsWith('Error') ? bare : '');
  if (code !== '') return fromCode(code, text, detail, side, 'batch');
  // No code at all: a server of another make. Some say in words what it is that they cannot do, and call it their own
  // failure.
  const kindSaid = UNCODED.find(([, words]) => words.test(text))?.[0];
  if (kindSaid)
    return makeFault(kindSaid, kindSaid === 'access' ? 'mailbox' : 'batch', `soap-${bare || 'fault'}`, text, side);
  // What it lays to the caller's charge it does not know.
  const isCallers = /client|sender|mustunderstand|notsupported|notrecognized/i.test(faultCode);
  return makeFault(isCallers ? 'unsupported' : 'transient', 'batch', `soap-${bare || 'fault'}`, text, side);
}

/** As much of a server's words as is looked through: none says more to the point. */
function saidIn(text = ''): string {
  return text.slice(0, 4000);
}

/** Words of faults without a code; the first of them is grommunio's (grommunio/gromox#261), the others are their like. */
const UNCODED: readonly (readonly [FaultKind, RegExp])[] = [
  [
    'unsupported',
    /\b(?:unknown|unsupported|unrecogni[sz]ed|unimplemented) (?:request|operation|method|action|soap ?action)\b/i,
  ],
  [
    'unsupported',
    /\b(?:request|operation|method|action)\b.{0,80}\bnot (?:implemented|supported|recogni[sz]ed|known)\b/i,
  ],
  // Read before anything was carried out: another form of the same request may do.
  [
    'unsupported',
    /\b(?:cannot|can't|failed to|unable to) (?:de-?seriali[sz]e|parse)\b|\bunsupported (?:property )?type\b/i,
  ],
  [
    'access',
    /\b(?:permissions?|rights|not allowed|not permitted) .{0,40}\bimpersonat|\bimpersonation\b.{0,40}\b(?:denied|not allowed|not permitted)\b/i,
  ],
];

function fromCode(code: string, text: string, details: XmlElement | undefined, side: Side, scope: FaultScope): Fault {
  const values = namedValues(details);
  // The third shape of busy: an outer ErrorInternalServerError that carries the real reason inside.
  const inner = values.get('InnerErrorResponseCode');
  const real = code === 'ErrorInternalServerError' && inner !== undefined && FAULT_TABLE.has(inner) ? inner : code;
  const row = FAULT_TABLE.get(real);
  // A SOAP fault speaks of the whole request, even where its code is one that items have.
  const reach = row === undefined || (row[1] === 'item' && scope === 'batch') ? scope : row[1];
  const fault = makeFault(row?.[0] ?? 'unknown', reach, real, text, side);
  if (real === 'ErrorInternalServerError' && /ErrorServerBusy|server is too busy/i.test(text)) fault.kind = 'busy';
  const policy = `${saidIn(values.get('Policy'))} ${text} ${saidIn(values.get('ErrorMessage'))}`;
  if (fault.kind === 'busy' && /ConcurrentSyncCalls|MaxConcurrency/i.test(policy)) fault.kind = 'too-many-connections';
  if (fault.kind === 'too-many-connections') {
    const value = Number(values.get('MaxConcurrencyLimit') ?? /policy value '(\d+)'/i.exec(policy)?.[1]);
    const lane = /ConcurrentSyncCalls/i.test(policy) ? 'sync' : 'all';
    fault.limit = value > 0 ? { lane, value } : { lane };
  }
  if (/RpcFormat|End of buffer/i.test(text)) Object.assign(fault, { kind: 'corrupt', scope: 'item' });
  const property = propertyIn(details);
  if (property !== undefined) fault.property = property;
  const backOff = Number(values.get('BackOffMilliseconds'));
  if (Number.isFinite(backOff) && backOff > 0) fault.retryAfterMs = backOff;
  return fault;
}

/** `<t:Value Name="BackOffMilliseconds">…` and its like, at any depth below a message's details. */
function namedValues(element: XmlElement | undefined, values = new Map<string, string>()): Map<string, string> {
  for (const inner of element?.children ?? []) {
    const name = inner.name === 'Value' ? attributeOf(inner, 'Name') : undefined;
    if (name !== undefined) values.set(name, textOf(inner).trim());
    namedValues(inner, values);
  }
  return values;
}
