import { connect } from 'cloudflare:sockets';
import type { Fault } from '../../engine/model/fault.ts';
import { LAST_SUITES, MODERN_SUITES, OLD_SUITES } from '../../exchange/transport/tls/suites.ts';
import { isTurnedDown, judgeTls, type Reply } from '../../exchange/transport/tls/judge-flight.ts';
import { MAX_FLIGHT_BYTES, readServerFlight } from '../../exchange/transport/tls/server-flight.ts';
import { bareHost, portOf } from '../../lib/address.ts';
import { TLS_1_2, writeClientHello } from '../../lib/client-hello.ts';
import { within } from '../../lib/within.ts';
import { readCertificate } from '../platform/read-certificate.ts';

const TIMEOUT_MS = 5_000;

/**
 * Why a request to a server got no answer. The embedded workerd only says `internal error` both for a name that it
 * can't resolve and for TLS that fails, and `Network connection lost` for a closed port; so look at the parts one by
 * one: can it be connected to, what does it say to a TLS greeting? For looks only: a request that changes something must
 * never be judged by what happens afterwards. `isSecured`: TLS is known to work.
 */
export async function diagnoseConnection(url: URL, error: unknown, isSecured = false): Promise<Fault> {
  if (isSecured) return closes(url);
  const text = error instanceof Error ? error.message : '';
  const reply = await sayHello(url, MODERN_SUITES);
  if (reply === 'unreachable') {
    const isName = !/^\[|^[\d.]+$/.test(url.hostname);
    return isName && text.startsWith('internal error')
      ? unreachable('unknown-host', `There is no server named ${url.hostname}.`)
      : unreachable('connection-refused', `The connection to ${url.host} failed.`);
  }
  if (url.protocol === 'https:') return diagnoseTls(url, reply);
  if (reply.kind === 'silent') return unreachable('timeout', `${url.host} accepts connections, but does not answer.`);
  return closes(url);
}

function closes(url: URL): Fault {
  const message = `${url.host} closes the connection and does not answer like a web server.`;
  return { kind: 'not-exchange', scope: 'endpoint', code: 'connection-closed', message };
}

/** Whether a server that is slow to answer leaves even the handshake unanswered: the fault, where it does. */
export async function diagnoseSilence(url: URL): Promise<Fault | undefined> {
  if (url.protocol !== 'https:') return undefined;
  const reply = await sayHello(url, MODERN_SUITES);
  return reply !== 'unreachable' && reply.kind === 'silent' ? diagnoseTls(url, reply) : undefined;
}

async function diagnoseTls(url: URL, modern: Reply): Promise<Fault> {
  const host = bareHost(url.hostname);
  let old = isTurnedDown(modern) ? await sayHello(url, OLD_SUITES) : undefined;
  if (old !== undefined && old !== 'unreachable' && isTurnedDown(old)) old = await sayHello(url, LAST_SUITES);
  if (old === 'unreachable') old = undefined;
  const certificates = modern.kind === 'hello' ? modern.certificates : [];
  const chain = certificates.flatMap((der) => readCertificate(der, host) ?? []);
  const line = judgeTls(url.host, modern, old, chain, Date.now());
  return { kind: 'tls', scope: 'endpoint', code: line.code, message: line.message, line };
}

function unreachable(code: string, message: string): Fault {
  return { kind: 'unreachable', scope: 'endpoint', code, message };
}

/** What a server says to a TLS greeting that offers these suites. */
export async function sayHello(url: URL, suites: readonly number[]): Promise<Reply | 'unreachable'> {
  const hostname = bareHost(url.hostname);
  const port = portOf(url);
  const socket = connect({ hostname, port });
  socket.closed.catch(() => {});
  try {
    const isOpen = await within(
      TIMEOUT_MS,
      socket.opened.then(() => true).catch(() => false),
      () => false,
    );
    if (!isOpen) return 'unreachable';
    const writer = socket.writable.getWriter();
    const random = crypto.getRandomValues(new Uint8Array(32));
    await writer.write(writeClientHello({ version: TLS_1_2, suites }, hostname, random));
    return await readFlight((socket.readable as ReadableStream<Uint8Array>).getReader());
  } catch {
    return { kind: 'cut' };
  } finally {
    await socket.close().catch(() => undefined);
  }
}

async function readFlight(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Reply> {
  let bytes = new Uint8Array(0);
  const until = Date.now() + TIMEOUT_MS;
  while (bytes.length < MAX_FLIGHT_BYTES) {
    const left = Math.max(0, until - Date.now());
    const read = reader.read().catch(() => ({ value: undefined }));
    const result = await within(left, read, () => undefined);
    if (result === undefined) return bytes.length === 0 ? { kind: 'silent' } : { kind: 'partial' };
    if (result.value === undefined) return bytes.length === 0 ? { kind: 'cut' } : { kind: 'other' };
    const joined = new Uint8Array(bytes.length + result.value.length);
    joined.set(bytes);
    joined.set(result.value, bytes.length);
    bytes = joined;
    const flight = readServerFlight(bytes);
    if (flight.kind !== 'partial') return flight;
  }
  return { kind: 'other' };
}
