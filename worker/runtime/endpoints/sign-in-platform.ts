import type { SignInPlatform } from '../../exchange/transport/sign-in/sign-in.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { createHttp } from '../platform/http.ts';
import { createSocketOpener } from '../platform/socket-open.ts';

/** What signing in needs, from the platform as it is; requests go only where the policy allows. */
export function createSignInPlatform(policy: AddressPolicy, maxConnections?: number): SignInPlatform {
  return {
    fetch: createHttp(policy),
    open: createSocketOpener(policy),
    random: (bytes) => void crypto.getRandomValues(bytes),
    now: Date.now,
    ...(maxConnections === undefined ? {} : { maxConnections }),
  };
}
