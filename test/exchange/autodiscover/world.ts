import { getRandomValues } from 'node:crypto';
import {
  discover,
  type DiscoverPlatform,
  type DiscoverRequest,
} from '../../../worker/exchange/autodiscover/discover.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';

const RESOLVER = 'https://dns.example/dns-query';

/** What of the world there is: servers by the name of their host, and DNS. Everything else is unknown. */
export type World = {
  hosts: Record<string, SandboxSide | ((request: Request) => Response | Promise<Response>)>;
  srv?: string[];
};

/** One request as it went out; `authorization` is the scheme of it. */
export type Sent = { url: string; authorization: string | undefined };

/** A search against such a world, with everything that was sent. Real names, although the servers are on loopback. */
export async function discoverIn(world: World, request: Partial<DiscoverRequest> & { address: string }) {
  const sent: Sent[] = [];
  const send = async (input: string, init: RequestInit): Promise<Response> => {
    const url = new URL(input);
    sent.push({ url: input, authorization: new Headers(init.headers).get('authorization')?.split(' ')[0] });
    if (input.startsWith(RESOLVER)) {
      const answers = (world.srv ?? []).map((data) => ({
        name: url.searchParams.get('name'),
        type: 33,
        TTL: 60,
        data,
      }));
      return Response.json({ Status: 0, Answer: answers });
    }
    const server = world.hosts[url.hostname];
    if (server === undefined)
      throw new TypeError('fetch failed', { cause: new Error(`getaddrinfo ENOTFOUND ${url.hostname}`) });
    if (typeof server === 'function') return server(new Request(input, init));
    return fetch(new URL(url.pathname, server.url), init);
  };
  const { open } = netSockets();
  const platform: DiscoverPlatform = {
    fetch: send,
    fetchPlain: send,
    open: (url, signal) => {
      sent.push({ url: url.href, authorization: 'a socket' });
      const server = world.hosts[url.hostname];
      if (server === undefined || typeof server === 'function') throw new Error('connect() failed');
      return open(new URL(server.url), signal);
    },
    random: (bytes) => void getRandomValues(bytes),
    now: Date.now,
    resolverUrl: RESOLVER,
  };
  const result = await discover({ consentHosts: [], allowPrivate: false, ...request }, platform);
  return { result, sent, outcomes: result.attempts.map(({ what, outcome }) => `${what} ${outcome}`) };
}
