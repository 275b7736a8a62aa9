import { findStartTag, nextTag } from '../xml/scan.ts';

/**
 * What an answer begins as. `own`: it is of the operation. `foreign`: of another one. `nothing`: of the operation, which
 * says nothing at all. `fault`: a SOAP fault. `other`: no SOAP answer, or an empty one. `unclear`: more is needed.
 */
export type AnswerStart = 'own' | 'foreign' | 'nothing' | 'fault' | 'other' | 'unclear';

/** No answer has more before its operation's element. */
const MOST_BYTES = 16 * 1024;

/** Looks at an answer's first bytes alone. Throws XmlError where they are no XML. */
export function answerStart(bytes: Uint8Array, operation: string): AnswerStart {
  const unclear = bytes.length < MOST_BYTES ? 'unclear' : 'other';
  const body = findStartTag(bytes, 'Body', 0);
  if ('resumeAt' in body) return unclear;
  if (body.isEmpty) return 'other';
  const element = nextTag(bytes, body.after);
  if (element === undefined) return unclear;
  if (element.kind === 'close') return 'other';
  if (element.name === 'Fault') return 'fault';
  if (element.name !== `${operation}Response`) return 'foreign';
  if (element.kind === 'empty') return 'nothing';
  const inner = nextTag(bytes, element.after);
  if (inner === undefined) return unclear;
  return inner.kind === 'close' ? 'nothing' : 'own';
}
