import { FaultError } from '../../engine/model/fault.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { isAddress, isPrivateAddress } from '../../lib/address.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import { lookUpAddresses } from './dns-query.ts';
import type { Fetch } from './http.ts';

/** Throws FaultError if the name of a host must not be connected to. */
export type CheckName = (url: URL, signal?: AbortSignal | null) => Promise<void>;

/** How long an isolate relies on what it has seen of a name. */
const CHECKED_MS = MINUTE_MS;
const MOST_NAMES = 1_000;

const checkedUntil = new Map<string, number>();

/**
 * Looks the name of a host up before a request goes there, and refuses it if one of its addresses is private: names are
 * data of strangers. Undefined where private addresses are allowed, or where there is no resolver. The platform lets
 * nobody choose the address that a request connects to, as the gateway does; on Cloudflare it leads to no private network
 * besides. `ask`: how the resolver is reached.
 */
export function createNameCheck(
  { allowPrivate }: AddressPolicy,
  resolverUrl: string | undefined,
  ask: Fetch,
): CheckName | undefined {
  if (allowPrivate || !resolverUrl) return undefined;
  const resolver = new URL(resolverUrl).hostname;
  return async ({ hostname }, signal) => {
    if (isAddress(hostname) || hostname === resolver || (checkedUntil.get(hostname) ?? 0) > Date.now()) return;
    const addresses = await lookUpAddresses(resolverUrl, hostname, ask);
    signal?.throwIfAborted();
    if (!addresses) throw refusal('transient', 'name-not-checked', `The name ${hostname} could not be looked up.`);
    if (addresses.length === 0) throw refusal('unreachable', 'unknown-host', `There is no server named ${hostname}.`);
    if (addresses.some(isPrivateAddress))
      throw refusal('unreachable', 'address-refused', `${hostname} leads to a private address, which is not allowed.`);
    if (checkedUntil.size >= MOST_NAMES) checkedUntil.clear();
    checkedUntil.set(hostname, Date.now() + CHECKED_MS);
  };
}

function refusal(kind: 'transient' | 'unreachable', code: string, message: string): FaultError {
  return new FaultError({ kind, scope: 'endpoint', code, message });
}
