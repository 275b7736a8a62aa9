import { getRandomValues } from 'node:crypto';
import { signGrant, type Dial } from '../../../worker/lib/gateway-grant.ts';
import { openLine } from '../../../worker/exchange/transport/gateway/open-line.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import type { SignInFacts } from '../../../worker/exchange/transport/sign-in-memory.ts';
import type { SignInPlatform } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import { socketFetch } from '../../../worker/exchange/transport/socket-fetch.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { TOKEN, type GatewayAtWork } from '../../local/gateway/gateway-at-work.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';

/** Lines by a gateway, as the Worker asks for them. */
export function linesBy({ port }: Pick<GatewayAtWork, 'port'>, changes: Partial<Dial> = {}): OpenSocket {
  return async (url, signal) => {
    const target = { host: url.hostname, port: Number(url.port) };
    const until = Date.now() + 60_000;
    const dial: Dial = { ...target, until, isSecure: true, tls: 'any', allowPrivate: true, ...changes };
    const grant = await signGrant(TOKEN, dial);
    const toGateway = await netSockets().open(new URL(`http://127.0.0.1:${port}`), signal);
    return openLine(toGateway, { ...target, grant }, signal);
  };
}

/** What signing in needs, with everything over connections of its own. `learnt` takes what it finds out. */
export function platformOver(open: OpenSocket, learnt: SignInFacts[] = []): SignInPlatform {
  return {
    fetch: socketFetch({ open, now: Date.now, maxConnections: 3 }),
    open,
    random: (bytes) => void getRandomValues(bytes),
    now: Date.now,
    memory: () => ({ learn: (facts) => void learnt.push(facts) }),
  };
}

/** The same server by its front door. */
export function byItsDoor(server: SandboxSide): SandboxSide {
  return { ...server, url: server.httpsUrl };
}
