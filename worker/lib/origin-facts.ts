/**
 * Why an origin is reached by the gateway: it speaks only old TLS; its certificate is trusted by fingerprint; its
 * authority is trusted by the gateway alone; a proxy is in between; its sign-in needs the server's certificate; only
 * the gateway reaches it; the settings want it so.
 */
export const ROUTE_WHYS = [
  'old-tls',
  'certificate',
  'private-issuer',
  'proxy',
  'binding',
  'network',
  'forced',
] as const;
export type RouteWhy = (typeof ROUTE_WHYS)[number];

/** What is remembered of one origin (`https://host:port`, as URL.origin has it) of an endpoint. */
export type OriginFacts = {
  via: 'direct' | 'gateway';
  /** Of the gateway's way. */
  why?: RouteWhy;
  /** The gateway's own way to the server. */
  route?: 'direct' | 'proxy';
  /** Servers that need the gateway's old TLS settings are dialled with them from the start. */
  tls?: 'old';
  /** `TLSv1` to `TLSv1.3`, where the gateway saw it. */
  protocol?: string;
  /** OpenSSL's name, where the gateway saw it. */
  cipher?: string;
  /** In which a password beyond ASCII was taken by Basic. */
  basicCharset?: 'utf-8' | 'windows-1252';
  /** Something re-encrypts the connection, so that no sign-in can be bound to it. */
  binding?: 'none';
  /** In ms since 1970. */
  checkedAt: number;
};

export type Origins = Readonly<Record<string, OriginFacts>>;

/** Fingerprints by host: SHA-256 of the one certificate that is trusted there, whatever is wrong with it. */
export type TrustedCertificates = Readonly<Record<string, string>>;
