import { FaultError } from '../../engine/model/fault.ts';
import { exchangeOnlineFault, isExchangeOnline } from '../faults/http-faults.ts';
import type { Side } from '../faults/make-fault.ts';
import { envelope } from '../operations/envelope.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { Authenticator } from '../transport/authenticator.ts';
import type { Deadline } from '../transport/deadline.ts';
import type { Piece } from '../xml/bytes.ts';
import { legal } from '../xml/legal.ts';
import type { XmlElement } from '../xml/scan.ts';
import { noAnswer, receiveAnswer, stoppedFault, type Asked } from './answers.ts';
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
};

/** Requests and answers of one mailbox on one server, without any policy. */
export type Wire = {
  /** The envelope around the pieces of a body. */
  wrap(version: RequestVersion, body: readonly Piece[]): Piece[];
  /** Sends one request; `signal` ends it. Throws FaultError where no answer comes. */
  post(call: AnyCall, body: BodyInit, signal: AbortSignal): Promise<Response>;
  /** Reads an answer to its end. Throws FaultError where it is not the operation's. */
  receive(call: AnyCall, response: Response, deadline: Deadline): Promise<XmlElement>;
  /** What judging an answer needs to know of its call. */
  askedOf(call: AnyCall): Asked;
};

const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createWire(options: WireOptions): Wire {
  const { url, side, maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES } = options;
  const identity = options.impersonate ? { impersonate: options.mailbox } : {};
  const askedOf = (call: AnyCall): Asked => ({ ...call, url, side });
  return {
    askedOf,
    wrap: (version, body) => envelope({ version, ...identity }, legal(body)),
    post: async (call, body, signal) => {
      if (isExchangeOnline(url)) throw new FaultError(exchangeOnlineFault(side));
      if (call.signal.aborted) throw new FaultError(stoppedFault(side));
      try {
        return await options.authenticator.send(url, {
          method: 'POST',
          headers: headersFor(call.operation, options),
          body,
          signal,
          redirect: 'manual',
          ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
        });
      } catch (error) {
        throw noAnswer(askedOf(call), error);
      }
    },
    receive: (call, response, deadline) => receiveAnswer(askedOf(call), response, deadline, maxAnswerBytes),
  };
}

function headersFor(operation: string, { mailbox, newRequestId }: WireOptions): Record<string, string> {
  return {
    'content-type': 'text/xml; charset=utf-8',
    accept: 'text/xml',
    // Base64 hardly shrinks, and inflating it costs more than it saves.
    'accept-encoding': 'identity',
    soapaction: `"http://schemas.microsoft.com/exchange/services/2006/messages/${operation}"`,
    'user-agent': 'Mailferry',
    'client-request-id': newRequestId(),
    'return-client-request-id': 'true',
    // Brings the request to the server that has the mailbox.
    'x-anchormailbox': mailbox,
  };
}
