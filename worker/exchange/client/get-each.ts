import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { Piece } from '../xml/bytes.ts';
import type { Connection } from './connection.ts';
import { responseFault } from '../faults/response-faults.ts';
import { responseMessages } from './responses.ts';
import type { XmlElement } from '../xml/scan.ts';
import type { RequestVersion } from '../operations/versions.ts';

/**
 * The response messages of a GetItem for each of these, in their order. A server may answer some of a request and call
 * itself busy for the rest: that is asked for again at once, as long as every request brings some. Throws FaultError.
 */
export async function getEach<T>(
  connection: Connection,
  wanted: readonly T[],
  bodyOf: (some: readonly T[], version: RequestVersion) => readonly Piece[],
  signal: AbortSignal,
): Promise<XmlElement[]> {
  const found: XmlElement[] = [];
  for (let rest = wanted; rest.length > 0;) {
    const some = rest;
    const body = (version: RequestVersion) => bodyOf(some, version);
    const messages = responseMessages(await connection.call({ operation: 'GetItem', body, signal }));
    const faults = messages.map((message) => responseFault(message, connection.side));
    const end = faults.findIndex(isHeldBack);
    const fault = end === 0 ? faults[0] : undefined;
    if (fault) throw new FaultError(fault);
    // What the answer leaves out altogether is the caller's to judge.
    if (end < 0) return [...found, ...messages];
    found.push(...messages.slice(0, end));
    rest = rest.slice(end);
  }
  return found;
}

const isHeldBack = (fault: Fault | undefined) => fault?.kind === 'busy' || fault?.kind === 'not-processed';
