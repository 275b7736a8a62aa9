import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { strikeConnection } from '../faults/broken-answer.ts';
import type { Side } from '../side.ts';

const admitted = new WeakSet<Socket>();
const struck = new WeakMap<Side, Set<Socket>>();

/** Whether a new connection is let through; false: a fault of connections struck it, before a word is read. */
export function admit(side: Side, socket: Socket): boolean {
  admitted.add(socket);
  const effect = side.faults.forConnection();
  if (!effect) return true;
  const kept = struck.get(side) ?? new Set();
  struck.set(side, kept.add(socket));
  socket.once('close', () => kept.delete(socket));
  strikeConnection(socket, effect);
  return false;
}

/**
 * Puts faults of connections before what the server does with one: a struck connection never reaches it. What comes by
 * the front door was admitted there.
 */
export function letIn(side: Side, server: Server): void {
  const handlers = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if ('encrypted' in socket || admitted.has(socket) || admit(side, socket))
      for (const each of handlers) each.call(server, socket);
  });
  // The server itself does not know them.
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeAll();
    for (const socket of struck.get(side) ?? []) socket.destroy();
  };
}
