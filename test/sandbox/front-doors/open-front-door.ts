import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import type { ProfileName } from '../profiles/profile.ts';
import type { Authority } from './authority.ts';
import { type Hosts, makeCertificate, type ShownCertificate } from './certificate-kinds.ts';
import { checkSettings, defaultsOf, type DoorSettings } from './door-settings.ts';
import { endWhenIdle } from './idle.ts';
import { answerLimited, cut, hang } from './odd-doors.ts';
import { createTlsEnd } from './tls-end.ts';
import { type Visit, Visits } from './visits.ts';
import type { WindowsVersion } from './windows-tls.ts';

export type FrontDoorOptions = Partial<DoorSettings> & {
  /** What answers: a server, listening or not, or whoever takes the decrypted connection. */
  to: HttpServer | ((socket: TLSSocket) => void);
  /** Asked when the first client comes: keys take a while. */
  authority: Authority | (() => Promise<Authority>);
  /** Whose TLS it speaks: that of a Windows, or of the Windows that an Exchange runs on. */
  profile: ProfileName | WindowsVersion;
  /** What the certificate is for, besides `localhost` and `127.0.0.1`. */
  names?: () => readonly string[];
  port?: number;
  host?: string;
  /** Sees each connection first. False: it has taken it. */
  admit?: (raw: Socket) => boolean;
};

export type FrontDoor = {
  /** `https://host:port`. */
  origin: string;
  port: number;
  settings: Readonly<DoorSettings>;
  /** For the connections to come. Throws RangeError for values that mean nothing. */
  set(settings: Partial<DoorSettings>): void;
  visits: Visits;
  /** What is shown at present, and what Exchange binds to. */
  certificates(): Promise<{ shown: ShownCertificate; bound: ShownCertificate }>;
  close(): Promise<void>;
};

type Ready = { tls: TlsServer; shown: ShownCertificate; bound: ShownCertificate };

const boundTo = new WeakMap<Socket, Buffer>();

/** The `tls-server-end-point` that Exchange itself has on a connection; undefined without TLS. */
export const endPointHashOn = (socket: Socket): Buffer | undefined => boundTo.get(socket);

/**
 * Opens a port that speaks TLS as Windows does, in front of a server in this process. What it shows and how it behaves
 * may be changed at any time and counts from the next connection on.
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { to, authority, names, profile, port = 0, host = '127.0.0.1', admit, ...own } = options;
  checkSettings(own);
  const settings: DoorSettings = { ...defaultsOf(profile), ...own };
  const visits = new Visits();
  const raws = new Set<Socket>();
  const waiting = new Map<number, { visit: Visit; raw: Socket }>();
  let ready: Promise<Ready> | undefined;

  const prepare = async (): Promise<Ready> => {
    const ca = typeof authority === 'function' ? await authority() : authority;
    const { certificate, edition, bridge, needsSni } = settings;
    const hosts: Hosts = {
      names: [...new Set([...(names?.() ?? []), 'localhost'])],
      ips: [...new Set(['127.0.0.1', host])],
    };
    const shown = await makeCertificate(ca, certificate, hosts, edition);
    const bound = bridge ? await makeCertificate(ca, 'good', hosts, edition + 1000) : shown;
    const fallback = needsSni ? await makeCertificate(ca, 'wrong-name', hosts) : undefined;
    const tls = createTlsEnd(settings, shown, fallback, ca.root);
    tls.on('secureConnection', (socket) => {
      const found = waiting.get(socket.remotePort ?? 0);
      if (found) visits.secured(found.visit, socket);
      boundTo.set(socket, bound.endPointHash);
      socket.on('error', () => undefined);
      if (typeof to === 'function') to(socket);
      else to.emit('connection', socket);
    });
    tls.on('tlsClientError', (error, socket) => {
      const found = waiting.get(socket.remotePort ?? 0);
      if (!found || found.visit.handshake === 'done') return;
      Object.assign(found.visit, { handshake: 'failed', error: error.message });
      found.raw.destroySoon();
    });
    return { tls, shown, bound };
  };

  const meet = ({ tls, shown }: Ready, raw: Socket, visit: Visit): void => {
    const { handshake } = settings;
    if (handshake === 'cut') return cut(raw, settings.cutAt, tls);
    if (handshake === '3des-only' || handshake === 'rc4-only' || handshake === 'ssl-3-only')
      return answerLimited(raw, handshake, shown.chain);
    waiting.set(raw.remotePort ?? 0, { visit, raw });
    tls.emit('connection', raw);
  };

  const onConnection = (raw: Socket): void => {
    raw.on('error', () => undefined);
    if (admit && !admit(raw)) return;
    const key = raw.remotePort ?? 0;
    raws.add(raw);
    raw.once('close', () => {
      raws.delete(raw);
      if (waiting.get(key)?.raw === raw) waiting.delete(key);
    });
    const visit = visits.begin(raw);
    if (settings.idleMs > 0) endWhenIdle(raw, settings.idleMs, settings.idleEnds);
    if (settings.handshake === 'hang') return hang(raw);
    if (settings.handshake === 'plain-http') {
      visit.handshake = 'none';
      if (typeof to !== 'function') return void to.emit('connection', raw);
      return void raw.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }
    (ready ??= prepare()).then(
      (it) => {
        if (!raw.destroyed) meet(it, raw, visit);
      },
      (error: unknown) => {
        process.stderr.write(`front door: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
        raw.destroy();
      },
    );
  };

  const stopWatching = typeof to === 'function' ? undefined : visits.watch(to);
  const answerStrayly = (request: { socket: Socket }, response: { writeContinue(): void }): void => {
    if (settings.strayContinue && boundTo.has(request.socket)) response.writeContinue();
  };
  if (typeof to !== 'function') to.prependListener('request', answerStrayly);
  const server = createServer(onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `https://${host}:${address.port}`,
    port: address.port,
    settings,
    set: (changes) => {
      checkSettings(changes);
      Object.assign(settings, changes);
      ready = undefined;
    },
    visits,
    certificates: async () => {
      const { shown, bound } = await (ready ??= prepare());
      return { shown, bound };
    },
    close: async () => {
      stopWatching?.();
      if (typeof to !== 'function') to.off('request', answerStrayly);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const raw of raws) raw.destroy();
      await closed;
    },
  };
}
