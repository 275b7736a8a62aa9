import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ByteSocket, OpenSocket } from '../../worker/exchange/transport/http/byte-socket.ts';

/** What connections were opened, for tests that count them. */
export type Opened = { open: OpenSocket; sockets: Socket[] };

/** Node's sockets as the port takes them; with `ca` the certificate that TLS trusts. */
export function netSockets(ca?: string): Opened {
  const sockets: Socket[] = [];
  const open: OpenSocket = (url, signal) =>
    new Promise((resolve, reject) => {
      const target = { host: url.hostname, port: Number(url.port) };
      const socket = url.protocol === 'https:' ? connectTls({ ...target, ca }) : connectPlain(target);
      const onAbort = () => socket.destroy(signal.reason as Error);
      const fail = (error: Error) => reject(new Error('connect() failed', { cause: error }));
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('error', fail);
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        signal.removeEventListener('abort', onAbort);
        socket.off('error', fail);
        sockets.push(socket);
        resolve(byteSocket(socket));
      });
    });
  return { open, sockets };
}

function byteSocket(socket: Socket): ByteSocket {
  let failure: Error | undefined;
  let isEnded = false;
  let wake: () => void = () => {};
  socket.setNoDelay(true);
  socket.pause();
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.on('end', () => {
    isEnded = true;
    wake();
  });
  socket.on('close', () => {
    failure ??= new Error('the socket was closed');
    wake();
  });
  socket.on('readable', () => wake());
  return {
    read: async (view, min) => {
      let filled = 0;
      while (filled < min) {
        const room = view.length - filled;
        const ready = Math.min(room, socket.readableLength);
        const chunk = ready > 0 ? (socket.read(ready) as Buffer | null) : null;
        if (chunk !== null) {
          view.set(chunk, filled);
          filled += chunk.length;
          continue;
        }
        if (isEnded) break;
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
          // Starts the flow where nothing lies in the buffer.
          socket.read(0);
        });
      }
      return filled === 0 ? undefined : view.subarray(0, filled);
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => socket.destroy(),
  };
}
