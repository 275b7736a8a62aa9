import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { resolveHere } from './address-gate.ts';
import type { Connected } from './connect-tcp.ts';
import { connectTcp } from './connect-tcp.ts';
import { handshake } from './handshake.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { chainOf, verifyErrorOf } from './peer.ts';
import type { Proxy } from './proxy.ts';
import { proxyName } from './proxy.ts';
import type { Trust } from './trust.ts';

const ANSWER_MS = 20_000;
const HANDSHAKE_MS = 10_000;
const MOST_HEAD_BYTES = 16 * 1024;

/** Connects to a host through a company's proxy, by CONNECT (RFC 9110, 9.3.6). */
export async function connectByProxy(proxy: Proxy, host: string, port: number, trust: Trust): Promise<Connected> {
  const reached = await reachProxy(proxy, trust);
  if ('failure' in reached) return reached;
  const { socket } = reached;
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const sign = proxy.authorization === undefined ? '' : `proxy-authorization: ${proxy.authorization}\r\n`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${sign}\r\n`);
  const head = await readHead(socket);
  if (head === undefined) {
    socket.destroy();
    return unreachable(`The proxy ${proxyName(proxy)} did not answer, or did not answer in HTTP.`);
  }
  if (head.status >= 200 && head.status < 300) return { socket };
  socket.destroy();
  return { failure: refusalOf(head, proxy, target) };
}

/** Why a proxy let nothing through. */
export function refusalOf({ status, schemes }: ProxyHead, proxy: Proxy, target: string): LineFailure {
  const name = proxyName(proxy);
  // tinyproxy answers 401 to a wrong password.
  if (status === 407 || status === 401) {
    const hasBasic = schemes.length === 0 || schemes.includes('basic');
    const message = !hasBasic
      ? `The proxy ${name} requires ${schemes.join(' or ')} sign-in, but Mailferry supports only Basic for proxies (${status}).`
      : proxy.authorization === undefined
        ? `The proxy ${name} requires a user name and password, but HTTPS_PROXY contains none (${status}).`
        : `The proxy ${name} refuses the user name and the password in HTTPS_PROXY (${status}).`;
    return { code: 'proxy-refused', message };
  }
  // The proxy is willing, but got no connection itself.
  if (status === 502 || status === 503 || status === 504)
    return { code: 'connection-refused', message: `The proxy ${name} could not connect to ${target} (${status}).` };
  return {
    code: 'proxy-refused',
    message: `The proxy ${name} does not allow connections to ${target} (${status}).`,
  };
}

async function reachProxy(proxy: Proxy, trust: Trust): Promise<Connected> {
  const name = proxyName(proxy);
  let addresses: readonly string[];
  try {
    addresses = isIP(proxy.host) ? [proxy.host] : await resolveHere(proxy.host);
  } catch {
    return unreachable(`The name of the proxy ${name} could not be looked up.`);
  }
  const connected = await connectTcp(addresses, proxy.port, `The proxy ${name}`);
  if ('failure' in connected) return unreachable(connected.failure.message);
  if (!proxy.isSecure) return connected;
  const socket = await handshake(connected.socket, proxy.host, trust.modern, HANDSHAKE_MS, 0);
  if (socket === 'late' || !('getProtocol' in socket))
    return unreachable(`The TLS handshake with the proxy ${name} failed.`);
  const shown = { chain: chainOf(socket), verifyError: verifyErrorOf(socket), host: proxy.host, trusted: undefined };
  const refusal = judgeCertificate(shown, trust, new Date());
  if (!refusal) return { socket };
  socket.destroy();
  return unreachable(refusal.message);
}

export type ProxyHead = { status: number; /** In lower case; how the proxy lets clients sign in. */ schemes: string[] };

/** The head of the proxy's answer; undefined where none came, or none of HTTP. Bytes after it stay in the socket. */
function readHead(socket: Socket): Promise<ProxyHead | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const finish = (head: ProxyHead | undefined): void => {
      clearTimeout(timer);
      socket.off('readable', read).off('error', fail).off('close', fail).off('end', fail);
      resolve(head);
    };
    const fail = (): void => finish(undefined);
    const read = (): void => {
      for (let chunk = socket.read() as Buffer | null; chunk; chunk = socket.read() as Buffer | null) {
        bytes = Buffer.concat([bytes, chunk]);
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0 && bytes.length <= MOST_HEAD_BYTES) continue;
        if (end >= 0 && end + 4 < bytes.length) socket.unshift(bytes.subarray(end + 4));
        return finish(end < 0 ? undefined : parseHead(bytes.toString('latin1', 0, end)));
      }
    };
    const timer = setTimeout(fail, ANSWER_MS);
    socket.on('readable', read).on('error', fail).on('close', fail).on('end', fail);
  });
}

function parseHead(text: string): ProxyHead | undefined {
  const [first = '', ...fields] = text.split('\r\n');
  const match = /^HTTP\/1\.[01] (\d{3})\b/.exec(first);
  if (!match) return undefined;
  const schemes = fields.flatMap((field) => {
    const value = /^proxy-authenticate:\s*([a-z]+)/i.exec(field)?.[1];
    return value === undefined ? [] : [value.toLowerCase()];
  });
  return { status: Number(match[1]), schemes };
}

function unreachable(message: string): { failure: LineFailure } {
  return { failure: { code: 'proxy-unreachable', message } };
}
