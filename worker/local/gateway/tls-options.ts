import { constants } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { createSecureContext } from 'node:tls';

/**
 * The best of what a server has comes first: some servers follow the client's order. The level of security is 0, because
 * TLS 1.0 needs it; certificates are judged by other means (judge-certificate.ts).
 */
const OLD_CIPHERS = [
  'ECDHE+AESGCM',
  'ECDHE+CHACHA20',
  'DHE+AESGCM',
  'ECDHE+AES',
  'DHE+AES',
  'RSA+AESGCM',
  'RSA+AES',
  'ALL',
  '!aNULL',
  '!eNULL',
  '!EXPORT',
  '!PSK',
  '!SRP',
  '@SECLEVEL=0',
].join(':');
/** Without those after quantum computers, whose keys make the first message longer than some old devices accept. */
const OLD_CURVES = 'X25519:P-256:P-384:P-521';

/** What one handshake offers, and whom it trusts: certificates in PEM. Costly; one serves any number of connections. */
export function contextFor(mode: 'modern' | 'old', authorities: readonly string[]): SecureContext {
  return createSecureContext({
    ca: [...authorities],
    // An intermediate authority named by a workgroup is trusted without its root.
    allowPartialTrustChain: true,
    ...(mode === 'modern'
      ? { minVersion: 'TLSv1.2' }
      : {
          minVersion: 'TLSv1',
          ciphers: OLD_CIPHERS,
          ecdhCurve: OLD_CURVES,
          secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
        }),
  });
}

/** Without the old settings, only these versions and ciphers are used, as by the runtime's own sockets. */
const CIPHERS_OF_RUNTIME = /^(TLS_|ECDHE-(RSA|ECDSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$)/;

/** Whether a connection is weaker than what the embedded runtime and Cloudflare's sockets speak by themselves. */
export function isOldLine(protocol: string, cipher: string): boolean {
  const isOldVersion = protocol !== 'TLSv1.2' && protocol !== 'TLSv1.3';
  return isOldVersion || !CIPHERS_OF_RUNTIME.test(cipher);
}
