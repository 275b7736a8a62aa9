/** TLS record types (RFC 5246, 6.2.1). */
export const ALERT_RECORD = 0x15;
export const HANDSHAKE_RECORD = 0x16;

/** What the platform's own TLS 1.2 speaks: ECDHE with AES-GCM or ChaCha20-Poly1305. */
export const MODERN_SUITES = [0xc02f, 0xc030, 0xc02b, 0xc02c, 0xcca8, 0xcca9] as const;

/** Also what older servers speak: CBC, DHE, RSA key exchange. */
export const OLD_SUITES: readonly number[] = [
  MODERN_SUITES,
  [0xc027, 0xc028, 0xc013, 0xc014, 0xc023, 0xc024, 0xc009, 0xc00a],
  [0x009e, 0x009f, 0x0067, 0x006b, 0x0033, 0x0039],
  [0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035],
].flat();

/** What no library of today speaks: 3DES and RC4. */
export const LAST_SUITES = [0x000a, 0x0005, 0x0004] as const;

/**
 * A ClientHello of TLS 1.2 (RFC 5246, 7.4.1.2), to which every server answers with its hello and its certificate in the
 * clear, or with an alert.
 */
export function clientHello(hostname: string, random: Uint8Array, suites: readonly number[]): Uint8Array {
  const name = [...new TextEncoder().encode(hostname)];
  const isName = !/^[\d.]+$|:/.test(hostname);
  const extensions = [
    ...(isName ? extension(0x0000, sized(2, [0, ...sized(2, name)])) : []),
    // Curves: X25519, P-256, P-384; their points uncompressed.
    ...extension(0x000a, sized(2, [0x00, 0x1d, 0x00, 0x17, 0x00, 0x18])),
    ...extension(0x000b, sized(1, [0])),
    // Signatures: SHA-256 to SHA-512 by RSA and ECDSA, and SHA-1 last.
    ...extension(0x000d, sized(2, [4, 1, 4, 3, 8, 4, 5, 1, 5, 3, 8, 5, 6, 1, 8, 6, 2, 1, 2, 3])),
    ...extension(0xff01, [0]),
  ];
  const offered = suites.flatMap((suite) => [suite >> 8, suite & 255]);
  const hello = [0x03, 0x03, ...random, 0, ...sized(2, offered), 1, 0, ...sized(2, extensions)];
  return new Uint8Array([HANDSHAKE_RECORD, 0x03, 0x01, ...sized(2, [0x01, ...sized(3, hello)])]);
}

function extension(type: number, body: number[]): number[] {
  return [type >> 8, type & 255, ...sized(2, body)];
}

/** The bytes with their length before them. */
function sized(lengthBytes: 1 | 2 | 3, bytes: readonly number[]): number[] {
  const length = Array.from(
    { length: lengthBytes },
    (_, index) => (bytes.length >> (8 * (lengthBytes - 1 - index))) & 255,
  );
  return [...length, ...bytes];
}
