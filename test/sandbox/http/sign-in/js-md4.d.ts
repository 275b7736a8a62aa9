/** MD4 of bytes, for NTLM's password hash; the package brings no types. https://github.com/emn178/js-md4 */
declare module 'js-md4' {
  const md4: { arrayBuffer(message: Uint8Array): ArrayBuffer };
  export default md4;
}
