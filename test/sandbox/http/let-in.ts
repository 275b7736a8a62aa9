import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { strikeConnection } from '../faults/broken-answer.ts';
import type { Side } from '../side.ts';

/** Puts faults of connections before what the server does with one: a struck connection never reaches it. */
export function letIn(side: Side, server: Server): void {
  const handlers = server.listeners('connection');
  const struck = new Set<Socket>();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const effect = side.faults.forConnection();
    if (!effect) return handlers.forEach((each) => void each.call(server, socket));
    struck.add(socket);
    socket.once('close', () => struck.delete(socket));
    strikeConnection(socket, effect);
  });
  // The server itself does not know them.
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeAll();
    for (const socket of struck) socket.destroy();
  };
}
