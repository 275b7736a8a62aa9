import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPrivateAddress, isPrivateHost } from '../../lib/address.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { within } from '../../lib/within.ts';

/** All addresses of a name, in the order to try them. Rejects if there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export type Addresses = { addresses: readonly string[] } | { failure: LineFailure };

const LOOK_UP_MS = 10_000;
const MOST_ADDRESSES = 16;

/** As this computer looks names up, /etc/hosts included. */
export const resolveHere: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The addresses that a host may be reached at. One private address among them refuses the name: names are data of
 * strangers. The caller connects to these very addresses and never looks the name up again, so that the name can't change
 * in between.
 */
export async function checkedAddresses(host: string, allowPrivate: boolean, resolve: Resolve): Promise<Addresses> {
  if (isIP(host)) return allowPrivate || !isPrivateAddress(host) ? { addresses: [host] } : refused(host);
  if (!allowPrivate && isPrivateHost(host)) return refused(host);
  let addresses: readonly string[] | undefined;
  try {
    addresses = await within(LOOK_UP_MS, resolve(host), () => undefined);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOTFOUND';
    return unknown(isMissing ? `There is no server named ${host}.` : `The name ${host} could not be looked up.`);
  }
  if (!addresses) return unknown(`The name of ${host} could not be looked up within ${LOOK_UP_MS / 1000} seconds.`);
  if (addresses.length === 0) return unknown(`The name ${host} has no address.`);
  const inside = allowPrivate ? undefined : addresses.find(isPrivateAddress);
  return inside === undefined ? { addresses: addresses.slice(0, MOST_ADDRESSES) } : refused(host, inside);
}

/** Whether a name or an IP address can be seen to be private without looking it up. */
export function isPrivateByText(host: string): boolean {
  return isIP(host) ? isPrivateAddress(host) : isPrivateHost(host);
}

export function refused(host: string, address?: string): Addresses & { failure: LineFailure } {
  const found =
    address === undefined ? `${host} is a private address` : `${host} resolves to the private address ${address}`;
  return { failure: { code: 'address-refused', message: `${found}. Private addresses are not allowed.` } };
}

function unknown(message: string): Addresses {
  return { failure: { code: 'unknown-host', message } };
}
