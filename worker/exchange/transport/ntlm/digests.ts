import { createHash, createHmac } from 'node:crypto';
import md4Library from 'js-md4';

/** MD4 (RFC 1320), 16 bytes. Neither Web Crypto nor current OpenSSL has it. */
export function md4(message: Uint8Array): Uint8Array {
  return new Uint8Array(md4Library.arrayBuffer(message));
}

/** MD5 (RFC 1321), 16 bytes. */
export function md5(message: Uint8Array): Uint8Array {
  const hash = createHash('md5');
  hash.update(message);
  return new Uint8Array(hash.digest());
}

/** HMAC-MD5 (RFC 2104) over the parts one after the other, 16 bytes. */
export function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return new Uint8Array(hmac.digest());
}

/** UTF-16, little-endian, without a mark: how NTLM writes text. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), true);
  return bytes;
}
