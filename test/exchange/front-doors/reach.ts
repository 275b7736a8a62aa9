import type { Authenticator } from '../../../worker/exchange/transport/authenticator.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import { createAuthenticator } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import type { SignInScheme } from '../../../worker/lib/sign-in-scheme.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { startGatewayHere } from '../../local/gateway/gateway-at-work.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';
import { type ConnectionChanges, ownerOf } from '../connect.ts';
import { linesBy, platformOver } from './gateway-kit.ts';

/** How a server is reached: its address, and who signs in there how. */
export type Reach = (
  server: SandboxSide,
  mailbox: string,
  scheme: SignInScheme,
  /** SHA-256 of the certificate that is trusted, whatever is wrong with it. */
  trusted?: string,
) => ConnectionChanges & { url: string };

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
      authenticator: authenticatorBy(
        linesBy(gateway, trusted === undefined ? {} : { trusted }),
        server,
        mailbox,
        scheme,
      ),
    }),
    close: gateway.close,
  };
}

const authenticatorBy = (open: OpenSocket, server: SandboxSide, mailbox: string, scheme: SignInScheme): Authenticator =>
  createAuthenticator(scheme, ownerOf(server, mailbox), platformOver(open));
