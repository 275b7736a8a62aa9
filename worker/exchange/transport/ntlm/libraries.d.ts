/** MD4 for NTLM's password hash; the package brings no types. https://github.com/emn178/js-md4 */
declare module 'js-md4' {
  const md4: { arrayBuffer(message: Uint8Array): ArrayBuffer };
  // A CommonJS module: this is what stands in `module.exports`.
  export default md4;
}

/** What is used here of Node's crypto (workerd has it, too). https://nodejs.org/api/crypto.html */
declare module 'node:crypto' {
  export function createHash(algorithm: 'md5'): {
    update(data: Uint8Array): void;
    digest(): Uint8Array;
  };
  export function createHmac(
    algorithm: 'md5',
    key: Uint8Array,
  ): {
    update(data: Uint8Array): void;
    digest(): Uint8Array;
  };
}
