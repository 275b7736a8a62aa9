import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { bareHost } from '../../lib/address.ts';
import type { Dial } from '../../lib/gateway-grant.ts';
import type { HandshakeFailure, Line, LineFailure } from '../../lib/tls-facts.ts';
import type { Resolve } from './address-gate.ts';
import { checkedAddresses, isPrivateByText, refused } from './address-gate.ts';
import { connectByProxy } from './connect-by-proxy.ts';
import type { Connected } from './connect-tcp.ts';
import { connectTcp } from './connect-tcp.ts';
import { describeCertificate, endPointHash } from './describe-certificate.ts';
import { explainHandshake, handshakeSentence, mayHelpOld } from './explain-handshake.ts';
import type { HandshakeError } from './handshake.ts';
import { handshake } from './handshake.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { decideOffers, lookForOldSuites } from './look-for-old-suites.ts';
import { chainOf, verifyErrorOf } from './peer.ts';
import type { Proxy } from './proxy.ts';
import { isOldLine } from './tls-options.ts';
import type { Trust } from './trust.ts';

const PLAIN_PORT = 80;
/** How long a TLS handshake may take. */
export const HANDSHAKE_MS = 10_000;

/** How this gateway connects. */
export type Ways = {
  resolve: Resolve;
  trust: Trust;
  proxy: Proxy | undefined;
  /** Private addresses are allowed, where the dial allows them too. */
  allowPrivate: boolean;
  handshakeMs: number;
  now: () => Date;
};

/** An open connection, or why there is none. */
export type Opened = { socket: Socket; line: Line } | { failure: LineFailure };

/**
 * Opens the connection that a grant permits. Nothing of the client has gone out by then: the certificate is judged
 * first.
 */
export async function openLine(dial: Dial, ways: Ways): Promise<Opened> {
  const host = bareHost(dial.host).toLowerCase();
  const reach = await planReach(dial, host, ways);
  if ('failure' in reach) return reach;
  if (!dial.isSecure) {
    const connected = await reach.connect();
    if ('failure' in connected) return connected;
    return { socket: connected.socket, line: { route: reach.route, isOld: false } };
  }
  const modes = dial.tls === 'any' ? (['modern', 'old'] as const) : ([dial.tls] as const);
  let error: HandshakeError = 'late';
  for (const mode of modes) {
    const startedAt = performance.now();
    const connected = await reach.connect();
    if ('failure' in connected) return connected;
    const roundTripMs = performance.now() - startedAt;
    // Some old devices never answer a modern hello: leave time for the old one.
    const mostMs = ways.handshakeMs / modes.length;
    const shaken = await handshake(connected.socket, host, ways.trust[mode], mostMs, roundTripMs);
    if (shaken !== 'late' && 'getProtocol' in shaken) return judged(shaken, dial, host, reach.route, ways);
    error = shaken;
    if (!mayHelpOld(explainHandshake(error))) break;
  }
  return { failure: await explain(error, dial, host, reach.connect, ways) };
}

type Reach = { route: Line['route']; connect: () => Promise<Connected> };

/** How to reach a host: each connection goes to the addresses that were checked, or through the proxy. */
async function planReach(dial: Dial, host: string, ways: Ways): Promise<Reach | { failure: LineFailure }> {
  const allowPrivate = ways.allowPrivate && dial.allowPrivate === true;
  // Without TLS only what autodiscover refers to by plain http, which carries nothing.
  if (!dial.isSecure && !allowPrivate && dial.port !== PLAIN_PORT)
    return {
      failure: { code: 'address-refused', message: `Connections to ${host} without TLS are not allowed.` },
    };
  const { proxy, trust } = ways;
  const isByProxy = proxy !== undefined && dial.isSecure && !proxy.excludes(host, dial.port);
  const checked = await checkedAddresses(host, allowPrivate, ways.resolve);
  if (isByProxy) {
    // If only the proxy resolves names, the name itself is all that can be checked here.
    const isUnknown = 'failure' in checked && checked.failure.code === 'unknown-host';
    if ('failure' in checked && !isUnknown) return checked;
    if (!allowPrivate && isPrivateByText(host)) return refused(host);
    return { route: 'proxy', connect: () => connectByProxy(proxy, host, dial.port, trust) };
  }
  if ('failure' in checked) return checked;
  return { route: 'direct', connect: () => connectTcp(checked.addresses, dial.port, host) };
}

function judged(socket: TLSSocket, dial: Dial, host: string, route: Line['route'], ways: Ways): Opened {
  let opened: Opened;
  try {
    opened = judge(socket, dial, host, route, ways);
  } catch {
    // OpenSSL accepts dates and keys that Node can't read.
    opened = { failure: unsupported('other', `The certificate of ${host} cannot be read.`) };
  }
  if ('failure' in opened) socket.on('error', () => {}).destroy();
  return opened;
}

function judge(socket: TLSSocket, dial: Dial, host: string, route: Line['route'], ways: Ways): Opened {
  const chain = chainOf(socket);
  const leaf = chain[0];
  if (!leaf) return { failure: unsupported('other', `${host} presents no certificate.`) };
  const shown = { chain, verifyError: verifyErrorOf(socket), host, trusted: dial.trusted };
  const failure = judgeCertificate(shown, ways.trust, ways.now());
  if (failure) return { failure };
  const protocol = socket.getProtocol() ?? '';
  const cipher = socket.getCipher().name;
  const hash = endPointHash(leaf);
  const line: Line = {
    protocol,
    cipher,
    certificate: describeCertificate(leaf),
    ...(hash !== undefined && { endPointHash: hash }),
    route,
    isOld: isOldLine(protocol, cipher),
  };
  return { socket, line };
}

async function explain(
  error: HandshakeError,
  dial: Dial,
  host: string,
  connect: Reach['connect'],
  { handshakeMs }: Ways,
): Promise<LineFailure> {
  let how = explainHandshake(error);
  let offers: string | undefined;
  if (how !== 'hang' && mayHelpOld(how)) {
    const open = async (): Promise<Socket | undefined> => {
      const connected = await connect();
      return 'socket' in connected ? connected.socket : undefined;
    };
    ({ how, offers } = decideOffers(await lookForOldSuites(open, host), how, dial.tls !== 'modern') ?? { how, offers });
  }
  const code = error === 'late' ? undefined : error.code;
  return unsupported(how, handshakeSentence(how, { host, port: dial.port, offers, code, handshakeMs }), offers);
}

function unsupported(how: HandshakeFailure, message: string, offers?: string): LineFailure {
  return { code: 'tls-unsupported', how, ...(offers !== undefined && { offers }), message };
}
