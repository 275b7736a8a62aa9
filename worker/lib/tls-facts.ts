/**
 * What can be wrong with a server's certificate, the most telling first. `incomplete-chain`: the server does not send an
 * intermediate certificate. `weak`: a signature by SHA-1 or MD5, or a short key.
 */
export const CERTIFICATE_REASONS = [
  'self-signed',
  'unknown-issuer',
  'incomplete-chain',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'weak',
] as const;
export type CertificateReason = (typeof CERTIFICATE_REASONS)[number];

/** What a server's certificate says. */
export type Certificate = {
  /** SHA-256 over the DER, in lower-case hex. */
  sha256: string;
  subject: string;
  issuer: string;
  /** DNS names and addresses, at most 100; fewer where they are long. */
  names: string[];
  /** ISO 8601. */
  notBefore: string;
  /** ISO 8601. */
  notAfter: string;
};

/**
 * How a handshake failed: no protocol version or cipher in common, plain http on the port, the connection cut, no answer,
 * a client certificate required.
 */
export const HANDSHAKE_FAILURES = [
  'version',
  'cipher',
  'plain-http',
  'cut',
  'hang',
  'client-certificate',
  'other',
] as const;
export type HandshakeFailure = (typeof HANDSHAKE_FAILURES)[number];

/** Why the gateway opened no line. `message` is one sentence for people, without secrets. */
export type LineFailure =
  | {
      code:
        | 'address-refused'
        | 'unknown-host'
        | 'connection-refused'
        | 'connect-timeout'
        | 'proxy-refused'
        | 'proxy-unreachable'
        | 'grant-refused';
      message: string;
    }
  | {
      code: 'certificate-untrusted';
      reason: CertificateReason;
      /** All that apply; the first is `reason`. */
      reasons: CertificateReason[];
      certificate: Certificate;
      message: string;
    }
  /** Another certificate than the one that is trusted by its fingerprint. */
  | { code: 'certificate-changed'; certificate: Certificate; message: string }
  | {
      code: 'tls-unsupported';
      how: HandshakeFailure;
      /** What the server offers, where it is known: `TLS 1.0`, `3DES only`. */
      offers?: string;
      message: string;
    };

/** Facts of a connection that the gateway opened. */
export type Line = {
  /** Node's name, `TLSv1` to `TLSv1.3`; absent over plain http. */
  protocol?: string;
  /** OpenSSL's name; absent over plain http. */
  cipher?: string;
  certificate?: Certificate;
  /** Base64 of the certificate's hash for `tls-server-end-point` (RFC 5929); absent where that is not defined. */
  endPointHash?: string;
  route: 'direct' | 'proxy';
  /** Below TLS 1.2, or a cipher that the embedded runtime and Cloudflare's sockets lack. */
  isOld: boolean;
};
