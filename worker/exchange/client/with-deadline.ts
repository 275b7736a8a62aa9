import { startDeadline, type Deadline } from '../transport/deadline.ts';
import type { AnyCall, Reply, Send } from './send.ts';

export type Timed = { deadline: Deadline };

/** Ends a call when nothing moves for `timeoutMs`; an answer that streams has its deadline until it is over. */
export function withDeadline<C extends AnyCall, R extends Reply>(
  timeoutMs: number,
  send: Send<C & Timed, R>,
): Send<C, R> {
  return async (call) => {
    const deadline = startDeadline(call.signal, timeoutMs);
    try {
      const reply = await send({ ...call, deadline });
      if ('arrived' in reply) void reply.arrived.then(() => deadline.clear());
      else deadline.clear();
      return reply;
    } catch (error) {
      deadline.clear();
      throw error;
    }
  };
}
