import { FaultError } from '../../engine/model/fault.ts';
import { thrownFault } from '../faults/http-faults.ts';
import { unconfirmedOf, makeFault } from '../faults/make-fault.ts';
import { maxRequestBytes, type RequestVersion } from '../operations/versions.ts';
import { openBody, SourceBroke, type StreamedBody } from '../transport/request-body.ts';
import { legal } from '../xml/legal.ts';
import { xml } from '../xml/template.ts';
import type { Versioned } from './in-version.ts';
import type { Negotiation } from './negotiation.ts';
import type { AnyCall, Send } from './send.ts';
import type { Wire } from './wire.ts';
import type { Timed } from './with-deadline.ts';

/** A call whose body carries one item as a stream. */
export type UploadCall = AnyCall & { body: (version: RequestVersion) => StreamedBody };

/** Streams a request's body. A content stream that breaks never completes the request. */
export function sendUpload(wire: Wire, negotiation: Negotiation): Send<UploadCall & Versioned & Timed> {
  return async (call) => {
    const { version, deadline } = call;
    const upload = new AbortController();
    deadline.signal.addEventListener('abort', () => upload.abort(deadline.signal.reason), { once: true });
    const { before, after, ...streamed } = call.body(version);
    const [open = xml``, ...close] = wire.wrap(version, []);
    const body = openBody({ ...streamed, before: [open, ...legal(before)], after: [...legal(after), ...close] });
    const answering = wire.post(call, body.readable, upload.signal);
    const pumping = body.pump(upload, () => deadline.touch());
    pumping.catch(() => {}); // Read below where it matters.
    try {
      return { response: await wire.receive({ count: 1, ...call }, await answering, deadline) };
    } catch (error) {
      upload.abort(error);
      const limit = maxRequestBytes(await negotiation.server(call.signal));
      throw (await sourceFault(pumping, call)) ?? beyondLimit(error, body.progress, limit) ?? error;
    } finally {
      // An early answer (a refusal) leaves the rest unsent; of a complete request nothing is left to abort.
      upload.abort(new DOMException('the request is over', 'AbortError'));
    }
  };
}

/** When it was the source that broke off, the upload's own failure is only what followed from it. */
async function sourceFault(pumping: Promise<void>, call: UploadCall): Promise<FaultError | undefined> {
  // A call that was stopped waits for nothing more.
  if (call.signal.aborted) return undefined;
  try {
    await pumping;
  } catch (error) {
    if (error instanceof SourceBroke) return new FaultError(unconfirmedOf(thrownFault(error.cause, 'source')));
  }
  return undefined;
}

/**
 * A front door that receives more than it takes may hang up before its answer is read. A request that was cut off
 * beyond the limit, and was not yet complete, leaves nothing unconfirmed.
 */
function beyondLimit(
  error: unknown,
  progress: { sentBytes: number; isComplete: boolean },
  limit: number,
): FaultError | undefined {
  const isUnconfirmed =
    error instanceof FaultError && error.fault.kind === 'in-doubt' && error.fault.code !== 'stopped';
  if (!isUnconfirmed || progress.isComplete || progress.sentBytes <= limit) return undefined;
  const message = 'The item is larger than the server accepts.';
  return new FaultError(makeFault('too-large', 'batch', 'request-too-large', message, error.fault.side));
}
