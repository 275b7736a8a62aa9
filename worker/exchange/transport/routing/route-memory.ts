import type { OriginFacts, Origins } from '../../../lib/origin-facts.ts';
import type { SignInFacts, SignInMemory } from '../sign-in-memory.ts';
import { DIRECT, isSameRoute, type Route } from './route-facts.ts';

/** What is known of origins: what was remembered of them, and what this invocation has learnt. */
export type RouteMemory = {
  routeOf(url: URL): Route | undefined;
  /** Whether the way was found in this invocation. */
  isFound(url: URL): boolean;
  note(url: URL, route: Route): void;
  /** The way of a connection that was opened for its certificate's sake; taken where a sign-in proves to need that. */
  noteBound(url: URL, route: Route): void;
  signIn: (origin: string) => SignInMemory;
  /** What was learnt and differs from what was remembered, whole facts by origin. */
  learnt: () => Record<string, OriginFacts>;
};

/** `isLook`: ways that are remembered do not count, because the server may have been renewed since. */
export function createRouteMemory(origins: Origins, isLook: boolean, now: () => number): RouteMemory {
  const routes = new Map<string, Route>();
  const bound = new Map<string, Route>();
  const signIns = new Map<string, SignInFacts>();

  const signInOf = (origin: string): Pick<OriginFacts, 'basicCharset' | 'binding'> => {
    const learnt = signIns.get(origin);
    const { basicCharset, binding } = { ...origins[origin], ...learnt };
    return {
      ...(basicCharset && { basicCharset }),
      // A sign-in bound to the certificate now sees no proxy in between.
      ...(binding && !learnt?.needsBinding && { binding }),
    };
  };

  return {
    routeOf: ({ origin }) => routes.get(origin) ?? (isLook ? undefined : origins[origin]),
    isFound: ({ origin }) => routes.has(origin),
    note: ({ origin }, route) => void routes.set(origin, route),
    noteBound: ({ origin }, route) => void bound.set(origin, route),
    signIn: (origin) => ({
      ...signInOf(origin),
      learn: (facts) => {
        signIns.set(origin, { ...signIns.get(origin), ...facts });
        const route = facts.needsBinding && bound.get(origin);
        if (route) routes.set(origin, route);
      },
    }),
    learnt: () => {
      const all: Record<string, OriginFacts> = {};
      for (const origin of new Set([...routes.keys(), ...signIns.keys()])) {
        const before = origins[origin];
        const route = routes.get(origin) ?? before ?? DIRECT;
        const signIn = signInOf(origin);
        const isKnown =
          isSameRoute(before, route) &&
          signIn.basicCharset === before?.basicCharset &&
          signIn.binding === before?.binding;
        if (!isKnown) all[origin] = { ...wayOf(route), ...signIn, checkedAt: now() };
      }
      return all;
    },
  };
}

/** The way alone, of what may be whole facts. */
function wayOf({ via, why, route, tls, protocol, cipher }: Route): Route {
  return {
    via,
    ...(why && { why }),
    ...(route && { route }),
    ...(tls && { tls }),
    ...(protocol !== undefined && { protocol }),
    ...(cipher !== undefined && { cipher }),
  };
}
