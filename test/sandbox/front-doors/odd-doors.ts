import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Server as TlsServer } from 'node:tls';
import { alert, ALERTS, readClientHello, serverHello } from './hello.ts';

/** Where a handshake is cut: at once, after the client's first message, within the server's, after the client's last. */
export const CUTS = ['accept', 'client-hello', 'server-hello', 'last-flight'] as const;
export type Cut = (typeof CUTS)[number];

/** Servers that Node can't be: it has none of their ciphers, nor SSL 3. */
const LIMITED = {
  '3des-only': { version: 0x0301, ciphers: [0x00_0a] },
  'rc4-only': { version: 0x0301, ciphers: [0x00_05, 0x00_04] },
  // With every cipher that a client of today may still offer: the version is what fails.
  'ssl-3-only': { version: 0x0300, ciphers: [0x00_0a, 0x00_05, 0x00_04, 0x00_2f, 0x00_35] },
} as const;
export type LimitedServer = keyof typeof LIMITED;
export const LIMITED_SERVERS = Object.keys(LIMITED) as readonly LimitedServer[];

/** Calls back once with the client's first message, or when it is none. */
function onHello(raw: Socket, then: (hello: ReturnType<typeof readClientHello>) => void): void {
  let seen = Buffer.alloc(0);
  const take = (piece: Buffer): void => {
    seen = Buffer.concat([seen, piece]);
    let hello: ReturnType<typeof readClientHello>;
    try {
      hello = readClientHello(seen);
      if (!hello) return;
    } catch {
      hello = undefined;
    }
    raw.off('data', take);
    then(hello);
  };
  raw.on('data', take);
}

/** Takes what the client says, and never answers. */
export const hang = (raw: Socket): void => void raw.resume();

/**
 * Answers as a server that has these ciphers and this version alone: by its first messages where the client offers one
 * of the ciphers, else by an alert. A handshake ends there: what the client answers is not understood.
 */
export function answerLimited(raw: Socket, which: LimitedServer, chain: string): void {
  const { version, ciphers } = LIMITED[which];
  onHello(raw, (hello) => {
    if (!hello) return void raw.destroy();
    if (hello.version < version) return void raw.end(alert(version, ALERTS.protocolVersion));
    const cipher = ciphers.find((each) => hello.ciphers.includes(each));
    if (cipher === undefined) return void raw.end(alert(version, ALERTS.handshakeFailure));
    raw.write(serverHello(version, cipher, chain));
    raw.once('data', () => raw.end(alert(version, ALERTS.internalError)));
  });
}

/** Ends the connection within the handshake. `tls`: the server that would have done it. */
export function cut(raw: Socket, at: Cut, tls: TlsServer): void {
  if (at === 'accept') return void raw.resetAndDestroy();
  if (at === 'client-hello') return onHello(raw, () => void raw.resetAndDestroy());
  const [inner, outer] = duplexPair();
  inner.on('error', () => undefined);
  raw.once('close', () => outer.destroy());
  let hasAnswered = false;
  outer.on('data', (piece: Buffer) => {
    hasAnswered = true;
    if (at === 'server-hello') raw.end(piece.subarray(0, piece.length >> 1));
    else raw.write(piece);
  });
  raw.on('data', (piece: Buffer) => {
    if (hasAnswered) raw.resetAndDestroy();
    else outer.write(piece);
  });
  tls.emit('connection', inner);
}
