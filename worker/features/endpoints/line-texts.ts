import type { CertificateReason, HandshakeFailure, LineFailure } from '../../lib/tls-facts.ts';

/** What a person reads of a connection that was not opened. */
export type LineText = { title: string; cause: string; remedy: string };

const OR_TRUST = 'Or compare its fingerprint with the one on the server, and trust exactly this certificate.';

/** What to do about a server that is too old even for the gateway. */
const CIPHER_REMEDY =
  'Ask the provider to enable AES ciphers. Otherwise put a TLS relay near the server; for 3DES, run Mailferry on Cloudflare, whose edge speaks it.';
const SSL_REMEDY =
  'Ask the provider to enable TLS 1.2, or TLS 1.0 at least, on the server. Otherwise put a TLS relay near the server.';

const GATEWAY_REMEDY =
  'Look at the endpoint again with the gateway, which speaks TLS 1.0 and older ciphers too: see "Old servers and their TLS" in the README. Or ask the provider to enable TLS 1.2 with ECDHE and AES-GCM.';

const CERTIFICATE_TEXTS: Readonly<Record<CertificateReason, LineText>> = {
  'self-signed': {
    title: 'The certificate is self-signed',
    cause:
      'The server made its certificate itself, as Exchange does when it is installed. No authority vouches for it.',
    remedy: `Ask the provider for a certificate from a public authority. ${OR_TRUST}`,
  },
  'unknown-issuer': {
    title: 'An unknown authority issued the certificate',
    cause:
      'Neither the public lists nor this computer trust the authority that issued it. It is often a company’s own.',
    remedy: `Load the root certificate of that authority: npm start -- --ca FILE. ${OR_TRUST}`,
  },
  'incomplete-chain': {
    title: 'The certificate chain is incomplete',
    cause: 'The server does not send the intermediate certificate between its own and the authority’s.',
    remedy: `Ask the provider to install the intermediate certificate, or load it: npm start -- --ca FILE. ${OR_TRUST}`,
  },
  expired: {
    title: 'The certificate has expired',
    cause: 'The validity of the certificate has ended.',
    remedy: `Ask the provider to renew it. ${OR_TRUST}`,
  },
  'not-yet-valid': {
    title: 'The certificate is not valid yet',
    cause: 'The validity of the certificate begins in the future.',
    remedy: `Check the clock of the server and the one of this computer. ${OR_TRUST}`,
  },
  'wrong-name': {
    title: 'The certificate is for other names',
    cause: 'The certificate does not name the host of the address.',
    remedy: `Use one of the names that the certificate lists. ${OR_TRUST}`,
  },
  weak: {
    title: 'The certificate is too weak',
    cause: 'It is signed with SHA-1 or MD5, or its key is shorter than 2048 bits.',
    remedy: `Ask the provider to reissue it with SHA-256 and a key of 2048 bits. ${OR_TRUST}`,
  },
};

const HANDSHAKE_TEXTS: Readonly<Record<HandshakeFailure, LineText>> = {
  version: {
    title: 'The server speaks only old TLS',
    cause: 'The server and Mailferry have no TLS version in common on this connection.',
    remedy: GATEWAY_REMEDY,
  },
  cipher: {
    title: 'The server speaks only old ciphers',
    cause: 'The server and Mailferry have no cipher in common on this connection.',
    remedy: GATEWAY_REMEDY,
  },
  'plain-http': {
    title: 'No HTTPS on this port',
    cause: 'The server answers in plain http, which would carry the password in the open.',
    remedy: 'Check the port of the address: https is usually at 443. Ask the provider for the https address of EWS.',
  },
  cut: {
    title: 'The TLS handshake was cut off',
    cause: 'The server, or a firewall in front of it, closed the connection during the TLS handshake.',
    remedy: 'Check the port, and ask the provider whether a firewall blocks or inspects connections from this address.',
  },
  hang: {
    title: 'The TLS handshake gets no answer',
    cause: 'The server accepts the connection and then stays silent.',
    remedy: 'Check the port, and ask the provider whether a firewall holds the connection up; then try again.',
  },
  'client-certificate': {
    title: 'The server wants a client certificate',
    cause: 'The front of the server lets in only clients with a certificate of their own.',
    remedy: 'Ask the provider for an address of EWS without client certificates, or for an exception for Mailferry.',
  },
  other: {
    title: 'The TLS handshake failed',
    cause: 'Mailferry reached the server, but the TLS connection failed.',
    remedy: 'Show the provider the words of the detail; they name what failed. Then try again.',
  },
};

export const CHANGED_TEXT: LineText = {
  title: 'The certificate has changed',
  cause: 'The server shows another certificate than the one that is trusted for this endpoint. Nothing was sent to it.',
  remedy:
    'Ask the provider whether they replaced it. If so, compare the new fingerprint, and trust the new certificate.',
};

export const PROXY_TEXT: LineText = {
  title: 'The company proxy refuses the connection',
  cause: 'The proxy of HTTPS_PROXY did not let the connection through, or could not be reached.',
  remedy:
    'Check the address and the credentials in HTTPS_PROXY, and ask its administrator to allow the server; or list the server in NO_PROXY.',
};

/** Title, cause and remedy of a failure that is about TLS or a proxy; undefined for one that is about the network. */
export function textOfLine(failure: LineFailure): LineText | undefined {
  switch (failure.code) {
    case 'certificate-untrusted':
      return CERTIFICATE_TEXTS[failure.reason];
    case 'certificate-changed':
      return CHANGED_TEXT;
    case 'tls-unsupported':
      return textOfHandshake(failure.how, failure.offers);
    case 'proxy-refused':
    case 'proxy-unreachable':
      return PROXY_TEXT;
    default:
      return undefined;
  }
}

function textOfHandshake(how: HandshakeFailure, offers = ''): LineText {
  const text = HANDSHAKE_TEXTS[how];
  if (/SSL/.test(offers)) return { ...text, remedy: SSL_REMEDY };
  return /3DES|RC4/.test(offers) ? { ...text, remedy: CIPHER_REMEDY } : text;
}
