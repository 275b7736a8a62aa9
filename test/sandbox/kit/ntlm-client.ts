import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { fileTime } from '../http/sign-in/ntlm-messages.ts';
import { rc4, responseKey } from '../http/sign-in/ntlm-proof.ts';
import { envelope } from './raw-client.ts';
import { V16 } from './test-pair.ts';

/** What came back. */
export type Reply = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** One request on a connection that is kept, with the header as given. `body`: an envelope, or what goes into one. */
export function send(
  agent: Agent,
  url: string,
  authorization: string | undefined,
  body: string,
  more: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml', ...(authorization === undefined ? {} : { authorization }), ...more };
    const ask = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = ask(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body === '' || body.startsWith('<?xml') ? body : envelope(body, V16));
  });
}

/** An agent that keeps to one connection. */
export const oneConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });

/** The same over TLS. */
export const oneSecureConnection = (tls: ConnectionOptions): Agent =>
  new TlsAgent({ keepAlive: true, maxSockets: 1, ...tls });

const FLAGS = 0xe208_8205;

export type Who = { user: string; domain: string; password: string };

/** A client's first message, bare. */
export function negotiate(flags = FLAGS): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('NTLMSSP\0', 'latin1');
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(flags >>> 0, 12);
  return bytes;
}

/** What of a message is not as usual, or wrong. */
export type Wrongly = {
  ageMs?: number;
  mic?: boolean;
  names?: boolean;
  version1?: boolean;
  /** The 16 bytes of its channel binding; none without. */
  binding?: Buffer;
};

/** The third message; `wrongly` says what about it a server must not take. */
export function authenticate(
  first: Buffer,
  challenge: Buffer,
  { user, domain, password }: Who,
  wrongly: Wrongly = {},
): Buffer {
  const at = challenge.readUInt32LE(44);
  const info = challenge.subarray(at, at + challenge.readUInt16LE(40));
  const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac('md5', key).update(data).digest();
  const key = responseKey(password, user, domain);
  const flagPair = Buffer.from([6, 0, 4, 0, 2, 0, 0, 0]);
  const pairs = wrongly.names
    ? Buffer.from(
        info.toString('latin1').replace('R\0E\0C\0E\0N\0T', 'R\0E\0C\0E\0N\0D').replace('N\0E\0W', 'O\0L\0D'),
        'latin1',
      )
    : info;
  const head = Buffer.alloc(28);
  head[0] = 1;
  head[1] = 1;
  head.writeBigUInt64LE(fileTime(Date.now() - (wrongly.ageMs ?? 0)), 8);
  randomBytes(8).copy(head, 16);
  const bindingPair = wrongly.binding ? [Buffer.from([10, 0, 16, 0]), wrongly.binding] : [];
  const blob = Buffer.concat([head, pairs.subarray(0, -4), flagPair, ...bindingPair, Buffer.alloc(8)]);
  const proof = hmac(key, Buffer.concat([challenge.subarray(24, 32), blob]));
  const base = hmac(key, proof);
  const session = randomBytes(16);
  const fields = [
    Buffer.alloc(24),
    wrongly.version1 ? randomBytes(24) : Buffer.concat([proof, blob]),
    Buffer.from(domain, 'utf16le'),
    Buffer.from(user, 'utf16le'),
    Buffer.from('CLIENT', 'utf16le'),
    rc4(base, session),
  ];
  const message = Buffer.alloc(88);
  message.write('NTLMSSP\0', 'latin1');
  message.writeUInt32LE(3, 8);
  let offset = 88;
  fields.forEach((field, index) => {
    message.writeUInt16LE(field.length, 12 + index * 8);
    message.writeUInt16LE(field.length, 14 + index * 8);
    message.writeUInt32LE(offset, 16 + index * 8);
    offset += field.length;
  });
  message.writeUInt32LE(FLAGS >>> 0, 60);
  const whole = Buffer.concat([message, ...fields]);
  const code = hmac(session, Buffer.concat([first, challenge, whole]));
  (wrongly.mic ? randomBytes(16) : code).copy(whole, 72);
  return whole;
}

/** The token of a challenge. */
export const tokenOf = ({ headers }: Reply, scheme = 'NTLM'): Buffer => {
  const lines = [headers['www-authenticate']].flat().join(', ');
  return Buffer.from(new RegExp(`${scheme} ([A-Za-z0-9+/=]+)`).exec(lines)?.[1] ?? '', 'base64');
};

/** The whole handshake on a connection. */
export async function shake(
  agent: Agent,
  url: string,
  body: string,
  who: Who,
  wrongly: Wrongly = {},
  scheme = 'NTLM',
): Promise<Reply> {
  const first = negotiate();
  const second = await send(agent, url, `${scheme} ${first.toString('base64')}`, '');
  const third = authenticate(first, tokenOf(second, scheme), who, wrongly);
  return send(agent, url, `${scheme} ${third.toString('base64')}`, body);
}
