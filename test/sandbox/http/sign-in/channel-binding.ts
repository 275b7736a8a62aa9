import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { endPointHashOn } from '../../front-doors/open-front-door.ts';
import type { Side } from '../../side.ts';

const PREFIX = Buffer.from('tls-server-end-point:', 'latin1');

/**
 * What NTLM carries of a channel: MD5 over gss_channel_bindings_struct with the application data of RFC 5929 alone
 * (MS-NLMP 2.2.2.1, MsvAvChannelBindings; RFC 4121 4.1.1.2). `endPointHash`: of the server's certificate.
 */
export function channelBinding(endPointHash: Uint8Array): Buffer {
  // Four fields of the two addresses, which are empty, and the length of the data.
  const head = Buffer.alloc(20);
  head.writeUInt32LE(PREFIX.length + endPointHash.length, 16);
  return createHash('md5').update(head).update(PREFIX).update(endPointHash).digest();
}

/**
 * Whether Extended Protection lets a sign-in through. `sent`: the binding in the third message. Allow takes a client
 * that sends none; zeros and the binding of another channel fail, as does everything but the right one where it is
 * required. Without TLS there is no channel to be bound to.
 */
export function isBound(side: Side, socket: Socket, sent: Uint8Array | undefined): boolean {
  const mode = side.signIn.extendedProtection ?? side.profile.extendedProtection ?? 'off';
  if (mode === 'off') return true;
  const own = endPointHashOn(socket);
  if (!own) return mode === 'allow';
  if (!sent) return mode === 'allow';
  return sent.length === 16 && timingSafeEqual(sent, channelBinding(own));
}
