import type { SignInPlatform } from '../exchange/sign-in.ts';
import type { AddressPolicy } from '../lib/address.ts';
import { createHttp } from './http.ts';
import { createSocketOpener } from './socket-open.ts';

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
