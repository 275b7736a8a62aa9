import { createSecureContext, createServer, type SecureContext, type Server } from 'node:tls';
import type { ShownCertificate } from './certificate-kinds.ts';
import type { DoorSettings } from './door-settings.ts';

type Chosen = (error: null, context: SecureContext) => void;

/**
 * A TLS server that does the handshakes of sockets it is given (`emit('connection', socket)`); it does not listen.
 * `fallback`: shown to those who name no host, where the certificate needs the name.
 */
export function createTlsEnd(
  { tls, needsSni, handshake }: DoorSettings,
  { key, chain }: ShownCertificate,
  fallback: ShownCertificate | undefined,
  clientAuthority: string,
): Server {
  const wantsCertificate = handshake === 'client-certificate';
  const settings = {
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    // Nothing else lets OpenSSL 3 speak TLS 1.0, or show SHA-1 and short keys.
    ciphers: `${tls.ciphers}:@SECLEVEL=0`,
    honorCipherOrder: true,
    ecdhCurve: 'P-256:P-384',
    dhparam: 'auto',
    ...(wantsCertificate ? { ca: [clientAuthority] } : {}),
  } as const;
  const named = { ...settings, key, cert: chain };
  const isSni = needsSni && tls.readsSni && fallback !== undefined;
  return createServer({
    ...(isSni ? { ...settings, key: fallback.key, cert: fallback.chain } : named),
    ...(isSni ? { SNICallback: (_name: string, then: Chosen) => then(null, createSecureContext(named)) } : {}),
    ...(tls.hasAlpn ? { ALPNProtocols: ['http/1.1'] } : {}),
    requestCert: wantsCertificate,
    rejectUnauthorized: wantsCertificate,
  });
}
