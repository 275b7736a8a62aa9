import type { Certificate, CertificateReason, HandshakeFailure, LineFailure } from '../../../lib/tls-facts.ts';
import type { Flight } from './server-flight.ts';

/** A server's reply to a hello, or how it failed to reply. */
export type Reply = Flight | { kind: 'silent' } | { kind: 'cut' };

/** A certificate, with what is needed to judge it and is not shown. */
export type ReadCertificate = Certificate & { isSelfSigned: boolean; isWeak: boolean; namesHost: boolean };

const TLS_1_2 = 0x0303;
const NAMES: Readonly<Record<number, string>> = {
  0x0300: 'SSL 3.0',
  0x0301: 'TLS 1.0',
  0x0302: 'TLS 1.1',
  0x0303: 'TLS 1.2',
};
const TRIPLE_DES: readonly number[] = [0x000a];
const RC4: readonly number[] = [0x0004, 0x0005];

/** Whether another ClientHello would tell more: the server turned this one down, and may take something older. */
export function isTurnedDown(reply: Reply): boolean {
  return reply.kind === 'alert' || reply.kind === 'cut';
}

/**
 * What is wrong with the TLS of a server that the platform could not connect to. `modern` is what it says to a hello
 * with what the platform speaks; `old` to the last of those with older suites. `chain` is that of the answer that counts; `now` in ms.
 */
export function judgeTls(
  host: string,
  modern: Reply,
  old: Reply | undefined,
  chain: readonly ReadCertificate[],
  now: number,
): LineFailure {
  const unsupported = (how: HandshakeFailure, message: string, offers?: string): LineFailure => ({
    code: 'tls-unsupported',
    how,
    message,
    ...(offers !== undefined && { offers }),
  });
  if (modern.kind === 'plain-http') return unsupported('plain-http', `${host} answers in plain http on this port.`);
  if (modern.kind === 'silent')
    return unsupported('hang', `${host} accepts connections, but does not answer the TLS handshake.`);
  if (modern.kind === 'other' || modern.kind === 'partial')
    return unsupported('other', `${host} answers with something other than TLS.`);
  const seen = modern.kind === 'hello' ? modern : old?.kind === 'hello' ? old : undefined;
  if (seen === undefined) {
    if (modern.kind === 'cut') return unsupported('cut', `${host} closes the connection during the TLS handshake.`);
    const said = modern.kind === 'alert' ? ` (alert ${String(modern.description)})` : '';
    return unsupported('cipher', `${host} rejects every TLS version and cipher that was offered${said}.`);
  }
  const version = NAMES[seen.version] ?? `version ${seen.version.toString(16)}`;
  const last = TRIPLE_DES.includes(seen.suite) ? '3DES only' : RC4.includes(seen.suite) ? 'RC4 only' : undefined;
  if (last) return unsupported('cipher', `${host} supports ${last.replace(' only', '')}, but no current cipher.`, last);
  if (seen.version < TLS_1_2) return unsupported('version', `${host} speaks ${version} only.`, version);
  if (modern.kind !== 'hello') {
    return unsupported(
      'cipher',
      `${host} supports ${version}, but no current cipher.`,
      `${version} with older ciphers`,
    );
  }
  const [own] = chain;
  if (own === undefined) return unsupported('other', `${host} presents no readable certificate.`);
  const reasons = reasonsOf(own, chain.length, now);
  if (seen.wantsClientCertificate && reasons[0] === 'unknown-issuer')
    return unsupported('client-certificate', `${host} asks for a client certificate.`);
  const [reason = 'unknown-issuer'] = reasons;
  const { isSelfSigned: _self, isWeak: _weak, namesHost: _names, ...certificate } = own;
  return {
    code: 'certificate-untrusted',
    reason,
    reasons,
    certificate,
    message: sentenceOf(host, reason, certificate),
  };
}

/** Faults visible without the lists of authorities; if there are none, the issuer is not on them. */
function reasonsOf(own: ReadCertificate, sent: number, now: number): CertificateReason[] {
  const reasons: CertificateReason[] = [
    ...(own.isSelfSigned ? (['self-signed'] as const) : []),
    ...(Date.parse(own.notAfter) < now ? (['expired'] as const) : []),
    ...(Date.parse(own.notBefore) > now ? (['not-yet-valid'] as const) : []),
    ...(own.namesHost ? [] : (['wrong-name'] as const)),
    ...(own.isWeak ? (['weak'] as const) : []),
  ];
  if (reasons.length > 0) return reasons;
  return [sent === 1 ? 'incomplete-chain' : 'unknown-issuer'];
}

function sentenceOf(
  host: string,
  reason: CertificateReason,
  { issuer, names, notBefore, notAfter }: Certificate,
): string {
  switch (reason) {
    case 'self-signed':
      return `${host} presents a self-signed certificate.`;
    case 'unknown-issuer':
      return `The certificate of ${host} was issued by ${issuer}, which is not trusted.`;
    case 'incomplete-chain':
      return `${host} sends only its own certificate. The certificate of its issuer, ${issuer}, is missing or not trusted.`;
    case 'expired':
      return `The certificate of ${host} expired on ${notAfter.slice(0, 10)}.`;
    case 'not-yet-valid':
      return `The certificate of ${host} is not valid before ${notBefore.slice(0, 10)}.`;
    case 'wrong-name':
      return `The certificate is valid for ${names.slice(0, 10).join(', ') || 'no name'}, not for ${host}.`;
    case 'weak':
      return `The certificate of ${host} has an outdated signature or a short key.`;
  }
}
