import { connect } from 'cloudflare:sockets';
import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { Fetch } from '../../exchange/transport/authenticator.ts';
import { within } from '../../lib/within.ts';
import { AddressRefusedError } from '../platform/http.ts';

const TIMEOUT_MS = 5_000;
const HANDSHAKE_RECORD = 0x16;
const ALERT_RECORD = 0x15;

/**
 * Why a request to an https server got no answer. The embedded workerd only says `internal error` both for a
 * name that it can't resolve and for a certificate that it does not trust, and `Network connection lost` for a closed
 * port; so look at the parts one by one: does a connection come about, does the server speak TLS? For probes only: a
 * request that changes something must never be judged by what happens afterwards.
 */
async function diagnoseConnection(address: string, error: unknown): Promise<Fault> {
  const url = new URL(address);
  const text = error instanceof Error ? error.message : '';
  const answer = await firstByte(url).catch(() => 'unreachable' as const);
  if (answer === 'unreachable') {
    const isName = !/^\[|^[\d.]+$/.test(url.hostname);
    return isName && text.startsWith('internal error')
      ? unreachable('unknown-host', `No server has the name ${url.hostname}.`)
      : unreachable('connection-refused', `No connection to ${url.host} came about.`);
  }
  if (answer === 'silent') return unreachable('timeout', `${url.host} accepts connections, but does not answer.`);
  if (url.protocol === 'https:' && (answer === HANDSHAKE_RECORD || answer === ALERT_RECORD)) {
    const message = `${url.host} does not show a certificate that can be trusted.`;
    return { kind: 'tls', scope: 'endpoint', code: 'certificate-untrusted', message };
  }
  const message = `${url.host} closes the connection; it does not speak ${url.protocol === 'https:' ? 'https' : 'http'}.`;
  return { kind: 'not-exchange', scope: 'endpoint', code: 'connection-closed', message };
}

/**
 * A fetch that says why there was no answer. For looking at servers only; see diagnoseConnection. `onCall` is called
 * before the connection that finds it out.
 */
export function explainingFetch(fetch: Fetch, onCall: () => void = () => {}): Fetch {
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (error) {
      const isOver = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
      if (isOver || error instanceof AddressRefusedError) throw error;
      onCall();
      throw new FaultError(await diagnoseConnection(url, error));
    }
  };
}

function unreachable(code: string, message: string): Fault {
  return { kind: 'unreachable', scope: 'endpoint', code, message };
}

/** The first byte that a server answers to a TLS greeting. */
async function firstByte(url: URL): Promise<number | 'unreachable' | 'silent' | 'closed'> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const socket = connect({ hostname, port });
  const timer = setTimeout(() => void socket.close(), TIMEOUT_MS);
  try {
    const isOpen = await within(
      TIMEOUT_MS,
      socket.opened.then(() => true).catch(() => false),
      () => false,
    );
    if (!isOpen) return 'unreachable';
    const writer = socket.writable.getWriter();
    await writer.write(clientHello(hostname));
    const reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
    const read = reader.read().catch(() => ({ value: undefined }));
    const result = await within(TIMEOUT_MS, read, () => undefined);
    if (result === undefined) return 'silent';
    return result.value?.[0] ?? 'closed';
  } finally {
    clearTimeout(timer);
    await socket.close().catch(() => undefined);
  }
}

function sized(lengthBytes: 1 | 2 | 3, bytes: readonly number[]): number[] {
  const length = Array.from(
    { length: lengthBytes },
    (_, index) => (bytes.length >> (8 * (lengthBytes - 1 - index))) & 255,
  );
  return [...length, ...bytes];
}

/** A TLS 1.2 ClientHello (RFC 5246, 7.4.1.2) that every server answers with its hello or an alert. */
function clientHello(hostname: string): Uint8Array {
  const random = [...crypto.getRandomValues(new Uint8Array(32))];
  const suites = [0xc0, 0x2f, 0xc0, 0x30, 0xc0, 0x2b, 0xc0, 0x2c, 0x00, 0x9c, 0x00, 0x2f];
  const name = [...new TextEncoder().encode(hostname)];
  const extension = (type: number, body: number[]): number[] => [type >> 8, type & 255, ...sized(2, body)];
  const extensions = [
    ...(/^[\d.]+$|:/.test(hostname) ? [] : extension(0x0000, sized(2, [0, ...sized(2, name)]))),
    ...extension(0x000a, sized(2, [0x00, 0x1d, 0x00, 0x17, 0x00, 0x18])),
    ...extension(0x000b, sized(1, [0])),
    ...extension(0x000d, sized(2, [0x04, 0x01, 0x04, 0x03, 0x08, 0x04, 0x05, 0x01, 0x02, 0x01])),
  ];
  const hello = [0x03, 0x03, ...random, 0, ...sized(2, suites), 1, 0, ...sized(2, extensions)];
  return new Uint8Array([HANDSHAKE_RECORD, 0x03, 0x01, ...sized(2, [0x01, ...sized(3, hello)])]);
}
