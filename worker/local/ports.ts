import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

/** A port that is free at this moment. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Throws StartError when something else listens on the port; `other` names what to choose then. Waits for `patienceMs`
 * first: processes of an earlier start may still be ending.
 */
export async function requireFreePort(port: number, other: string, patienceMs = 0): Promise<void> {
  for (const end = Date.now() + patienceMs; ;) {
    const code = await tryPort(port);
    if (!code) return;
    if (Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    else if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is in use. Stop the program that uses it, or choose ${other}.`);
    else throw new StartError(`Port ${port} cannot be used (${code}). Choose ${other}.`);
  }
}

/** Whether nothing listens on the port at this moment. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port)) === undefined;
}

/** Why the port can't be listened on; undefined when it can. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
