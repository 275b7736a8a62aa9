import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { makeFault, type Side } from '../faults/make-fault.ts';
import { concat } from '../xml/bytes.ts';
import type { ByteReader } from '../xml/byte-reader.ts';
import { XmlError } from '../xml/scan.ts';
import { answerStart, type AnswerStart } from './answer-start.ts';
import { emptyAnswer } from './responses.ts';

/** Code of the fault of a request that was answered with the answer to another one. */
const FOREIGN_ANSWER = 'foreign-answer';

/** Whether a fault is one of the connection, which carried what belongs to another request. */
export function isForeignAnswer({ code }: Pick<Fault, 'code'>): boolean {
  return code === FOREIGN_ANSWER;
}

export function foreignAnswer(operation: string, side: Side): Fault {
  const message = `The answer to ${operation} belongs to another request.`;
  return { ...makeFault('transient', 'batch', FOREIGN_ANSWER, message, side), operation };
}

/** Longest fault that is looked at before it is read. */
const MOST_FAULT_BYTES = 64 * 1024;

/**
 * The bytes of an answer, while they belong to the operation. Some servers send a second answer after a fault; the next
 * request on that connection would take it for its own, and so on (grommunio/gromox, exch/ews: a failed context is
 * written out as well). So such an answer is never read to its end, which closes a dedicated connection (see
 * bodyReader). Rejects with FaultError if the answer belongs to another operation, or is empty; `onForeign` is called
 * first.
 */
export function ownAnswer(
  reader: ByteReader,
  { operation, side }: { operation: string; side: Side },
  onForeign: () => void,
): ByteReader {
  let start: AnswerStart = 'unclear';
  let isOver = false;

  const judged = async (): Promise<Uint8Array | undefined> => {
    let seen: Uint8Array | undefined;
    while (start === 'unclear') {
      const chunk = await reader.read();
      if (chunk === undefined) break;
      // The reader may fill the same buffer again only where it is given back.
      seen = seen === undefined ? chunk : concat([seen, chunk]);
      start = startOf(seen, operation);
    }
    if (start === 'fault' && seen) return faultOf(seen);
    if (start !== 'foreign' && start !== 'nothing') return seen;
    onForeign();
    throw new FaultError(start === 'foreign' ? foreignAnswer(operation, side) : emptyAnswer(operation, side));
  };

  /** A fault in the form of Exchange is read as it is; any other is not read to its end. */
  const faultOf = async (first: Uint8Array): Promise<Uint8Array> => {
    let seen = first;
    while (seen.length < MOST_FAULT_BYTES && !decoder.decode(seen).includes('ResponseCode')) {
      const whole = wholeEnvelope(seen);
      if (whole) {
        onForeign();
        isOver = true;
        await reader.cancel();
        return whole;
      }
      const chunk = await reader.read();
      if (chunk === undefined) break;
      seen = concat([seen, chunk]);
    }
    return seen;
  };

  return {
    read: async (spare) => {
      if (isOver) return undefined;
      if (start !== 'unclear') return reader.read(spare);
      try {
        const seen = await judged();
        // Whatever it is, it has been looked at.
        if (start === 'unclear') start = 'other';
        return seen;
      } catch (error) {
        isOver = true;
        await reader.cancel(error);
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

function startOf(bytes: Uint8Array, operation: string): AnswerStart {
  try {
    return answerStart(bytes, operation);
  } catch (error) {
    if (error instanceof XmlError) return 'other';
    throw error;
  }
}

/** An envelope that is complete, or complete but for its last byte. */
function wholeEnvelope(bytes: Uint8Array): Uint8Array | undefined {
  const end = decoder.decode(bytes.subarray(-200)).trimEnd();
  if (/<\/(?:[^<>\s:]{1,100}:)?Envelope>$/.test(end)) return bytes;
  return /<\/(?:[^<>\s:]{1,100}:)?Envelope$/.test(end) ? concat([bytes, GREATER]) : undefined;
}

const decoder = new TextDecoder();
const GREATER = new Uint8Array([0x3e]);
