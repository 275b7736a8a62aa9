import type { Socket } from 'node:net';

/**
 * Passes bytes between two connections until both have ended. What one side can't take yet is not read from the other, so
 * that memory stays constant. The end of one half is passed on as such, and a broken connection as a broken one. A line
 * over which nothing came for `idleMs` ends.
 */
export function pipeBoth(client: Socket, server: Socket, idleMs: number, onEnd: () => void): void {
  if (client.destroyed || server.destroyed) {
    client.destroy();
    server.on('error', () => {}).destroy();
    return onEnd();
  }
  let open = 2;
  const join = (from: Socket, to: Socket): void => {
    from.pipe(to);
    from.on('error', () => breakOff(to));
    from.on('close', () => {
      open -= 1;
      if (open === 0) onEnd();
      // With an orderly end, bytes in flight still reach the other side.
      if (from.readableEnded && !from.errored) to.end(() => to.destroy());
      else breakOff(to);
    });
  };
  join(client, server);
  join(server, client);
  server.setTimeout(idleMs, () => {
    server.destroy();
    client.destroy();
  });
}

function breakOff(socket: Socket): void {
  if (socket.destroyed) return;
  // A plain connection can say that it broke; for TLS, an end without a farewell says so.
  if ('getProtocol' in socket) socket.destroy();
  else socket.resetAndDestroy();
}
