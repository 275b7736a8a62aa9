import type { Socket } from 'node:net';
import type { Line, LineFailure } from '../../lib/tls-facts.ts';

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
};

/** Says that a line is open; its bytes follow. */
export function answerLine(client: Socket, line: Line): void {
  const facts = Buffer.from(JSON.stringify(line)).toString('base64url');
  client.write(`HTTP/1.1 200 Connection established\r\nmailferry-line: ${facts}\r\n\r\n`);
}

/** Says why there is no line, and ends the connection. */
export function answerFailure(client: Socket, status: number, failure: LineFailure): void {
  const body = JSON.stringify(failure);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXTS[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(status === 407 ? ['proxy-authenticate: Mailferry'] : []),
    ...(status === 401 ? ['www-authenticate: Mailferry'] : []),
    'connection: close',
  ];
  // A client that does not read the answer must not hold the connection open.
  client.setTimeout(5_000, () => client.destroy());
  client.resume();
  client.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
