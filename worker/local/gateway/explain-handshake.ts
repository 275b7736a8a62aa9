import type { HandshakeFailure } from '../../lib/tls-facts.ts';
import type { HandshakeError } from './handshake.ts';

/** Codes of Node and OpenSSL 3, by what they say of the server; the first that matches counts. */
const BY_CODE: readonly (readonly [RegExp, HandshakeFailure])[] = [
  [/CERTIFICATE_REQUIRED/, 'client-certificate'],
  [/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE/, 'plain-http'],
  [/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|INAPPROPRIATE_FALLBACK|UNSUPPORTED_SSL_VERSION/, 'version'],
  [
    /ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT_SECURITY|NO_SHARED_CIPHER|CIPHER|DH_KEY_TOO_SMALL|MODULUS_TOO_SMALL|SIGALG|SIGNATURE_TYPE|UNSAFE_LEGACY_RENEGOTIATION|CURVE|GROUP|KEY_TOO_SMALL|MD_TOO_WEAK/,
    'cipher',
  ],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$|UNEXPECTED_EOF/, 'cut'],
];

/** How a handshake failed, from the error alone. */
export function explainHandshake(error: HandshakeError): HandshakeFailure {
  if (error === 'late') return 'hang';
  const code = error.code ?? '';
  return BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
}

/** Whether older settings may succeed where today's failed like this. */
export function mayHelpOld(how: HandshakeFailure): boolean {
  // Some old servers and devices cut the connection, or never answer, when they see what they do not know.
  return how !== 'plain-http' && how !== 'client-certificate';
}

/** One sentence for people. `offers` is what the server does speak, where it is known. */
export function handshakeSentence(
  how: HandshakeFailure,
  {
    host,
    port,
    offers,
    code,
    handshakeMs,
  }: { host: string; port: number; offers?: string; code?: string; handshakeMs: number },
): string {
  switch (how) {
    case 'version':
      return offers
        ? `${host} supports at most ${offers}, which is older than this connection allows.`
        : `${host} supports no TLS version that Mailferry knows.`;
    case 'cipher':
      if (offers === undefined) return `${host} and this gateway have no cipher in common.`;
      return offers.endsWith('only')
        ? `${host} offers ${offers}. The gateway does not support these ciphers.`
        : `${host} offers ${offers}, which this connection does not allow.`;
    case 'plain-http':
      return `${host} does not use https on port ${port}. It answers without encryption.`;
    case 'cut':
      return `${host}, or a firewall in front of it, closed the connection during the TLS handshake.`;
    case 'hang':
      return `${host} accepts connections on port ${port}, but did not finish the TLS handshake within ${handshakeMs / 1000} seconds.`;
    case 'client-certificate':
      return `${host} requires a client certificate, which Mailferry does not have.`;
    case 'other':
      return `The TLS handshake with ${host} failed (${code ?? 'unknown'}).`;
  }
}
