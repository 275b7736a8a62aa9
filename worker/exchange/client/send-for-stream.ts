import { FaultError } from '../../engine/model/fault.ts';
import { concat } from '../xml/bytes.ts';
import type { XmlElement } from '../xml/scan.ts';
import { spliceElement } from '../xml/splice.ts';
import { brokenAnswer, operationIn, readAnswer, timedReader } from './answers.ts';
import type { Versioned } from './in-version.ts';
import type { Reply, Send } from './send.ts';
import type { Call } from './send-whole.ts';
import type { Wire } from './wire.ts';
import type { Timed } from './with-deadline.ts';

/** A call whose answer has one large element. */
export type StreamCall = Call & {
  /** Its name. */
  element: string;
  /** Sees the answer without the element's content before the stream closes; throws where the answer is no good. */
  verify: (response: XmlElement) => void;
};

/** The content of one element of the answer becomes a stream; an answer without it is complete. */
export function sendForStream(wire: Wire): Send<StreamCall & Versioned & Timed, Reply> {
  return async (call) => {
    const { version, deadline, element, verify } = call;
    const response = await wire.post(call, concat(wire.wrap(version, call.body(version))), deadline.signal);
    if (response.status !== 200 || response.body === null)
      return { response: await wire.receive(call, response, deadline) };
    const { promise: arrived, resolve: settled } = Promise.withResolvers<void>();
    const splice = await spliceElement(timedReader(response.body, deadline), {
      name: element,
      verify: (document) => verify(operationIn(document)),
      explain: (error) => (error instanceof FaultError ? error : brokenAnswer(wire.askedOf(call), error)),
      settled,
    });
    if ('content' in splice) return { stream: splice, arrived };
    return { response: readAnswer(wire.askedOf(call), response, splice.document) };
  };
}
