import { FaultError } from '../../engine/model/fault.ts';
import { endedFault } from '../faults/ended-fault.ts';
import { exchangeOnlineFault, isExchangeOnline } from '../faults/http-faults.ts';
import type { Side } from '../faults/make-fault.ts';
import { USER_AGENT } from '../../lib/user-agent.ts';
import { envelope } from '../operations/envelope.ts';
import type { RequestVersion, ServerVersion } from '../operations/versions.ts';
import type { Authenticator } from '../transport/authenticator.ts';
import type { Deadline } from '../transport/deadline.ts';
import type { Piece } from '../xml/bytes.ts';
import { legal } from '../xml/legal.ts';
import type { XmlElement } from '../xml/scan.ts';
import { askedThings, fitOf, showsEcho } from './asked-things.ts';
import type { CapabilityFacts } from './capabilities.ts';
import { brokenAnswer, noAnswer, receiveAnswer, type Asked } from './answers.ts';
import { foreignAnswer } from './own-answer.ts';
import { mostBytesOf } from './most-bytes.ts';
import type { AnyCall } from './send.ts';

export type WireOptions = {
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
  /** Largest answer that is read into memory. */
  maxAnswerBytes?: number;
  /** The name of the program, where another than Mailferry's own is tried. */
  userAgent?: string;
};

/** What is known of how the server's answers belong to requests, and where that is noted. */
export type AnswerCapabilities = Pick<CapabilityFacts, 'connections' | 'echoesIds'>;

/** Requests and answers of one mailbox on one server, without any policy. */
export type Wire = {
  /** The envelope around the pieces of a body. */
  wrap(version: RequestVersion, body: readonly Piece[]): Piece[];
  /** Sends one request; `signal` ends it. Throws FaultError where no answer comes. */
  post(call: AnyCall, body: BodyInit, signal: AbortSignal): Promise<Response>;
  /** Reads an answer to its end. Throws FaultError where it is not the call's. */
  receive(call: Sent, response: Response, deadline: Deadline): Promise<XmlElement>;
  /** Call this once the server is known: if it is not what it claims to be, it gets no shared connections. */
  met(server: ServerVersion): void;
  /** What judging an answer needs to know of its call. */
  askedOf(call: Sent): Asked;
};

/** A call in flight; with the whole request if it is in memory. */
export type Sent = AnyCall & { request?: Uint8Array };

/**
 * Exchange since 2013 gives the id of a request back with its answer, where that is asked for.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/instrumenting-client-requests-for-ews-and-rest-in-exchange
 */
const FIRST_TO_NAME_REQUESTS = 15;
const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createWire(options: WireOptions, capabilities: AnswerCapabilities): Wire {
  const { url, side, maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES } = options;
  const { authenticator } = options;
  const shortOnes = new Set<string>();
  const keepApart = () => {
    capabilities.connections = 'own';
    authenticator.keepApart?.();
  };
  if (capabilities.connections === 'own') keepApart();
  /** Whether the server says to which request an answer belongs. */
  let namesRequests = false;
  const identity = options.impersonate ? { impersonate: options.mailbox } : {};
  const askedOf = (call: Sent): Asked => ({
    ...call,
    url,
    side,
    isOwn: (answer) => isOwn(call, answer, capabilities, shortOnes),
    onForeign: keepApart,
  });
  return {
    askedOf,
    wrap: (version, body) => envelope({ version, ...identity }, legal(body)),
    post: async (call, body, signal) => {
      if (isExchangeOnline(url)) throw new FaultError(exchangeOnlineFault(side));
      if (call.signal.aborted) throw new FaultError(endedFault(call.signal, side));
      const requestId = options.newRequestId();
      let response: Response;
      try {
        response = await authenticator.send(url, {
          method: 'POST',
          headers: headersFor(call.operation, options, requestId),
          body,
          signal,
          redirect: 'manual',
          ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
        });
      } catch (error) {
        throw noAnswer(askedOf(call), error);
      }
      const named = response.headers.get('client-request-id');
      if (named?.toLowerCase() === requestId.toLowerCase()) namesRequests = true;
      else if (named !== null && namesRequests) {
        keepApart();
        await response.body?.cancel();
        throw brokenAnswer(askedOf(call), new FaultError(foreignAnswer(call.operation, side)));
      }
      return response;
    },
    met: ({ major }) => {
      if (major >= FIRST_TO_NAME_REQUESTS && !namesRequests) keepApart();
    },
    receive: (call, response, deadline) =>
      receiveAnswer(askedOf(call), response, deadline, mostBytesOf(call.operation, maxAnswerBytes)),
  };
}

/**
 * Whether an answer is about what its call names. Notes that the server gives back the ids that it is asked with.
 * `shortOnes` has the operations whose last answer was short: one that is so twice in a row is the server's way.
 */
function isOwn(call: Sent, answer: XmlElement, capabilities: AnswerCapabilities, shortOnes: Set<string>): boolean {
  const { operation, count, request, takesEmpty } = call;
  if (takesEmpty) return true;
  const named = request && askedThings(operation, request);
  const things = named ?? (count === undefined ? undefined : { count, ids: [] });
  if (things === undefined) return true;
  if (capabilities.echoesIds === undefined && showsEcho(answer, things)) capabilities.echoesIds = true;
  const fit = fitOf(answer, things, capabilities.echoesIds === true);
  if (fit === 'short' && !shortOnes.has(operation)) {
    shortOnes.add(operation);
    return false;
  }
  if (fit === 'fits') shortOnes.delete(operation);
  return fit !== 'other';
}

function headersFor(
  operation: string,
  { mailbox, userAgent = USER_AGENT }: Pick<WireOptions, 'mailbox' | 'userAgent'>,
  requestId: string,
): Record<string, string> {
  return {
    'content-type': 'text/xml; charset=utf-8',
    accept: 'text/xml',
    // Base64 hardly shrinks, and inflating it costs more than it saves.
    'accept-encoding': 'identity',
    soapaction: `"http://schemas.microsoft.com/exchange/services/2006/messages/${operation}"`,
    'user-agent': userAgent,
    'client-request-id': requestId,
    'return-client-request-id': 'true',
    // Brings the request to the server that has the mailbox.
    'x-anchormailbox': mailbox,
  };
}
