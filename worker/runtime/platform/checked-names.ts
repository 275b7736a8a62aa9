import { readAddresses } from '../../exchange/autodiscover/dns.ts';
import { FaultError } from '../../engine/model/fault.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { isAddress, isPrivateAddress } from '../../lib/address.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import type { Fetch } from './http.ts';

/** Throws where the name of a host must not be connected to. */
export type CheckName = (url: URL, signal?: AbortSignal | null) => Promise<void>;

/** How long an isolate goes by what it has seen of a name. */
const CHECKED_MS = MINUTE_MS;
const MOST_NAMES = 1_000;
const LOOK_UP_MS = 5_000;
/** Records of addresses: A and AAAA. */
const TYPES = [1, 28] as const;

const checkedUntil = new Map<string, number>();

/**
 * Looks the name of a host up before a request goes there, and refuses it where one of its addresses is private: names
 * are data of strangers. Undefined where private addresses are allowed, or where there is no resolver. The platform gives
 * no way to connect to the very address that was checked, as the gateway does; on Cloudflare it leads to no private
 * network besides. https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 */
export function createNameCheck(
  { allowPrivate }: AddressPolicy,
  resolverUrl: string | undefined,
  fetch: Fetch,
): CheckName | undefined {
  if (allowPrivate || !resolverUrl) return undefined;
  return async ({ hostname }, signal) => {
    const until = checkedUntil.get(hostname);
    if (isAddress(hostname) || hostname === new URL(resolverUrl).hostname || (until ?? 0) > Date.now()) return;
    const limit = AbortSignal.any([AbortSignal.timeout(LOOK_UP_MS), ...(signal ? [signal] : [])]);
    const lists = await Promise.all(TYPES.map((type) => lookUp(resolverUrl, hostname, type, fetch, limit))).catch(
      (cause: unknown) => {
        signal?.throwIfAborted();
        throw refusal('transient', 'name-not-checked', `The name ${hostname} could not be looked up.`, cause);
      },
    );
    const addresses = lists.flat();
    if (addresses.length === 0) throw refusal('unreachable', 'unknown-host', `There is no server named ${hostname}.`);
    if (addresses.some(isPrivateAddress))
      throw refusal('unreachable', 'address-refused', `${hostname} leads to a private address, which is not allowed.`);
    if (checkedUntil.size >= MOST_NAMES) checkedUntil.clear();
    checkedUntil.set(hostname, Date.now() + CHECKED_MS);
  };
}

async function lookUp(
  resolverUrl: string,
  name: string,
  type: (typeof TYPES)[number],
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string[]> {
  const url = new URL(resolverUrl);
  url.searchParams.set('name', name);
  url.searchParams.set('type', type === 1 ? 'A' : 'AAAA');
  const response = await fetch(url.href, {
    headers: { accept: 'application/dns-json' },
    redirect: 'manual',
    signal,
  });
  if (response.status === 200) return readAddresses(await response.text(), type);
  await response.body?.cancel();
  throw new Error(`The DNS resolver answers HTTP ${String(response.status)}.`);
}

function refusal(kind: 'transient' | 'unreachable', code: string, message: string, cause?: unknown): FaultError {
  const error = new FaultError({ kind, scope: 'endpoint', code, message });
  return cause === undefined ? error : Object.assign(error, { cause });
}
