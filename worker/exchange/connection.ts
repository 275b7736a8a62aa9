import { FaultError, type Fault } from '../engine/fault.ts';
import type { Authenticator } from './authenticator.ts';
import { openReader, readAll, type ByteReader } from './byte-reader.ts';
import { concat, type Piece } from './bytes.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { envelope } from './envelope.ts';
import {
  exchangeOnlineFault,
  httpFault,
  inDoubtUnlessCertain,
  isExchangeOnline,
  makeFault,
  soapFault,
  thrownFault,
  type Side,
} from './faults.ts';
import { openBody, SourceBroke, type StreamedBody } from './request-body.ts';
import { child, parseXml, XmlError, type XmlElement } from './scan.ts';
import { spliceElement, type Splice } from './splice.ts';
import {
  maxRequestBytes,
  olderThan,
  readServerVersion,
  requestVersionFor,
  type RequestVersion,
  type ServerVersion,
} from './versions.ts';
import { versionProbe } from './operations/get-folder.ts';

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
const MAX_ERROR_BYTES = 1024 * 1024;

/** Opens nothing yet: the first call negotiates the version. */
export function createConnection(options: ConnectionOptions): Connection {
  const { url, side } = options;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
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
      const fault = call.signal.aborted ? stoppedFault(side) : thrownFault(error, side);
      throw new FaultError(call.mutates ? inDoubtUnlessCertain(fault) : fault);
    }
  };

  /** The operation's element in an answer. Throws FaultError whatever else it is. */
  const receive = async (call: Omit<Call, 'body'>, response: Response, deadline: Deadline): Promise<XmlElement> => {
    const isOk = response.status === 200;
    let bytes: Uint8Array;
    try {
      const reader = response.body === null ? undefined : timed(openReader(response.body), deadline);
      const maxBytes = isOk ? (options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES) : MAX_ERROR_BYTES;
      bytes = reader === undefined ? new Uint8Array(0) : await readAll(reader, maxBytes);
    } catch (error) {
      // An error's page that broke off has told its status.
      if (!isOk) throw faultOfStatus(call, httpFault(answerOf(url, response, ''), side));
      throw brokenAnswer(call, error, side);
    }
    return read(call, response, bytes);
  };

  const read = (call: Omit<Call, 'body'>, response: Response, bytes: Uint8Array): XmlElement => {
    let root: XmlElement | undefined;
    try {
      root = looksLikeXml(bytes) ? parseXml(bytes) : undefined;
    } catch (error) {
      if (response.status === 200) throw brokenAnswer(call, error, side);
    }
    const body = root?.name === 'Envelope' ? child(root, 'Body') : undefined;
    if (root === undefined || body === undefined) {
      const text = new TextDecoder().decode(bytes.subarray(0, 64 * 1024));
      throw faultOfStatus(call, httpFault(answerOf(url, response, text), side));
    }
    const fault = child(body, 'Fault');
    if (fault) throw faultOfStatus(call, soapFault(fault, side));
    const answer = body.children[0];
    if (answer === undefined) throw brokenAnswer(call, new XmlError('an empty envelope'), side);
    return answer;
  };

  /** Runs `attempt` in the version of the server, and in older ones while it refuses them. */
  const inVersion = async <T>(signal: AbortSignal, attempt: (version: RequestVersion) => Promise<T>): Promise<T> => {
    for (;;) {
      const version = await connection.version(signal);
      try {
        return await attempt(version);
      } catch (error) {
        // The mailbox may live on an older server than the one that answers; nothing was carried out.
        const older = olderThan(version);
        if (!(error instanceof FaultError) || error.fault.kind !== 'version' || older === undefined) throw error;
        requestVersion = older;
      }
    }
  };

  const negotiate = async (signal: AbortSignal): Promise<ServerVersion> => {
    const deadline = startDeadline(signal, timeoutMs);
    const call = { operation: 'GetFolder', signal };
    try {
      const body = concat(wrap('Exchange2007_SP1', versionProbe(connection)));
      const response = await send(call, body, deadline.signal);
      const answer = await receive(call, response, deadline);
      const header = child(parseXml(answer.bytes), 'Header');
      const server = header === undefined ? undefined : readServerVersion(header);
      return server ?? { name: '', major: 0, minor: 0, build: 0, revision: 0 };
    } finally {
      deadline.clear();
    }
  };

  const connection: Connection = {
    side,
    mailbox: options.mailbox,
    impersonates: options.impersonate,
    server: (signal) => {
      negotiation ??= negotiate(signal).catch((error: unknown) => {
        negotiation = undefined;
        throw error;
      });
      return negotiation;
    },
    version: async (signal) => (requestVersion ??= requestVersionFor(await connection.server(signal))),
    call: (call) =>
      inVersion(call.signal, async (version) => {
        const deadline = startDeadline(call.signal, timeoutMs);
        try {
          const response = await send(call, concat(wrap(version, call.body(version))), deadline.signal);
          return await receive(call, response, deadline);
        } finally {
          deadline.clear();
        }
      }),
    callForStream: (call, element, verify) =>
      inVersion(call.signal, async (version) => {
        const deadline = startDeadline(call.signal, timeoutMs);
        let streams = false;
        try {
          const response = await send(call, concat(wrap(version, call.body(version))), deadline.signal);
          if (response.status !== 200 || response.body === null) return await receive(call, response, deadline);
          const splice = await spliceElement(timed(openReader(response.body), deadline), {
            name: element,
            verify: (document) => verify(operationIn(document)),
            explain: (error) => (error instanceof FaultError ? error : brokenAnswer(call, error, side)),
            settled: () => deadline.clear(),
          });
          streams = 'content' in splice;
          return 'content' in splice ? splice : read(call, response, splice.document);
        } finally {
          if (!streams) deadline.clear();
        }
      }),
    upload: (call) =>
      inVersion(call.signal, async (version) => {
        const deadline = startDeadline(call.signal, timeoutMs);
        const upload = new AbortController();
        const abortUpload = () => upload.abort(deadline.signal.reason);
        deadline.signal.addEventListener('abort', abortUpload, { once: true });
        const streamed = call.body(version);
        const body = openBody({
          ...streamed,
          before: wrapStart(wrap(version, streamed.before)),
          after: [...streamed.after, '</s:Body></s:Envelope>'],
        });
        const answering = send(call, body.readable, upload.signal);
        const pumping = body.pump(upload, () => deadline.touch());
        pumping.catch(() => {}); // heard below, or of no interest any more
        try {
          return await receive(call, await answering, deadline);
        } catch (error) {
          upload.abort(error);
          const isBeyond = body.progress.sentBytes > maxRequestBytes(await connection.server(call.signal));
          if (isBeyond && !body.progress.isComplete) throw new FaultError(tooLargeFault(side));
          throw (await sourceFault(pumping, call)) ?? error;
        } finally {
          deadline.clear();
          // An early answer (a refusal) leaves the rest of the body unsent; a complete one has nothing left to abort.
          upload.abort(new DOMException('the request is over', 'AbortError'));
        }
      }),
  };
  return connection;
}

/** When it was the source that broke off, the upload's own failure is only what followed from it. */
async function sourceFault(pumping: Promise<void>, call: UploadCall): Promise<FaultError | undefined> {
  try {
    await pumping;
  } catch (error) {
    if (error instanceof SourceBroke && !call.signal.aborted) {
      const { code, message } = thrownFault(error.cause, 'source');
      return new FaultError(makeFault('in-doubt', 'batch', code, message, 'source'));
    }
  }
  return undefined;
}

/** The opening half of an envelope. */
function wrapStart(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.slice(0, -1);
}

function operationIn(document: XmlElement): XmlElement {
  const operation = child(document, 'Body')?.children[0];
  if (operation === undefined) throw new XmlError('no SOAP answer');
  return operation;
}

function timed(reader: ByteReader, deadline: Deadline): ByteReader {
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

/**
 * A front door that is given more than it takes may hang up before its answer is read. What was cut off beyond its
 * limit, and not yet whole, is no doubt.
 */
function tooLargeFault(side: Side): Fault {
  return makeFault('too-large', 'batch', 'request-too-large', 'The item is larger than the server takes.', side);
}

function stoppedFault(side: Side): Fault {
  return makeFault('stopped', 'mailbox', 'stopped', 'The pass was told to stop.', side);
}

function faultOfStatus(call: Omit<Call, 'body'>, fault: Fault): FaultError {
  return new FaultError(call.mutates ? inDoubtUnlessCertain(fault) : fault);
}

/** An answer began, and then was none: what it would have said no one knows. */
function brokenAnswer(call: Omit<Call, 'body'>, error: unknown, side: Side): FaultError {
  const fault = call.signal.aborted ? stoppedFault(side) : thrownFault(error, side);
  return new FaultError(call.mutates ? { ...fault, kind: 'in-doubt', scope: 'batch' } : fault);
}

function answerOf(url: string, response: Response, text: string) {
  return { url, status: response.status, headers: response.headers, text };
}

/** Web pages begin with `<` as well; what is well-formed and no envelope is told apart later. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  return start.startsWith('<') && !/^<(?:!doctype|html)\b/i.test(start);
}
