import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/** As many as OpenSSL follows. */
const LONGEST_CHAIN = 100;

/** The server's certificate, those above it that it sent, and the trusted one that they lead to, where there is one. */
export function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (one?.raw && chain.length < LONGEST_CHAIN) {
    chain.push(new X509Certificate(one.raw));
    // A self-signed one is its own issuer.
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  }
  return chain;
}

/** OpenSSL's name for what it found wrong with the chain; undefined where it found nothing. */
export function verifyErrorOf(socket: TLSSocket): string | undefined {
  // The types say Error; it is the code.
  return socket.authorized ? undefined : String(socket.authorizationError ?? 'UNSPECIFIED');
}
