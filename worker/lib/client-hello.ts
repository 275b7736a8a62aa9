/** TLS record types (RFC 5246, 6.2.1). */
export const ALERT_RECORD = 0x15;
export const HANDSHAKE_RECORD = 0x16;

/** SSL 3.0 and TLS 1.2, as on the wire. */
export const SSL_3_0 = 0x0300;
export const TLS_1_2 = 0x0303;
const TLS_1_0 = 0x0301;

/** A greeting of TLS, written by hand: no library of today offers what servers of 2008 ask for. */
export type ClientHello = {
  /** The highest version, as on the wire. */
  version: number;
  suites: readonly number[];
};

/** The bytes of a ClientHello (RFC 5246, 7.4.1.2); `random`: 32 bytes. A server answers it in the clear. */
export function writeClientHello({ version, suites }: ClientHello, host: string, random: Uint8Array): Uint8Array {
  const name = [...new TextEncoder().encode(host)];
  const isName = !/^[\d.]+$|:/.test(host);
  const extensions = [
    ...(isName ? extension(0x0000, sized(2, [0, ...sized(2, name)])) : []),
    // Curves: X25519, P-256, P-384, P-521; their points uncompressed.
    ...extension(0x000a, sized(2, [0x00, 0x1d, 0x00, 0x17, 0x00, 0x18, 0x00, 0x19])),
    ...extension(0x000b, sized(1, [0])),
    // Signatures: SHA-256 to SHA-512 by RSA and ECDSA, and SHA-1 last.
    ...extension(0x000d, sized(2, [4, 1, 4, 3, 8, 4, 5, 1, 5, 3, 8, 5, 6, 1, 8, 6, 2, 1, 2, 3])),
    ...extension(0xff01, [0]),
  ];
  const hello = [
    ...wide(version),
    ...random,
    0,
    ...sized(2, suites.flatMap(wide)),
    1,
    0,
    // SSL 3.0 has no extensions.
    ...(version > SSL_3_0 ? sized(2, extensions) : []),
  ];
  const record = version > SSL_3_0 ? TLS_1_0 : SSL_3_0;
  return new Uint8Array([HANDSHAKE_RECORD, ...wide(record), ...sized(2, [0x01, ...sized(3, hello)])]);
}

const wide = (value: number): number[] => [value >> 8, value & 255];

function extension(type: number, body: readonly number[]): number[] {
  return [...wide(type), ...sized(2, body)];
}

/** The bytes with their length before them. */
function sized(lengthBytes: 1 | 2 | 3, bytes: readonly number[]): number[] {
  const length = Array.from(
    { length: lengthBytes },
    (_, index) => (bytes.length >> (8 * (lengthBytes - 1 - index))) & 255,
  );
  return [...length, ...bytes];
}
