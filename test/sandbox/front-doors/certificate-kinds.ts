import type { Authority, CertificateOptions, IssuedCertificate } from './authority.ts';

/** What a server shows: a good certificate, or one that a client must not take as it is. */
export const CERTIFICATE_KINDS = [
  'good',
  'self-signed',
  'exchange-default',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'missing-intermediate',
  'unknown-issuer',
  'unknown-root',
  'sha-1',
  'short-key',
] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** What a certificate is for: host names and addresses. */
export type Hosts = { names: readonly string[]; ips: readonly string[] };

/** A certificate and what the server sends with it. */
export type ShownCertificate = IssuedCertificate & {
  /** PEM: the certificate, then the issuers that are sent. */
  chain: string;
};

const DAY_MS = 86_400_000;

const OWN: Readonly<
  Record<CertificateKind, (hosts: Hosts, after: (days: number) => Date) => Partial<CertificateOptions>>
> = {
  good: () => ({}),
  'self-signed': () => ({ issuer: 'self' }),
  // What setup makes and names "Microsoft Exchange": the server's names inside, SHA-1, five years.
  'exchange-default': ({ names }) => ({ issuer: 'self', hash: 'SHA-1', names: ['MAIL', inside(names)], ips: [] }),
  expired: (_, after) => ({ notBefore: after(-400), notAfter: after(-35) }),
  'not-yet-valid': (_, after) => ({ notBefore: after(3650), notAfter: after(4015) }),
  'wrong-name': () => ({ names: ['mail.elsewhere.example', 'elsewhere.example'], ips: [] }),
  'missing-intermediate': () => ({}),
  'unknown-issuer': () => ({ issuer: 'stranger' }),
  'unknown-root': () => ({ issuer: 'stranger' }),
  'sha-1': () => ({ hash: 'SHA-1' }),
  'short-key': () => ({ bits: 1024 }),
};

/** A name that is no public one. */
const inside = (names: readonly string[]): string =>
  `mail.${(names.find((name) => name.includes('.')) ?? 'mail.sandbox.example').split('.').slice(1).join('.')}.local`;

/** How many of the issuers are sent, of those that there are. */
function sent(kind: CertificateKind, issuers: readonly string[]): readonly string[] {
  if (kind === 'missing-intermediate' || kind === 'unknown-issuer') return [];
  if (kind === 'unknown-root') return issuers;
  return issuers.slice(0, -1);
}

/**
 * Makes the certificate of a kind. It is dated by when the authority was made: the same over restarts, until `edition`
 * says that it was renewed.
 */
export async function makeCertificate(
  authority: Authority,
  kind: CertificateKind,
  hosts: Hosts,
  edition = 1,
): Promise<ShownCertificate> {
  const after = (days: number): Date => new Date(authority.since.getTime() + days * DAY_MS);
  const usual = { ...hosts, notBefore: after(0), notAfter: after(5 * 365), edition };
  const certificate = await authority.certificateFor({ ...usual, ...OWN[kind](hosts, after) });
  return { ...certificate, chain: [certificate.cert, ...sent(kind, certificate.issuers)].join('') };
}
