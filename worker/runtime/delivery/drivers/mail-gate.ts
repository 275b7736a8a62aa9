import type { AddressPolicy } from '../../../lib/address.ts';
import { bareHost, isPrivateHost } from '../../../lib/address.ts';
import { canonicalHost } from '../../../lib/mail/mail-settings.ts';
import { publicAddresses } from '../../platform/dns-query.ts';

/** Ports that mail is handed over at: 25 between servers, 465 with TLS, 587 and 2525 with STARTTLS. */
const MAIL_PORTS: readonly number[] = [25, 465, 587, 2525];

/** Where to connect: `address` is what was checked, `name` what the certificate has to be for. */
export type MailTarget = { name: string; addresses: readonly string[] };

/**
 * The address gate for mail servers that people enter, at each attempt: the host as it is parsed, and every address that
 * it resolves to. A text says why it is closed. Without a resolver the platform itself connects to public addresses
 * only.
 */
export async function passMailGate(
  host: string,
  port: number,
  policy: AddressPolicy,
  resolverUrl: string | undefined,
): Promise<MailTarget | string> {
  const canonical = canonicalHost(host);
  if (canonical === undefined) return `${host} is not a host name.`;
  const name = bareHost(canonical);
  if (policy.allowPrivate) return { name, addresses: [name] };
  if (isPrivateHost(canonical)) return `${name} is a private address, which is not allowed.`;
  if (!MAIL_PORTS.includes(port)) return `Port ${port} is not allowed. Mail servers use ${MAIL_PORTS.join(', ')}.`;
  const isAddress = canonical.startsWith('[') || /^[\d.]+$/.test(canonical);
  if (isAddress || !resolverUrl) return { name, addresses: [name] };
  const found = await publicAddresses(resolverUrl, canonical);
  return 'refused' in found ? found.refused : { name, addresses: found.addresses.map(bareHost) };
}
