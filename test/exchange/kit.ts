import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { createConnection, type Connection } from '../../worker/exchange/client/connection.ts';
import type { Side } from '../../worker/exchange/faults/make-fault.ts';

/** A server's answer around a body, with the header that every Exchange sends. */
export function soap(body: string, version = EXCHANGE_2010): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>' +
    `<h:ServerVersionInfo ${version} xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types"/></s:Header>` +
    '<s:Body xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" ' +
    `xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">${body}</s:Body></s:Envelope>`
  );
}

export const EXCHANGE_2007 =
  'MajorVersion="8" MinorVersion="1" MajorBuildNumber="436" MinorBuildNumber="0" Version="Exchange2007_SP1"';
export const EXCHANGE_2010 =
  'MajorVersion="14" MinorVersion="2" MajorBuildNumber="247" MinorBuildNumber="0" Version="Exchange2010_SP2"';
export const EXCHANGE_2019 =
  'MajorVersion="15" MinorVersion="2" MajorBuildNumber="1544" MinorBuildNumber="4" Version="V2017_07_11"';

/** `<m:XResponse>` with one message a body; an error's body is its code. */
export function answer(
  operation: string,
  messages: readonly (string | { error: string; text?: string; xml?: string })[],
) {
  const inner = messages.map((message) =>
    typeof message === 'string'
      ? `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${message}</m:${operation}ResponseMessage>`
      : `<m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>${message.text ?? 'It failed.'}</m:MessageText>` +
        `<m:ResponseCode>${message.error}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>${message.xml ?? ''}</m:${operation}ResponseMessage>`,
  );
  return `<m:${operation}Response><m:ResponseMessages>${inner.join('')}</m:ResponseMessages></m:${operation}Response>`;
}

export type Wire = { operation: string; body: string; headers: Headers; signal?: AbortSignal };
export type Reply = string | Response | Promise<string | Response>;

/**
 * A server that answers by operation. The first request of each connection, which asks for the version, is answered by
 * itself, without any folder. Keeps what else it was asked.
 */
export function fakeServer(
  reply: (wire: Wire) => Reply,
  version = EXCHANGE_2010,
  negotiates = true,
): { fetch: Fetch; asked: Wire[] } {
  const asked: Wire[] = [];
  const fetch: Fetch = async (_url, init) => {
    const body = await new Response(init.body).text();
    const operation = /<s:Body><m:(\w+)/.exec(body)?.[1] ?? '';
    const wire: Wire = { operation, body, headers: new Headers(init.headers), signal: init.signal ?? undefined };
    const isFirst = operation === 'GetFolder' && wire.headers.get('client-request-id') === 'request-1';
    if (isFirst && negotiates) return xml(soap(answer('GetFolder', ['<m:Folders/>']), version));
    asked.push(wire);
    const replied = await reply(wire);
    return typeof replied === 'string' ? xml(replied) : replied;
  };
  return { fetch, asked };
}

/** An answer as a server sends it. */
export function xml(body: BodyInit, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/xml; charset=utf-8' } });
}

export function connect(
  fetch: Fetch,
  side: Side = 'source',
  more: { impersonate?: boolean; timeoutMs?: number } = {},
): Connection {
  let requests = 0;
  return createConnection({
    url: 'https://mail.example.com/EWS/Exchange.asmx',
    side,
    authenticator: basicAuthenticator(fetch, { username: 'ann', password: 'secret' }),
    mailbox: 'ann@example.com',
    impersonate: more.impersonate ?? false,
    newRequestId: () => `request-${(requests += 1)}`,
    ...(more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs }),
  });
}

/** A body that arrives in pieces; `fail` breaks it behind the last one. */
export function arriving(pieces: readonly Uint8Array[], fail?: Error): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const piece = pieces[next];
      next += 1;
      if (piece !== undefined) controller.enqueue(piece.slice());
      else if (fail) controller.error(fail);
      else {
        controller.close();
        controller.byobRequest?.respond(0);
      }
    },
  });
}

/** The bytes cut at these offsets. */
export function cutAt(bytes: Uint8Array, ...offsets: number[]): Uint8Array[] {
  const edges = [0, ...offsets.toSorted((a, b) => a - b), bytes.length];
  return edges
    .slice(1)
    .map((end, index) => bytes.subarray(edges[index], end))
    .filter((piece) => piece.length > 0);
}

export const utf8 = (text: string) => new TextEncoder().encode(text);
export const textOf = (content: Uint8Array | ReadableStream<Uint8Array>) => new Response(content as BodyInit).text();
export const never = () => new AbortController().signal;
