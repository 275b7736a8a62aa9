import { FaultError, type Fault, type FaultKind } from '../../../worker/engine/model/fault.ts';
import { makeFault } from '../../../worker/exchange/faults/make-fault.ts';
import type { AnyCall, WholeReply } from '../../../worker/exchange/client/send.ts';
import { readAnswer } from '../../../worker/exchange/client/answers.ts';
import { answer, soap, utf8 } from '../kit.ts';

/** A call of an operation, never stopped unless by `signal`. */
export function callOf(operation: string, more: Partial<AnyCall> = {}): AnyCall {
  return { operation, signal: new AbortController().signal, ...more };
}

/** A complete answer with these messages; an error's message is its code. */
export function replyOf(operation: string, messages: Parameters<typeof answer>[1]): WholeReply {
  const asked = { side: 'source' as const, url: 'https://mail.example.com', signal: new AbortController().signal };
  return { response: readAnswer(asked, new Response(null), utf8(soap(answer(operation, messages)))) };
}

export function faultError(kind: FaultKind, more: Partial<Fault> = {}): FaultError {
  return new FaultError({ ...makeFault(kind, 'batch', `code-${kind}`, 'It failed.', 'source'), ...more });
}

/** Answers with these in order, an error by throwing it; counts the calls. */
export function sender<C extends AnyCall, R>(
  results: readonly (R | Error)[],
): { send: (call: C) => Promise<R>; calls: C[] } {
  const calls: C[] = [];
  return {
    calls,
    send: async (call) => {
      const result = results[calls.length];
      calls.push(call);
      if (result === undefined) throw new Error('one call more than expected');
      if (result instanceof Error) throw result;
      return result;
    },
  };
}
