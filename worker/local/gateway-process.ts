import { join } from 'node:path';
import { ProxySettingError, proxyFrom } from './gateway/proxy.ts';
import { newToken } from './gateway/token-file.ts';
import { notePids } from './leftovers.ts';
import type { Part } from './parts.ts';
import { startPart } from './parts.ts';
import { StartError } from './start-error.ts';

/** Settings of the Worker: where the gateway is, what grants are signed with, and whether all goes through it. */
export type GatewaySettings = { GATEWAY_URL: string; GATEWAY_TOKEN: string; GATEWAY_FIRST?: 'true' };

export type GatewayPlace = {
  root: string;
  pidsFile: string;
  /** Authorities that it trusts in addition to the public ones. */ caFile: string;
};

/** Before it is started again; longer each time where it ends soon after its start. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;

/**
 * Starts the gateway with a new token, and starts it again, at the same address, whenever it ends. Throws StartError where
 * it does not start at first, or where the proxy's settings can't be used.
 */
export async function startGateway(
  { root, pidsFile, caFile }: GatewayPlace,
  warn: (text: string) => void,
): Promise<{ settings: GatewaySettings; stop: () => Promise<void> }> {
  const token = newToken();
  const start = (port: number): Promise<Part> =>
    startPart(
      'The gateway',
      join(root, 'worker/local/gateway/serve.ts'),
      [],
      {
        MAILFERRY_GATEWAY_TOKEN: token,
        MAILFERRY_GATEWAY_PORT: String(port),
        MAILFERRY_CA_FILE: caFile,
        // Each name that is being looked up takes a thread.
        UV_THREADPOOL_SIZE: '16',
      },
      { spawned: (pid) => notePids(pidsFile, [pid]) },
    );
  const isFirst = hasProxy();
  let part = await start(0);
  const port = Number(part.ready.port);
  let isEnding = false;

  const restart = async (firstWaitMs: number): Promise<Part> => {
    for (let waitMs = firstWaitMs; ; waitMs = LONGEST_WAIT_MS) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      try {
        return await start(port);
      } catch (error) {
        warn((error as Error).message);
      }
    }
  };
  const watch = async (): Promise<void> => {
    for (let waitMs = FIRST_WAIT_MS; ;) {
      const startedAt = Date.now();
      await part.exited;
      if (isEnding) return;
      warn('The gateway stopped unexpectedly and restarts now. Passes continue automatically.');
      part = await restart(waitMs);
      const isLongAgo = Date.now() - startedAt > LONGEST_WAIT_MS;
      waitMs = isLongAgo ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, waitMs * 2);
    }
  };
  void watch();

  return {
    settings: {
      GATEWAY_URL: `http://127.0.0.1:${port}`,
      GATEWAY_TOKEN: token,
      ...(isFirst && { GATEWAY_FIRST: 'true' }),
    },
    stop: () => {
      isEnding = true;
      return part.stop();
    },
  };
}

function hasProxy(): boolean {
  try {
    return proxyFrom(process.env) !== undefined;
  } catch (error) {
    if (error instanceof ProxySettingError) throw new StartError(error.message);
    throw error;
  }
}
