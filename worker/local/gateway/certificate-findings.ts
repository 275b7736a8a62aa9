import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { isPrivateHost } from '../../lib/address.ts';
import type { CertificateReason } from '../../lib/tls-facts.ts';
import { CERTIFICATE_REASONS } from '../../lib/tls-facts.ts';
import { attributeOf, describeCertificate, issuerName } from './describe-certificate.ts';
import { signatureHash } from './signature-hash.ts';

/** What a server showed, and what was asked for. */
export type Shown = {
  /** The server's own certificate first, then those that it sent and the trusted one that they lead to, if any. */
  chain: readonly X509Certificate[];
  /** OpenSSL's name for what it found wrong with the chain; undefined where it found nothing. */
  verifyError: string | undefined;
  /** The name or address that was called. */
  host: string;
  /** The fingerprint of the one certificate that was trusted by a person. */
  trusted: string | undefined;
};

/** Whom this computer trusts. */
export type Authorities = {
  /** Whether a certificate has the name and key of a trusted one. It may be another one of these, by another issuer. */
  isTrusted: (certificate: X509Certificate) => boolean;
  /** The organisations (`O`) of the trusted authorities. */
  organisations: ReadonlySet<string>;
};

type Finding = { reason: CertificateReason; /** Continues “The certificate of …”. */ clause: string };

const SHORTEST_RSA_BITS = 2_048;
const SHORTEST_CURVE_BITS = 224;
/** OpenSSL's names for a chain without a trusted authority, for dates and for strength (UNSPECIFIED): judged here. */
const JUDGED_HERE = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'UNSPECIFIED',
]);

/** All that is wrong with a certificate, the most telling first. */
export function findingsOf(shown: Shown, by: Authorities, now: Date): Finding[] {
  const end = shown.chain.findIndex(by.isTrusted);
  // What OpenSSL accepts it may have found by another way than the server's chain shows.
  const path =
    shown.verifyError === undefined && end < 0
      ? shown.chain.slice(0, 1)
      : shown.chain.slice(0, end < 0 ? undefined : end);
  const found = [
    ...issuerFindings(shown, by),
    ...dateFindings(shown, path, now),
    ...nameFindings(shown),
    ...strengthFindings(shown, path),
  ];
  if (found.length === 0 && shown.verifyError !== undefined) found.push(otherFinding(shown.verifyError));
  return found.sort((one, two) => CERTIFICATE_REASONS.indexOf(one.reason) - CERTIFICATE_REASONS.indexOf(two.reason));
}

function issuerFindings({ chain, verifyError }: Shown, by: Authorities): Finding[] {
  if (verifyError === undefined) return [];
  const leaf = chain[0]!;
  if (chain.some(by.isTrusted)) {
    // The chain seems to lead to a trusted authority, but OpenSSL disagrees: a forged signature.
    return JUDGED_HERE.has(verifyError) ? [] : [otherFinding(verifyError)];
  }
  if (isSelfSigned(leaf)) return [{ reason: 'self-signed', clause: 'is self-signed' }];
  const last = chain.at(-1)!;
  const issuer = quoted(issuerName(last));
  if (isSelfSigned(last))
    return [{ reason: 'unknown-issuer', clause: `was issued by ${issuer}, which is not trusted here` }];
  const isPublic = namesPublicIssuer(last) || by.organisations.has(attributeOf(last.issuer, 'O') ?? '');
  if (isPublic) {
    const clause = `was issued by ${issuer}, whose own certificate the server does not send and this computer does not have`;
    return [{ reason: 'incomplete-chain', clause }];
  }
  const clause = `was issued by ${issuer}, which is not trusted here or whose own certificate the server does not send`;
  return [{ reason: 'unknown-issuer', clause }];
}

function dateFindings({ chain, verifyError }: Shown, path: readonly X509Certificate[], now: Date): Finding[] {
  const found: Finding[] = [];
  const leaf = chain[0]!;
  const looked = path.length > 0 ? path : [leaf];
  const expired = looked.find(({ validToDate }) => validToDate < now);
  if (expired)
    found.push({ reason: 'expired', clause: `${whose(expired, leaf)}expired on ${day(expired.validToDate)}` });
  const early = looked.find(({ validFromDate }) => validFromDate > now);
  if (early) {
    const clause = `${whose(early, leaf)}is not valid before ${day(early.validFromDate)}`;
    found.push({ reason: 'not-yet-valid', clause });
  }
  if (found.length === 0 && verifyError === 'CERT_HAS_EXPIRED')
    found.push({ reason: 'expired', clause: `${AUTHORITY}has expired` });
  if (found.length === 0 && verifyError === 'CERT_NOT_YET_VALID')
    found.push({ reason: 'not-yet-valid', clause: `${AUTHORITY}is not valid yet` });
  return found;
}

function nameFindings({ chain, host }: Shown): Finding[] {
  const leaf = chain[0]!;
  if (!checkServerIdentity(host, leaf.toLegacyObject())) return [];
  const { names } = describeCertificate(leaf);
  const some = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const clause = names.length === 0 ? 'names no server' : `is for other names (${some}${more})`;
  return [{ reason: 'wrong-name', clause }];
}

/** Of a self-signed authority only the key counts: nobody relies on its signature. */
function strengthFindings({ chain, verifyError }: Shown, path: readonly X509Certificate[]): Finding[] {
  const leaf = chain[0]!;
  const found = path.flatMap((certificate): Finding[] => {
    const owner = whose(certificate, leaf);
    const hash = certificate !== leaf && isSelfSigned(certificate) ? undefined : signatureHash(certificate.raw);
    const bits = tooFewBits(certificate);
    const clauses = [
      ...(hash === 'sha1' ? [`${owner}is signed with SHA-1`] : []),
      ...(hash === 'md5' ? [`${owner}is signed with MD5`] : []),
      ...(bits !== undefined ? [`${owner}has a key of only ${bits} bits`] : []),
    ];
    return clauses.map((clause) => ({ reason: 'weak', clause }));
  });
  if (found.length === 0 && verifyError === 'UNSPECIFIED')
    found.push({ reason: 'weak', clause: 'is weaker than required' });
  return found;
}

const AUTHORITY = 'was issued by an authority whose own certificate ';

function whose(certificate: X509Certificate, leaf: X509Certificate): string {
  return certificate === leaf ? '' : AUTHORITY;
}

function otherFinding(verifyError: string): Finding {
  return { reason: 'unknown-issuer', clause: `does not prove who issued it (${verifyError})` };
}

function isSelfSigned(certificate: X509Certificate): boolean {
  // Not by checkIssued: that of a server has a key that is not for signing certificates.
  if (certificate.subject !== certificate.issuer) return false;
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    // A kind of key that Node does not know.
    return true;
  }
}

/** The length of a key that is too short. */
function tooFewBits(certificate: X509Certificate): number | undefined {
  try {
    const { modulusLength, namedCurve } = certificate.publicKey.asymmetricKeyDetails ?? {};
    if (modulusLength !== undefined) return modulusLength < SHORTEST_RSA_BITS ? modulusLength : undefined;
    // Names of curves have their length: prime192v1, secp160r1.
    const bits = Number(/\d{3}/.exec(namedCurve ?? '')?.[0] ?? SHORTEST_CURVE_BITS);
    return bits < SHORTEST_CURVE_BITS ? bits : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a certificate says where in the public Internet that of its issuer is (RFC 5280, 4.2.2.1). */
function namesPublicIssuer({ infoAccess }: X509Certificate): boolean {
  return (infoAccess ?? '').split('\n').some((line) => {
    const address = line.startsWith('CA Issuers - URI:') ? line.slice('CA Issuers - URI:'.length) : '';
    return /^https?:/i.test(address) && URL.canParse(address) && !isPrivateHost(new URL(address).hostname);
  });
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

function day(date: Date): string {
  return DAY.format(date);
}

function quoted(name: string): string {
  return `“${name}”`;
}
