import type { AddressInfo, Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { StartError } from './start-error.ts';

/**
 * Takes connections at another address of this computer and leads them to the server, which listens on loopback: there
 * a proxy on another computer finds it. Throws StartError where the address is not one of this computer.
 */
export function listenOn(host: string, port: number): Promise<Server> {
  const server = createServer((client) => {
    const inner = connect(port, '127.0.0.1');
    // Either end may break off; the other then ends too.
    pipeline(client, inner, () => inner.destroy());
    pipeline(inner, client, () => client.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(`Mailferry cannot listen on ${host}, port ${port} (${error.code ?? error.message}).`)),
    );
    server.listen(port, host, () => resolve(server));
  });
}

/** Where it listens, as one writes an address of the web without its scheme. */
export function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
