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
