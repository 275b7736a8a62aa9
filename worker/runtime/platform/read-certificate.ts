import { X509Certificate } from 'node:crypto';
import { fromBase64 } from '../../lib/encoding.ts';
import type { ReadCertificate } from '../../exchange/transport/tls/judge-flight.ts';

/** SHA-1 and MD5 with RSA, SHA-1 with ECDSA, as object identifiers in DER. */
const WEAK_SIGNATURES = ['06092a864886f70d010105', '06092a864886f70d010104', '06072a8648ce3d0401'];
/** The modulus of a key of 2048 bits. */
const LEAST_RSA_BYTES = 256;
const MOST_NAMES = 100;

/** Reads a certificate for people and for judgeTls; undefined for bytes that are none. */
export function readCertificate(der: Uint8Array, host: string): ReadCertificate | undefined {
  try {
    const certificate = new X509Certificate(der);
    const isAddress = /^[\d.]+$|:/.test(host);
    const matched = isAddress ? certificate.checkIP(host) : certificate.checkHost(host);
    return {
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: namesOf(certificate.subjectAltName ?? ''),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      isSelfSigned: certificate.subject === certificate.issuer,
      isWeak: hasWeakSignature(der) || hasShortKey(certificate),
      namesHost: matched !== undefined,
    };
  } catch {
    return undefined;
  }
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').filter(Boolean).join(', ').slice(0, 500);
}

function namesOf(subjectAltName: string): string[] {
  return subjectAltName
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
    .slice(0, MOST_NAMES);
}

/** The algorithm stands within the certificate, and once more behind it. */
function hasWeakSignature(der: Uint8Array): boolean {
  const hex = Array.from(der, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return WEAK_SIGNATURES.some((oid) => hex.indexOf(oid) !== hex.lastIndexOf(oid));
}

function hasShortKey({ publicKey }: X509Certificate): boolean {
  const { kty, n } = publicKey.export({ format: 'jwk' });
  return kty === 'RSA' && fromBase64(n ?? '').length < LEAST_RSA_BYTES;
}
