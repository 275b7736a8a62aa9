import type { AddressPolicy } from '../../lib/address.ts';

/** Where the settings of the Worker let addresses lead that people and servers name; see env.ts. */
export function addressPolicy(env: { ALLOW_PRIVATE_ENDPOINTS?: string; ALLOWED_PORTS?: string }): AddressPolicy {
  const ports = (env.ALLOWED_PORTS ?? '').split(',').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535))
    throw new Error('ALLOWED_PORTS must be a list of ports, such as 8443,4443.');
  return { allowPrivate: env.ALLOW_PRIVATE_ENDPOINTS === 'true', ...(ports.length > 0 && { ports }) };
}
