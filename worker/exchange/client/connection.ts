import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import {
  brokenAnswer,
  noAnswer,
  operationIn,
  readAnswer,
  receiveAnswer,
  stoppedFault,
  timedReader,
  type Asked,
} from './answers.ts';
import type { Authenticator } from '../transport/authenticator.ts';
import { concat, type Piece } from '../xml/bytes.ts';
import { startDeadline, type Deadline } from '../transport/deadline.ts';
import { envelope } from '../operations/envelope.ts';
import { doubtOf, makeFault, type Side } from '../faults/make-fault.ts';
import { exchangeOnlineFault, isExchangeOnline, thrownFault } from '../faults/http-faults.ts';
import { responseFault } from '../faults/response-faults.ts';
import { findProbe } from '../operations/folders/find-folder.ts';
import { versionProbe } from '../operations/folders/get-folder.ts';
import type { Gate } from './gate.ts';
import { openBody, SourceBroke, type StreamedBody } from '../transport/request-body.ts';
import { insist } from './insist.ts';
import { isEmptyAnswer, responseMessages } from './responses.ts';
import { child, parseXml, type XmlElement } from '../xml/scan.ts';
import { spliceElement, type Splice } from '../xml/splice.ts';
import { createStanding, type Standing } from './standing.ts';
import {
  maxRequestBytes,
  olderThan,
  readServerVersion,
  requestVersionFor,
  type RequestVersion,
  type ServerVersion,
} from '../operations/versions.ts';

export type ConnectionOptions = {
  /** The EWS address, such as `https://mail.example.com/EWS/Exchange.asmx`. */
  url: string;
  side: Side;
  authenticator: Authenticator;
  /** Primary SMTP address of the mailbox. */
  mailbox: string;
  /** Acts as the mailbox's owner (ApplicationImpersonation); otherwise with the account's own rights. */
  impersonate: boolean;
  /** Makes a UUID for `client-request-id`, by which administrators find a request in their logs. */
  newRequestId: () => string;
  /** Longest wait for an answer to begin or to go on; beyond the server's own limit of one minute. */
  timeoutMs?: number;
  /** Largest answer that is read into memory. */
  maxAnswerBytes?: number;
  /** Lets calls through as the server can take them; without, all at once. */
  gate?: Gate;
  /** What was learnt of the server's operations in this pass; without, each connection begins anew. */
  standing?: Standing;
};

/** One operation, said in whatever schema version the server turns out to speak. */
export type Call = {
  /** Its element's name, such as `GetItem`. */
  operation: string;
  body: (version: RequestVersion) => readonly Piece[];
  /** Changes something in such a way that doing it twice would show. */
  mutates?: boolean;
  signal: AbortSignal;
};

/** A call whose body carries one item as a stream. */
export type UploadCall = Omit<Call, 'body'> & { body: (version: RequestVersion) => StreamedBody };

export type Connection = {
  readonly side: Side;
  readonly mailbox: string;
  readonly impersonates: boolean;
  readonly standing: Standing;
  /** The server's version, asked for once. Throws FaultError. */
  server(signal: AbortSignal): Promise<ServerVersion>;
  /** The schema version that requests are made in. Throws FaultError. */
  version(signal: AbortSignal): Promise<RequestVersion>;
  /** The operation's answer (`GetItemResponse`). Throws FaultError. */
  call(call: Call): Promise<XmlElement>;
  /**
   * Like `call`, but the content of the first element of that name becomes a stream. `verify` sees the answer
   * without it before the stream closes. An answer without such an element comes back whole.
   */
  callForStream(call: Call, element: string, verify: (response: XmlElement) => void): Promise<Splice | XmlElement>;
  /** Like `call` with a streamed body. A broken content stream never completes the request. */
  upload(call: UploadCall): Promise<XmlElement>;
};

const DEFAULT_TIMEOUT_MS = 100_000;
const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Opens nothing yet: the first call negotiates the version. */
export function createConnection(options: ConnectionOptions): Connection {
  const { url, side } = options;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const standing = options.standing ?? createStanding(Date.now);
  let requestVersion: RequestVersion | undefined;
  let negotiation: Promise<ServerVersion> | undefined;

  const headersFor = (operation: string) => ({
    'content-type': 'text/xml; charset=utf-8',
    accept: 'text/xml',
    // Base64 hardly shrinks, and inflating it costs more than it saves.
    'accept-encoding': 'identity',
    soapaction: `"http://schemas.microsoft.com/exchange/services/2006/messages/${operation}"`,
    'user-agent': 'Mailferry',
    'client-request-id': options.newRequestId(),
    'return-client-request-id': 'true',
    // Brings the request to the server that has the mailbox.
    'x-anchormailbox': options.mailbox,
  });

  const wrap = (version: RequestVersion, body: readonly Piece[]) =>
    envelope({ version, ...(options.impersonate ? { impersonate: options.mailbox } : {}) }, body);

  const askedOf = (call: Omit<Call, 'body'>): Asked => ({ ...call, url, side });

  /** Sends, and turns a missing answer into a fault. */
  const send = async (call: Omit<Call, 'body'>, body: BodyInit, signal: AbortSignal): Promise<Response> => {
    if (isExchangeOnline(url)) throw new FaultError(exchangeOnlineFault(side));
    if (call.signal.aborted) throw new FaultError(stoppedFault(side));
    try {
      return await options.authenticator.send(url, {
        method: 'POST',
        headers: headersFor(call.operation),
        body,
        signal,
        redirect: 'manual',
        ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      });
    } catch (error) {
      throw noAnswer(askedOf(call), error);
    }
  };

  /** Holds a turn of the gate until `leave` is called, or the work has failed. */
  const inTurn = async <T>(
    { operation, signal }: Omit<Call, 'body'>,
    work: (leave: (fault?: Fault) => void) => Promise<T>,
  ): Promise<T> => {
    const { gate } = options;
    const leave = (await gate?.enter(operation, signal)) ?? (() => {});
    try {
      return await work(leave);
    } catch (error) {
      leave(faultOf(error));
      const heldMs = gate?.heldForMs() ?? 0;
      if (!(error instanceof FaultError) || error.fault.kind !== 'busy' || heldMs === 0) throw error;
      throw new FaultError({ ...error.fault, retryAfterMs: Math.max(heldMs, error.fault.retryAfterMs ?? 0) });
    }
  };

  /** Leaves with what the answer says of the server's load. */
  const heard = (answer: XmlElement, leave: (fault?: Fault) => void): XmlElement => {
    const first = responseMessages(answer)[0];
    leave(first && responseFault(first, side));
    return answer;
  };

  const receive = (call: Omit<Call, 'body'>, response: Response, deadline: Deadline) =>
    receiveAnswer(askedOf(call), response, deadline, options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES);

  /** Runs `attempt` in the version of the server, and in older ones while it refuses them. */
  const inVersion = async <T>(
    signal: AbortSignal,
    attempt: (version: RequestVersion) => Promise<T>,
    isRepeatable = true,
  ): Promise<T> => {
    for (;;) {
      const version = await connection.version(signal);
      try {
        return await attempt(version);
      } catch (error) {
        // The mailbox may live on an older server than the one that answers; nothing was carried out.
        const older = olderThan(version);
        if (!(error instanceof FaultError) || error.fault.kind !== 'version' || older === undefined) throw error;
        requestVersion = older;
        if (!isRepeatable) throw error;
      }
    }
  };

  /** One request in one version, whatever becomes of it. */
  const askOnce = (call: Omit<Call, 'body'>, version: RequestVersion, body: readonly Piece[]): Promise<XmlElement> =>
    inTurn(call, async (leave) => {
      const deadline = startDeadline(call.signal, timeoutMs);
      try {
        const response = await send(call, concat(wrap(version, body)), deadline.signal);
        return heard(await receive(call, response, deadline), leave);
      } finally {
        deadline.clear();
      }
    });

  /** Whether the server answers something else than `operation` now. */
  const answersElse = async (operation: string, signal: AbortSignal): Promise<boolean> => {
    const other = operation === 'GetFolder' ? 'FindFolder' : 'GetFolder';
    const body = operation === 'GetFolder' ? findProbe(connection) : versionProbe(connection);
    try {
      const answer = await askOnce({ operation: other, signal }, requestVersion ?? 'Exchange2007_SP1', body);
      const [message] = responseMessages(answer);
      return message !== undefined && !isEmptyAnswer(other, answer) && responseFault(message, side) === undefined;
    } catch {
      return false;
    }
  };

  /** See `insist`. */
  const insistOn = <T>(call: Omit<Call, 'body'>, ask: () => Promise<T | XmlElement>, isRepeatable = true) =>
    insist({ ...call, side, isRepeatable, isWell: () => answersElse(call.operation, call.signal) }, standing, ask);

  const negotiate = async (signal: AbortSignal): Promise<ServerVersion> => {
    const call = { operation: 'GetFolder', takesEmpty: true, signal };
    const answer = await insistOn<never>(call, () => askOnce(call, 'Exchange2007_SP1', versionProbe(connection)));
    const header = child(parseXml(answer.bytes), 'Header');
    const server = header === undefined ? undefined : readServerVersion(header);
    return server ?? { name: '', major: 0, minor: 0, build: 0, revision: 0 };
  };

  const connection: Connection = {
    side,
    mailbox: options.mailbox,
    impersonates: options.impersonate,
    standing,
    server: (signal) => {
      negotiation ??= negotiate(signal).catch((error: unknown) => {
        negotiation = undefined;
        throw error;
      });
      return negotiation;
    },
    version: async (signal) => (requestVersion ??= requestVersionFor(await connection.server(signal))),
    call: (call) =>
      insistOn<never>(call, () => inVersion(call.signal, (version) => askOnce(call, version, call.body(version)))),
    callForStream: (call, element, verify) =>
      insistOn<Splice>(call, () =>
        inVersion<Splice | XmlElement>(call.signal, (version) =>
          inTurn(call, async (leave) => {
            const deadline = startDeadline(call.signal, timeoutMs);
            let streams = false;
            try {
              const response = await send(call, concat(wrap(version, call.body(version))), deadline.signal);
              if (response.status !== 200 || response.body === null)
                return heard(await receive(call, response, deadline), leave);
              const splice = await spliceElement(timedReader(response.body, deadline), {
                name: element,
                verify: (document) => verify(operationIn(document)),
                explain: (error) => (error instanceof FaultError ? error : brokenAnswer(askedOf(call), error)),
                settled: () => {
                  deadline.clear();
                  if (streams) leave();
                },
              });
              streams = 'content' in splice;
              return 'content' in splice ? splice : heard(readAnswer(askedOf(call), response, splice.document), leave);
            } finally {
              if (!streams) deadline.clear();
            }
          }),
        ),
      ),
    upload: (call) =>
      insistOn<never>(
        call,
        () =>
          inVersion(
            call.signal,
            (version) =>
              inTurn(call, async (leave) => {
                const deadline = startDeadline(call.signal, timeoutMs);
                const upload = new AbortController();
                const abortUpload = () => upload.abort(deadline.signal.reason);
                deadline.signal.addEventListener('abort', abortUpload, { once: true });
                const { before, after, ...streamed } = call.body(version);
                const [open = '', ...close] = wrap(version, []);
                const body = openBody({ ...streamed, before: [open, ...before], after: [...after, ...close] });
                const answering = send(call, body.readable, upload.signal);
                const pumping = body.pump(upload, () => deadline.touch());
                pumping.catch(() => {}); // heard below, or of no interest any more
                try {
                  return heard(await receive(call, await answering, deadline), leave);
                } catch (error) {
                  upload.abort(error);
                  const limit = maxRequestBytes(await connection.server(call.signal));
                  throw (await sourceFault(pumping, call)) ?? beyondLimit(error, body.progress, limit) ?? error;
                } finally {
                  deadline.clear();
                  // An early answer (a refusal) leaves the rest unsent; of a complete request nothing is left to abort.
                  upload.abort(new DOMException('the request is over', 'AbortError'));
                }
              }),
            // The stream is used up.
            false,
          ),
        false,
      ),
  };
  return connection;
}

/** When it was the source that broke off, the upload's own failure is only what followed from it. */
async function sourceFault(pumping: Promise<void>, call: UploadCall): Promise<FaultError | undefined> {
  // Who was told to stop waits for nothing more.
  if (call.signal.aborted) return undefined;
  try {
    await pumping;
  } catch (error) {
    if (error instanceof SourceBroke) {
      return new FaultError(doubtOf(thrownFault(error.cause, 'source')));
    }
  }
  return undefined;
}

/**
 * A front door that is given more than it takes may hang up before its answer is read. What was cut off beyond its
 * limit, and not yet whole, is no doubt.
 */
function beyondLimit(
  error: unknown,
  progress: { sentBytes: number; isComplete: boolean },
  limit: number,
): FaultError | undefined {
  const isDoubt = error instanceof FaultError && error.fault.kind === 'in-doubt' && error.fault.code !== 'stopped';
  if (!isDoubt || progress.isComplete || progress.sentBytes <= limit) return undefined;
  const message = 'The item is larger than the server takes.';
  return new FaultError(makeFault('too-large', 'batch', 'request-too-large', message, error.fault.side));
}
