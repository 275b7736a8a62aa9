import type { AddressPolicy } from '../../lib/address.ts';
import { isPrivateHost, refusalOf } from '../../lib/address.ts';
import type { CheckName } from './checked-names.ts';

/** Thrown before a request is made to an address that the policy forbids. */
export class AddressRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AddressRefusedError';
  }
}

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** The platform's fetch, with a call of `onCall` before each request. */
export function countedFetch(onCall: () => void): Fetch {
  return (input, init) => {
    onCall();
    return fetch(input, init);
  };
}

/**
 * A fetch for addresses that people typed. It goes only where the policy allows (https and public hosts, unless
 * private ones are on; `checkName` looks names up), and never follows a redirect: a 3xx comes back as it is, so that credentials stay with the
 * host that they were given for.
 */
export function createHttp(
  policy: AddressPolicy,
  base: Fetch = (input, init) => fetch(input, init),
  checkName?: CheckName,
): Fetch {
  return async (input, init) => {
    const url = new URL(input);
    const refusal = refusalOf(url, policy);
    if (refusal) throw new AddressRefusedError(`Requests to ${url.origin} are not allowed (${refusal}).`);
    await checkName?.(url, init?.signal);
    return base(input, { ...init, redirect: 'manual' });
  };
}

/**
 * A fetch over plain http, for references that carry nothing: public hosts on port 80, GET, no body, no headers of
 * the caller.
 */
export function createPlainHttp(
  policy: AddressPolicy,
  base: Fetch = (input, init) => fetch(input, init),
  checkName?: CheckName,
): Fetch {
  return async (input, init) => {
    const url = new URL(input);
    requireReference(url, policy);
    await checkName?.(url, init?.signal);
    return base(input, { redirect: 'manual', ...(init?.signal ? { signal: init.signal } : {}) });
  };
}

/** Throws unless the address is a plain http one that references may be read from. */
export function requireReference(url: URL, policy: AddressPolicy): void {
  const isPlain = url.protocol === 'http:' && url.username === '' && (url.port === '' || policy.allowPrivate);
  if (!isPlain || (!policy.allowPrivate && isPrivateHost(url.hostname)))
    throw new AddressRefusedError(`Requests to ${url.origin} are not allowed.`);
}
