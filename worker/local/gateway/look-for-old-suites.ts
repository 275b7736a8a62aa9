import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ClientHello } from '../../lib/client-hello.ts';
import { writeClientHello } from '../../lib/client-hello.ts';
import type { HandshakeFailure } from '../../lib/tls-facts.ts';
import type { HelloAnswer } from './hello.ts';
import { HELLOS, readHelloAnswer } from './hello.ts';

/** What a server answered to each greeting. */
export type Answers = Record<keyof typeof HELLOS, HelloAnswer>;

const ANSWER_MS = 3_000;
/** More than the greeting of any server with its certificates. */
const MOST_BYTES = 128 * 1024;

/**
 * Greets a server with which no handshake succeeded, once for each kind of suite that OpenSSL no longer has. `connect`
 * gives a new connection, or undefined.
 */
export async function lookForOldSuites(connect: () => Promise<Socket | undefined>, host: string): Promise<Answers> {
  const ask = async (hello: ClientHello): Promise<HelloAnswer> => {
    const socket = await connect();
    return socket ? askHello(socket, hello, host) : { kind: 'nothing' };
  };
  // One after the other: a server that just failed may count connections.
  const common = await ask(HELLOS.common);
  const tripleDes = await ask(HELLOS.tripleDes);
  const rc4 = await ask(HELLOS.rc4);
  return { common, tripleDes, rc4, ssl3: await ask(HELLOS.ssl3) };
}

/**
 * What a server's answers say of why the handshake failed; undefined where they say nothing of it. `how` is what the
 * error said; `triedOld`: the old settings failed too.
 */
export function decideOffers(
  answers: Answers,
  how: HandshakeFailure,
  triedOld: boolean,
): { how: HandshakeFailure; offers?: string } | undefined {
  const { common, tripleDes, rc4, ssl3 } = answers;
  if (common.kind === 'no-tls') return { how: 'plain-http' };
  if (common.kind === 'hello') {
    // What OpenSSL itself still speaks starts at TLS 1.0.
    const isTooOld = common.version < (triedOld ? 0x0301 : 0x0303);
    if (isTooOld) return { how: 'version', offers: VERSIONS[common.version] ?? 'SSL' };
    // A server that only would like to have one asks as well, but then the handshake succeeds.
    if (common.asksForCertificate && how !== 'version') return { how: 'client-certificate' };
    // It answers now: what cut the connection or kept silent before was no dislike of ciphers.
    const isSettled = how === 'cut' || how === 'hang';
    return triedOld || isSettled ? undefined : { how: 'cipher', offers: 'TLS 1.2 with older ciphers' };
  }
  const kinds = [...(tripleDes.kind === 'hello' ? ['3DES'] : []), ...(rc4.kind === 'hello' ? ['RC4'] : [])];
  if (kinds.length > 0) return { how: 'cipher', offers: `${kinds.join(' and ')} only` };
  return ssl3.kind === 'hello' ? { how: 'version', offers: 'SSL 3.0' } : undefined;
}

const VERSIONS: Readonly<Record<number, string>> = { 0x0300: 'SSL 3.0', 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1' };

function askHello(socket: Socket, hello: ClientHello, host: string): Promise<HelloAnswer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const look = (isOver: boolean): void => {
      const answer = readHelloAnswer(bytes, isOver);
      if (!answer) return;
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => look(true), ANSWER_MS);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      look(bytes.length > MOST_BYTES);
    });
    socket.on('error', () => look(true));
    socket.on('close', () => look(true));
    socket.on('end', () => look(true));
    socket.write(writeClientHello(hello, host, randomBytes(32)));
  });
}
