import { X509Certificate } from 'node:crypto';
import type { ReadCertificate } from '../../exchange/transport/tls/judge-flight.ts';

/** SHA-1 and MD5 with RSA, SHA-1 with ECDSA, as object identifiers in DER. */
const WEAK_SIGNATURES = ['06092a864886f70d010105', '06092a864886f70d010104', '06072a8648ce3d0401'];
/** An RSA key, up to its bits. */
const RSA_KEY = '06092a864886f70d0101010500';
/** The modulus of a key of 2048 bits. */
const LEAST_RSA_BYTES = 256;
const MOST_NAMES = 100;

/** Reads a certificate for people and for judgeTls; undefined for bytes that are none. */
export function readCertificate(der: Uint8Array, host: string): ReadCertificate | undefined {
  try {
    const certificate = new X509Certificate(der);
    const hex = Array.from(der, (byte) => byte.toString(16).padStart(2, '0')).join('');
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
      isWeak: hasWeakSignature(hex) || hasShortKey(der, hex),
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

/** The certificate contains the algorithm, and repeats it after its body. */
function hasWeakSignature(hex: string): boolean {
  return WEAK_SIGNATURES.some((oid) => hex.indexOf(oid) !== hex.lastIndexOf(oid));
}

/** By the DER itself: the runtime does not export every key. */
function hasShortKey(der: Uint8Array, hex: string): boolean {
  const found = hex.indexOf(RSA_KEY);
  if (found < 0 || found % 2 !== 0) return false;
  // A bit string that says how many bits are unused; in it a sequence, whose first integer is the modulus.
  const bits = contentAt(der, found / 2 + RSA_KEY.length / 2);
  const sequence = contentAt(der, bits.start + 1);
  const modulus = contentAt(der, sequence.start);
  const leadingZero = der[modulus.start] === 0 ? 1 : 0;
  return modulus.length - leadingZero < LEAST_RSA_BYTES;
}

/** Where the content of the DER value at an offset starts, and how long it is. */
function contentAt(der: Uint8Array, at: number): { start: number; length: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, length: first };
  const bytes = first & 0x7f;
  let length = 0;
  for (let index = 0; index < Math.min(bytes, 4); index++) length = length * 256 + (der[at + 2 + index] ?? 0);
  return { start: at + 2 + bytes, length };
}
