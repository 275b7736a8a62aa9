import type { SignInPlatform } from '../../exchange/transport/sign-in/sign-in.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { countedFetch, createHttp } from '../platform/http.ts';
import { createSocketOpener } from '../platform/socket-open.ts';

/**
 * What signing in needs, from the platform as it is; requests go only where the policy allows. `onCall` is called before
 * each request and each connection.
 */
export function createSignInPlatform(
  policy: AddressPolicy,
  { maxConnections, onCall = () => {} }: { maxConnections?: number; onCall?: () => void } = {},
): SignInPlatform {
  return {
    fetch: createHttp(policy, countedFetch(onCall)),
    open: createSocketOpener(policy, onCall),
    random: (bytes) => void crypto.getRandomValues(bytes),
    now: Date.now,
    ...(maxConnections === undefined ? {} : { maxConnections }),
  };
}
