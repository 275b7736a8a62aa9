import { FaultError } from '../../engine/model/fault.ts';
import { concat } from '../xml/bytes.ts';
import type { XmlElement } from '../xml/scan.ts';
import { spliceElement } from '../xml/splice.ts';
import { brokenAnswer, openAnswer, operationIn, readAnswer, requireOwn } from './answers.ts';
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
    const request = concat(wire.wrap(version, call.body(version)));
    const sent = { ...call, request };
    const response = await wire.post(call, request, deadline.signal);
    const asked = wire.askedOf(sent);
    const reader = response.status === 200 ? openAnswer(asked, response, deadline) : undefined;
    if (reader === undefined) return { response: await wire.receive(sent, response, deadline) };
    const { promise: arrived, resolve: settled } = Promise.withResolvers<void>();
    const splice = await spliceElement(reader, {
      name: element,
      verify: (document) => {
        const answer = operationIn(document);
        requireOwn(asked, answer);
        verify(answer);
      },
      explain: (error) => (error instanceof FaultError ? error : brokenAnswer(asked, error)),
      settled,
    });
    if ('content' in splice) return { stream: splice, arrived };
    return { response: readAnswer(asked, response, splice.document) };
  };
}
