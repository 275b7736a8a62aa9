import { concat, utf8 } from '../../xml/bytes.ts';
import { md5 } from './digests.ts';

const PREFIX = utf8('tls-server-end-point:');
/** Types and lengths of two addresses, which the structure has and TLS does not use. */
const ADDRESSES_BYTES = 16;

/**
 * What binds a sign-in to a TLS connection (MS-NLMP 2.2.2.1, MsvAvChannelBindings): MD5 over a
 * `gss_channel_bindings_struct` (RFC 2744, 3.11; numbers little-endian as in RFC 4121, 4.1.1.2) that holds the hash of
 * the server's certificate (RFC 5929, 4). 16 bytes.
 */
export function channelBindings(endPointHash: Uint8Array): Uint8Array {
  const head = new Uint8Array(ADDRESSES_BYTES + 4);
  new DataView(head.buffer).setUint32(ADDRESSES_BYTES, PREFIX.length + endPointHash.length, true);
  return md5(concat([head, PREFIX, endPointHash]));
}
