import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { openReader, readAll, type ByteReader } from '../xml/byte-reader.ts';
import type { Deadline } from '../transport/deadline.ts';
import { endedFault } from '../faults/ended-fault.ts';
import { unconfirmedOf, unconfirmedUnlessCertain, type Side } from '../faults/make-fault.ts';
import { httpFault, thrownFault } from '../faults/http-faults.ts';
import { soapFault } from '../faults/response-faults.ts';
import { foreignAnswer, ownAnswer } from './own-answer.ts';
import { emptyAnswer } from './responses.ts';
import { child, elementBudget, parseXml, XmlError, type XmlElement } from '../xml/scan.ts';

/** What matters of a call when its answer is judged. */
export type Asked = {
  side: Side;
  url: string;
  /** The name of its operation; without, any answer will do. */
  operation?: string;
  /** Changes something in such a way that doing it twice would show. */
  mutates?: boolean;
  /** Whether an answer of that operation is about what was asked. */
  isOwn?: (answer: XmlElement) => boolean;
  /** Called when bytes on a connection may belong to another request. */
  onForeign?: () => void;
  signal: AbortSignal;
};

const MAX_ERROR_BYTES = 1024 * 1024;
const MAX_TEXT_BYTES = 64 * 1024;

/** The operation's element in an answer. Throws FaultError for any other answer. */
export async function receiveAnswer(
  asked: Asked,
  response: Response,
  deadline: Deadline,
  maxBytes: number,
): Promise<XmlElement> {
  const isOk = response.status === 200;
  let bytes: Uint8Array;
  try {
    const reader = openAnswer(asked, response, deadline);
    bytes =
      reader === undefined
        ? new Uint8Array(0)
        : await readAll(reader, isOk ? maxBytes : MAX_ERROR_BYTES, elementBudget());
  } catch (error) {
    // The status of a truncated error page is known.
    if (!isOk && !(error instanceof FaultError))
      throw refusal(asked, httpFault(httpAnswer(asked, response, ''), asked.side));
    throw brokenAnswer(asked, error);
  }
  return readAnswer(asked, response, bytes);
}

/** The same of an answer that has been read. */
export function readAnswer(asked: Asked, response: Response, bytes: Uint8Array): XmlElement {
  if (response.status === 200 && bytes.length === 0) throw brokenAnswer(asked, nothing(asked));
  let root: XmlElement | undefined;
  try {
    root = looksLikeXml(bytes) ? parseXml(bytes) : undefined;
  } catch (error) {
    if (response.status === 200) throw brokenAnswer(asked, error);
  }
  const body = root?.name === 'Envelope' ? child(root, 'Body') : undefined;
  if (body === undefined) {
    const text = new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES));
    throw refusal(asked, httpFault(httpAnswer(asked, response, text), asked.side));
  }
  const fault = child(body, 'Fault');
  if (fault) throw refusal(asked, soapFault(fault, asked.side));
  const answer = body.children[0];
  if (answer === undefined) throw brokenAnswer(asked, nothing(asked));
  requireOwn(asked, answer);
  return answer;
}

function nothing({ operation = '', side }: Asked): FaultError {
  return new FaultError(emptyAnswer(operation, side));
}

/** Throws FaultError where an answer cannot be the one to what was asked. */
export function requireOwn(asked: Asked, answer: XmlElement): void {
  const { operation, side, isOwn } = asked;
  if (operation === undefined) return;
  if (answer.name === `${operation}Response` && isOwn?.(answer) !== false) return;
  asked.onForeign?.();
  throw brokenAnswer(asked, new FaultError(foreignAnswer(operation, side)));
}

/** The operation's element in a whole envelope. Throws XmlError. */
export function operationIn(document: XmlElement): XmlElement {
  const operation = child(document, 'Body')?.children[0];
  if (operation === undefined) throw new XmlError('no SOAP answer');
  return operation;
}

/** A request that got no answer. */
export function noAnswer(asked: Asked, error: unknown): FaultError {
  return refusal(asked, asked.signal.aborted ? endedFault(asked.signal, asked.side) : thrownFault(error, asked.side));
}

/** An answer began, but ended too early or was malformed: its content is unknown. */
export function brokenAnswer(asked: Asked, error: unknown): FaultError {
  const fault = asked.signal.aborted ? endedFault(asked.signal, asked.side) : thrownFault(error, asked.side);
  return new FaultError(asked.mutates ? unconfirmedOf(fault) : fault);
}

/** Reads an answer as long as it is one to what was asked; see ownAnswer. Undefined where it has no body. */
export function openAnswer(asked: Asked, { body }: Response, deadline: Deadline): ByteReader | undefined {
  if (body === null) return undefined;
  const { operation, side } = asked;
  const timed = timedReader(openReader(body), deadline);
  return operation === undefined ? timed : ownAnswer(timed, { operation, side }, () => asked.onForeign?.());
}

/** A reader that is given up when nothing comes; between reads no time runs. */
function timedReader(reader: ByteReader, deadline: Deadline): ByteReader {
  return {
    read: async (spare) => {
      deadline.touch();
      try {
        return await reader.read(spare);
      } finally {
        deadline.pause();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

function refusal(asked: Asked, fault: Fault): FaultError {
  return new FaultError(asked.mutates ? unconfirmedUnlessCertain(fault) : fault);
}

function httpAnswer({ url }: Asked, { status, headers }: Response, text: string) {
  return { url, status, headers, text };
}

/** Web pages begin with `<` as well; well-formed text that is no envelope is recognised later. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  return start.startsWith('<') && !/^<(?:!doctype|html)\b/i.test(start);
}
