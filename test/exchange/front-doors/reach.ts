import { getRandomValues } from 'node:crypto';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import { openLine } from '../../../worker/exchange/transport/gateway/open-line.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import { createAuthenticator } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import { socketFetch } from '../../../worker/exchange/transport/socket-fetch.ts';
import type { SignInScheme } from '../../../worker/lib/sign-in-scheme.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { dialOf, startGatewayHere, TOKEN } from '../../local/gateway/gateway-at-work.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';
import { type ConnectionChanges, ownerOf } from '../connect.ts';

/** How a server is reached: its address, and who signs in there how. */
export type Reach = (
  server: SandboxSide,
  mailbox: string,
  scheme: SignInScheme,
  /** SHA-256 of the certificate that is trusted, whatever is wrong with it. */
  trusted?: string,
) => ConnectionChanges & { url: string };

const MOST_CONNECTIONS = 6;

/** By http, as the other tests reach it. */
export const byHttp: Reach = (server, mailbox, scheme) => {
  const { open } = netSockets();
  return { url: server.url, authenticator: authenticatorBy(open, server, mailbox, scheme) };
};

/** A gateway in this process that trusts `root` (PEM), and how front doors are reached by it. */
export async function startReach(root: string): Promise<{ reach: Reach; close: () => Promise<void> }> {
  const gateway = await startGatewayHere({ authorities: [root] });
  return {
    reach: (server, mailbox, scheme, trusted) => ({
      url: server.httpsUrl,
      authenticator: authenticatorBy(openBy(gateway.port, trusted), server, mailbox, scheme),
    }),
    close: gateway.close,
  };
}

/** Lines by a gateway as the Worker opens them. */
function openBy(port: number, trusted: string | undefined): OpenSocket {
  const { open } = netSockets();
  return async (url, signal) => {
    const { hostname: host, port: named } = url;
    const dial = dialOf({ host, port: Number(named), ...(trusted === undefined ? {} : { trusted }) });
    const grant = await signGrant(TOKEN, dial);
    return openLine(await open(new URL(`http://127.0.0.1:${port}`), signal), { host, port: dial.port, grant }, signal);
  };
}

function authenticatorBy(open: OpenSocket, server: SandboxSide, mailbox: string, scheme: SignInScheme) {
  const platform = {
    fetch: socketFetch({ open, now: Date.now, maxConnections: MOST_CONNECTIONS }),
    open,
    random: (bytes: Uint8Array) => void getRandomValues(bytes),
    now: Date.now,
    maxConnections: MOST_CONNECTIONS,
  };
  return createAuthenticator(scheme, ownerOf(server, mailbox), platform);
}
