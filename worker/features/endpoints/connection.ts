import { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { ROUTE_WHYS, type OriginFacts } from '../../lib/origin-facts.ts';

export const Connection = z
  .object({
    via: z.enum(['direct', 'gateway']),
    why: z.enum(ROUTE_WHYS).nullable().describe('Why the gateway is used; null for a direct connection.'),
    route: z.enum(['direct', 'proxy']).nullable().describe('How the gateway reaches the server.'),
    protocol: z.string().nullable().describe('`TLSv1` to `TLSv1.3`, if known.'),
    cipher: z.string().nullable(),
    message: z.string().nullable().describe('Remarks for people.'),
    checkedAt: z.string(),
  })
  .meta({ ref: 'Connection' });

/** How an origin is reached, as the API shows it. */
export function presentConnection(facts: OriginFacts) {
  const { via, why, route, protocol, cipher, checkedAt } = facts;
  return {
    via,
    why: why ?? null,
    route: route ?? null,
    protocol: protocol ?? null,
    cipher: cipher ?? null,
    message: messageOf(facts),
    checkedAt: toIso(checkedAt),
  };
}

/** `TLS 1.0` for `TLSv1`. */
function nameOfProtocol(protocol = ''): string {
  const version = /^TLSv1(?:\.(\d))?$/.exec(protocol);
  return version ? `TLS 1.${version[1] ?? '0'}` : protocol || 'old TLS';
}

const WEAKER = 'Such a connection is weaker than today’s standard. Mailferry uses it only for the migration.';

function messageOf({ why, tls, protocol, binding }: OriginFacts): string | null {
  const parts: string[] = [];
  if (tls === 'old') {
    const isOldVersion = protocol === 'TLSv1' || protocol === 'TLSv1.1';
    const name = nameOfProtocol(protocol);
    parts.push(
      isOldVersion
        ? `This server supports only ${name}. ${WEAKER}`
        : `This server supports ${name} only with old ciphers. ${WEAKER}`,
    );
  }
  const message = why === undefined ? undefined : MESSAGES[why];
  if (message !== undefined) parts.push(message);
  if (binding === 'none')
    parts.push('Something between Mailferry and Exchange intercepts the TLS connection and re-encrypts it.');
  return parts.length > 0 ? parts.join(' ') : null;
}

const MESSAGES: Readonly<Partial<Record<NonNullable<OriginFacts['why']>, string>>> = {
  certificate: 'The server’s certificate is trusted by its fingerprint only.',
  'private-issuer': 'The certificate comes from an authority that the gateway trusts, not from a public one.',
  proxy: 'The connection goes through the company’s proxy.',
  binding: 'The server ties sign-ins to its certificate, which only the gateway can see.',
  network: 'Only the gateway can reach this server.',
};
