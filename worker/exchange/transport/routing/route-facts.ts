import type { TlsMode } from '../../../lib/gateway-grant.ts';
import type { OriginFacts, RouteWhy } from '../../../lib/origin-facts.ts';
import type { Line } from '../../../lib/tls-facts.ts';

/** What is known of the route to an origin, apart from what signing in has learnt there. */
export type Route = Omit<OriginFacts, 'basicCharset' | 'binding' | 'checkedAt'>;

export const DIRECT: Route = { via: 'direct' };

/** The route that a line stands for. `usual`: why the gateway is used where the line shows no reason of its own. */
export function routeOfLine(line: Line, usual: RouteWhy, trusted?: string): Route {
  return {
    via: 'gateway',
    why: whyOf(line, usual, trusted),
    route: line.route,
    ...(line.isOld && { tls: 'old' as const }),
    ...(line.protocol !== undefined && { protocol: line.protocol }),
    ...(line.cipher !== undefined && { cipher: line.cipher }),
  };
}

function whyOf(line: Line, usual: RouteWhy, trusted: string | undefined): RouteWhy {
  if (line.isOld) return 'old-tls';
  if (trusted !== undefined && line.certificate?.sha256 === trusted) return 'certificate';
  return line.route === 'proxy' ? 'proxy' : usual;
}

/**
 * How the gateway should dial. Servers known to need old TLS get it from the start; servers known not to need it never
 * fall back, so that nobody in between can force a downgrade.
 */
export function tlsOf(route: Route | undefined): TlsMode {
  if (route?.via !== 'gateway') return 'any';
  // Until a line was open, nothing is known but that the gateway is the way.
  if (route.protocol === undefined) return 'any';
  return route.tls ?? 'modern';
}

/** Whether two routes say the same. */
export function isSameRoute(a: Route | undefined, b: Route): boolean {
  return (
    a !== undefined &&
    a.via === b.via &&
    a.why === b.why &&
    a.route === b.route &&
    a.tls === b.tls &&
    a.protocol === b.protocol &&
    a.cipher === b.cipher
  );
}
