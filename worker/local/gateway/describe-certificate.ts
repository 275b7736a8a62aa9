import type { X509Certificate } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { Certificate } from '../../lib/tls-facts.ts';
import { signatureHash } from './signature-hash.ts';

const MOST_NAMES = 100;
/** All names together: they travel in a header. */
const MOST_CHARACTERS = 4_000;
const LONGEST_SUBJECT = 300;

/** What people and the API are shown of a certificate. */
export function describeCertificate(x509: X509Certificate): Certificate {
  return {
    sha256: fingerprint(x509),
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    names: namesOf(x509),
    notBefore: x509.validFromDate.toISOString(),
    notAfter: x509.validToDate.toISOString(),
  };
}

/** SHA-256 over the DER, in lower-case hex. */
export function fingerprint(x509: X509Certificate): string {
  return createHash('sha256').update(x509.raw).digest('hex');
}

/**
 * The hash for the channel binding `tls-server-end-point`, base64 (RFC 5929, 4.1): by the hash of the certificate's own
 * signature, and by SHA-256 in place of MD5 and SHA-1. Undefined where the signature has no hash.
 */
export function endPointHash(x509: X509Certificate): string | undefined {
  const hash = signatureHash(x509.raw);
  if (!hash) return undefined;
  const name = hash === 'md5' || hash === 'sha1' ? 'sha256' : hash;
  return createHash(name).update(x509.raw).digest('base64');
}

/** A short name of who issued a certificate: the common name, or the organisation. */
export function issuerName(x509: X509Certificate): string {
  return attributeOf(x509.issuer, 'CN') ?? attributeOf(x509.issuer, 'O') ?? 'an issuer without a name';
}

/** One attribute of a subject or issuer as Node writes them, a line for each; without control characters. */
export function attributeOf(name: string | undefined, attribute: string): string | undefined {
  const line = name?.split('\n').find((part) => part.startsWith(`${attribute}=`));
  const value = line && printable(line.slice(attribute.length + 1)).slice(0, 100);
  return value === '' ? undefined : value;
}

function namesOf(x509: X509Certificate): string[] {
  const entries = x509.subjectAltName?.split(', ') ?? [];
  const listed = entries.flatMap((entry) => {
    const [kind, name] = splitAt(entry, ':');
    // Node quotes names with unusual characters: no such name is a host's.
    return (kind === 'DNS' || kind === 'IP Address') && !name.includes('"') ? [printable(name)] : [];
  });
  const common = attributeOf(x509.subject, 'CN');
  const names = listed.length > 0 || common === undefined ? listed : [common];
  let characters = 0;
  return names.slice(0, MOST_NAMES).filter((name) => (characters += name.length) <= MOST_CHARACTERS);
}

function splitAt(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function oneLine(name: string | undefined): string {
  return printable((name ?? '').split('\n').join(', ')).slice(0, LONGEST_SUBJECT);
}

/** A server can write what it likes into its certificate. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '');
}
