import { fromBase64 } from '../../../lib/encoding.ts';
import {
  CERTIFICATE_REASONS,
  HANDSHAKE_FAILURES,
  type Certificate,
  type CertificateReason,
  type HandshakeFailure,
  type Line,
  type LineFailure,
} from '../../../lib/tls-facts.ts';

/** Longest answer of a gateway about a line; a certificate with a hundred long names stays below. */
export const MAX_FACTS_BYTES = 64 * 1024;

const PLAIN_CODES = [
  'address-refused',
  'unknown-host',
  'connection-refused',
  'connect-timeout',
  'proxy-refused',
  'proxy-unreachable',
  'grant-refused',
] as const;

type Loose = Record<string, unknown>;

/** The facts of an open line in the header of a gateway's answer; undefined for what is no such header. */
export function readLineHeader(header: string | null): Line | undefined {
  if (header === null) return undefined;
  try {
    return readLine(JSON.parse(new TextDecoder().decode(fromBase64(header))));
  } catch {
    return undefined;
  }
}

/** The facts of an open line; undefined for a value of another form. */
export function readLine(value: unknown): Line | undefined {
  if (!isLoose(value)) return undefined;
  const { protocol, cipher, certificate, endPointHash, route, isOld } = value;
  const known = readCertificate(certificate);
  return {
    ...(typeof protocol === 'string' && { protocol }),
    ...(typeof cipher === 'string' && { cipher }),
    ...(known && { certificate: known }),
    ...(typeof endPointHash === 'string' && { endPointHash }),
    route: route === 'proxy' ? 'proxy' : 'direct',
    isOld: isOld === true,
  };
}

/** Why a gateway opened no line; undefined for a value of another form. */
export function readLineFailure(value: unknown): LineFailure | undefined {
  if (!isLoose(value) || typeof value['message'] !== 'string') return undefined;
  const { code, message } = value;
  const plain = PLAIN_CODES.find((known) => known === code);
  if (plain !== undefined) return { code: plain, message };
  if (code === 'tls-unsupported') {
    const how: HandshakeFailure = HANDSHAKE_FAILURES.find((known) => known === value['how']) ?? 'other';
    const { offers } = value;
    return { code, how, ...(typeof offers === 'string' && { offers }), message };
  }
  const certificate = readCertificate(value['certificate']);
  if (certificate === undefined) return undefined;
  if (code === 'certificate-changed') return { code, certificate, message };
  const reasons = readReasons(value['reasons']);
  const [reason] = reasons;
  if (code !== 'certificate-untrusted' || reason === undefined) return undefined;
  return { code, reason, reasons, certificate, message };
}

function readReasons(value: unknown): CertificateReason[] {
  if (!Array.isArray(value)) return [];
  return CERTIFICATE_REASONS.filter((reason) => value.includes(reason)).sort(
    (a, b) => value.indexOf(a) - value.indexOf(b),
  );
}

function readCertificate(value: unknown): Certificate | undefined {
  if (!isLoose(value)) return undefined;
  const { sha256, subject, issuer, names, notBefore, notAfter } = value;
  if (typeof sha256 !== 'string' || !/^[\da-f]{64}$/.test(sha256)) return undefined;
  return {
    sha256,
    subject: textOf(subject),
    issuer: textOf(issuer),
    names: Array.isArray(names) ? names.filter((name) => typeof name === 'string').slice(0, 100) : [],
    notBefore: textOf(notBefore),
    notAfter: textOf(notAfter),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
