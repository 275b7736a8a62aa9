import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that refuses connections for as long as it is held: the near end of a connection has it, so that no
 * server of another test can get it. A port that was merely closed may be given to the next who asks.
 */
export async function holdClosedPort(): Promise<{ port: number; release: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  return {
    port: socket.localPort!,
    release: () => {
      socket.destroy();
      server.close();
    },
  };
}
