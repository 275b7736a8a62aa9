import { z } from 'zod';
import { CERTIFICATE_REASONS, HANDSHAKE_FAILURES } from '../../lib/tls-facts.ts';

/** As browsers and Windows show it too: with colons or spaces, in capitals. */
const Fingerprint = z
  .string()
  .max(200)
  .transform((text) => text.replaceAll(/[\s:]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[\da-f]{64}$/, 'This is not a SHA-256 fingerprint: 64 hexadecimal digits.'));

/** As URLs have it: an IPv6 address in brackets. */
const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(253)
  .transform((host) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host));

/** At most as many hosts as a search asks. */
const MOST_HOSTS = 20;

const hasRoom = (hosts: object): boolean => Object.keys(hosts).length <= MOST_HOSTS;

export const FingerprintsByHost = z
  .record(HostName, Fingerprint)
  .refine(hasRoom, `At most ${String(MOST_HOSTS)} hosts.`)
  .describe('By host: SHA-256 of the one certificate to trust there. Only for owners and managers.');

/** The same where null takes trust away. */
const FingerprintChanges = z
  .record(HostName, Fingerprint.nullable())
  .refine(hasRoom, `At most ${String(MOST_HOSTS)} hosts.`);

const WARNING =
  'Mailferry trusts exactly this certificate for this endpoint, whatever is wrong with it. Compare the fingerprint on the server first. Only for owners and managers.';

/** What a new endpoint trusts. */
export const TrustAtStart = {
  trustedCertificate: Fingerprint.optional().describe(`SHA-256 of the server’s certificate. ${WARNING}`),
  trustedCertificates: FingerprintsByHost.optional(),
};

/** What a change of an endpoint does to trust. */
export const TrustChanges = {
  trustedCertificate: Fingerprint.nullable()
    .optional()
    .describe(`SHA-256 of the server’s certificate; null withdraws the trust. ${WARNING}`),
  trustedCertificates: FingerprintChanges.optional().describe(
    'By host, for hosts of Autodiscover. Null withdraws the trust; hosts that are not named stay unchanged. Only for owners and managers.',
  ),
};

const CertificateShown = z
  .object({
    sha256: z.string(),
    subject: z.string(),
    issuer: z.string(),
    names: z.array(z.string()),
    notBefore: z.string(),
    notAfter: z.string(),
  })
  .meta({ ref: 'Certificate' });

/** A problem within an answer. */
export const ProblemShown = z
  .object({
    code: z.string(),
    title: z.string(),
    detail: z.string(),
    cause: z.string(),
    remedy: z.string(),
    host: z.string().optional(),
    reason: z.enum(CERTIFICATE_REASONS).optional(),
    reasons: z.array(z.enum(CERTIFICATE_REASONS)).optional(),
    certificate: CertificateShown.optional(),
    how: z.enum(HANDSHAKE_FAILURES).optional(),
    offers: z.string().optional(),
  })
  .meta({ ref: 'ProblemShown' });
