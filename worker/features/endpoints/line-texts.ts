import type { CertificateReason, HandshakeFailure, LineFailure } from '../../lib/tls-facts.ts';

/** What a person reads of a connection that was not opened. */
export type LineText = { title: string; cause: string; remedy: string };

const OR_TRUST = 'Or compare its fingerprint with the one on the server, then trust exactly this certificate.';

/** What to do about a server that is too old even for the gateway. */
const CIPHER_REMEDY =
  'Ask the provider to enable AES ciphers. Otherwise put a TLS relay near the server. For 3DES you can also run Mailferry on Cloudflare, whose edge supports it.';
const SSL_REMEDY =
  'Ask the provider to enable TLS 1.2, or at least TLS 1.0, on the server. Otherwise put a TLS relay near the server.';

const GATEWAY_REMEDY =
  'Test the connection again with the gateway, which also supports TLS 1.0 and older ciphers: see "Old servers and their TLS" in the README. Or ask the provider to enable TLS 1.2 with ECDHE and AES-GCM.';

const CERTIFICATE_TEXTS: Readonly<Record<CertificateReason, LineText>> = {
  'self-signed': {
    title: 'The certificate is self-signed',
    cause: 'The server issued its own certificate, as Exchange does during installation. No authority confirms it.',
    remedy: `Ask the provider for a certificate from a public authority. ${OR_TRUST}`,
  },
  'unknown-issuer': {
    title: 'An unknown authority issued the certificate',
    cause:
      'Neither the public lists nor this computer trust the authority that issued it. Often it is a company’s own authority.',
    remedy: `Load the root certificate of that authority with npm start -- --ca FILE. ${OR_TRUST}`,
  },
  'incomplete-chain': {
    title: 'The certificate chain is incomplete',
    cause: 'The server does not send the intermediate certificate that links its own certificate to the authority.',
    remedy: `Ask the provider to install the intermediate certificate, or load it with npm start -- --ca FILE. ${OR_TRUST}`,
  },
  expired: {
    title: 'The certificate has expired',
    cause: 'The certificate is no longer valid.',
    remedy: `Ask the provider to renew it. ${OR_TRUST}`,
  },
  'not-yet-valid': {
    title: 'The certificate is not valid yet',
    cause: 'The certificate becomes valid only in the future.',
    remedy: `Check the clocks of the server and of this computer. ${OR_TRUST}`,
  },
  'wrong-name': {
    title: 'The certificate is for other names',
    cause: 'The certificate does not include the host name of the address.',
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
    title: 'Server supports only old TLS',
    cause: 'The server and Mailferry have no TLS version in common on this connection.',
    remedy: GATEWAY_REMEDY,
  },
  cipher: {
    title: 'Server supports only old ciphers',
    cause: 'The server and Mailferry have no cipher in common on this connection.',
    remedy: GATEWAY_REMEDY,
  },
  'plain-http': {
    title: 'No HTTPS on this port',
    cause: 'The server answers in plain http, which would expose the password.',
    remedy: 'Check the port of the address: https usually uses 443. Ask the provider for the https address of EWS.',
  },
  cut: {
    title: 'The TLS handshake was cut off',
    cause: 'The server, or a firewall in front of it, closed the connection during the TLS handshake.',
    remedy: 'Check the port, and ask the provider whether a firewall blocks or inspects connections from this address.',
  },
  hang: {
    title: 'No answer to the TLS handshake',
    cause: 'The server accepts the connection, then sends nothing.',
    remedy: 'Check the port, and ask the provider whether a firewall blocks the connection. Then try again.',
  },
  'client-certificate': {
    title: 'Server requires a client certificate',
    cause: 'The server accepts only clients that have their own certificate.',
    remedy: 'Ask the provider for an EWS address without client certificates, or for an exception for Mailferry.',
  },
  other: {
    title: 'The TLS handshake failed',
    cause: 'Mailferry reached the server, but the TLS connection failed.',
    remedy: 'Show the provider the text under "detail", which names the reason. Then try again.',
  },
};

export const CHANGED_TEXT: LineText = {
  title: 'The certificate has changed',
  cause:
    'The server shows a different certificate from the one that is trusted for this endpoint. Mailferry sent nothing to it.',
  remedy:
    'Ask the provider whether they replaced it. If they did, compare the new fingerprint, then trust the new certificate.',
};

export const PROXY_TEXT: LineText = {
  title: 'The company proxy refuses the connection',
  cause: 'The proxy in HTTPS_PROXY did not let the connection through, or did not answer.',
  remedy:
    'Check the address and the credentials in HTTPS_PROXY, and ask its administrator to allow the server. Or list the server in NO_PROXY.',
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
