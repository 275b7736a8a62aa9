import type { RequestVersion } from '../operations/versions.ts';
import { concat, type Piece } from '../xml/bytes.ts';
import type { Versioned } from './in-version.ts';
import type { AnyCall, Send } from './send.ts';
import type { Wire } from './wire.ts';
import type { Timed } from './with-deadline.ts';

/** One operation, written in whatever schema version the server turns out to speak. */
export type Call = AnyCall & { body: (version: RequestVersion) => readonly Piece[] };

/** A request and an answer that are both in memory. */
export function sendWhole(wire: Wire): Send<Call & Versioned & Timed> {
  return async (call) => {
    const { version, deadline } = call;
    const request = concat(wire.wrap(version, call.body(version)));
    const response = await wire.post(call, request, deadline.signal);
    return { response: await wire.receive({ ...call, request }, response, deadline) };
  };
}
