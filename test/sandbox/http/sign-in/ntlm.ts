import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Side } from '../../side.ts';
import type { Account, Verdict } from './accounts.ts';
import { isBound } from './channel-binding.ts';
import { messageType, readAuthenticate, readNegotiate, targetInfo, writeChallenge } from './ntlm-messages.ts';
import { bindingIn, type Exchange, isProven } from './ntlm-proof.ts';

/** What a connection is at: between the messages of a handshake, or signed in for all that follows on it. */
type State = { pending: Exchange } | { account: Account };

const connections = new WeakMap<Socket, State>();

/** Who signed in on this connection by NTLM. */
export function accountOn(socket: Socket): Account | undefined {
  const state = connections.get(socket);
  return state && 'account' in state ? state.account : undefined;
}

export const forget = (socket: Socket): void => void connections.delete(socket);

export type Step =
  /** The token to send back. */
  | { kind: 'challenge'; token: string }
  | { kind: 'signed-in'; account: Account; verdict: Verdict }
  | { kind: 'refused' };

/**
 * Takes one token of the handshake. Tokens are NTLM's own messages, also under Negotiate, where Windows takes them
 * bare; SPNEGO around them and Kerberos are refused. `isProtected`: Extended Protection is for this service.
 */
export function takeToken(side: Side, socket: Socket, token: string, isProtected: boolean): Step {
  const bytes = Buffer.from(token, 'base64');
  const type = messageType(bytes);
  if (type === 1) {
    const negotiate = readNegotiate(bytes);
    forget(socket);
    if (!negotiate) return { kind: 'refused' };
    const { domain, dnsDomain } = side.accounts;
    const nowMs = side.now();
    const nonce = randomBytes(8);
    const info = targetInfo({ domain, dnsDomain, computer: 'MAIL' }, nowMs);
    // Windows Server 2008 R2 under Exchange 2010 (as recorded), 2019 under the newer.
    const version = side.profile.build[0] < 15 ? ([6, 1, 7601] as const) : ([10, 0, 17_763] as const);
    const challenge = writeChallenge(negotiate.flags, nonce, domain, info, version);
    connections.set(socket, { pending: { negotiate: negotiate.bytes, challenge, nonce, info, nowMs } });
    return { kind: 'challenge', token: challenge.toString('base64') };
  }
  const state = connections.get(socket);
  forget(socket);
  const message = type === 3 ? readAuthenticate(bytes) : undefined;
  // A third message without a second one on this very connection proves nothing.
  if (!message || !state || !('pending' in state)) return { kind: 'refused' };
  const account = side.accounts.find(message.user, message.domain || undefined);
  if (!account) return { kind: 'refused' };
  const isRight = isProven(account.password, message, state.pending);
  // Windows finds the password right and the channel wrong: nothing that counts towards a lock.
  if (isRight && isProtected && !isBound(side, socket, bindingIn(message))) {
    side.stats.wrongBindings += 1;
    return { kind: 'refused' };
  }
  const verdict = side.accounts.judge(account, isRight);
  if (verdict === 'in') connections.set(socket, { account });
  return { kind: 'signed-in', account, verdict };
}
