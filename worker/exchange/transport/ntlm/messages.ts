import { concat, utf8 } from '../../xml/bytes.ts';
import { accountOf } from './account.ts';
import { AV, AV_FLAG_MIC, avValue, parseAvPairs, withAvValue, writeAvPairs, type AvPair } from './av-pairs.ts';
import { channelBindings } from './channel-bindings.ts';
import { hmacMd5, utf16 } from './digests.ts';
import { fileTime, lmResponse, ntResponse, responseKey } from './response.ts';

/** NEGOTIATE flags (MS-NLMP 2.2.2.5). */
const FLAG = {
  unicode: 0x1,
  requestTarget: 0x4,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSessionSecurity: 0x80000,
  targetInfo: 0x800000,
  strong128: 0x20000000,
  weak56: 0x80000000,
};

/** What a browser asks for: to sign in, and neither to sign nor to seal what follows. */
const OWN_FLAGS =
  FLAG.unicode +
  FLAG.requestTarget +
  FLAG.ntlm +
  FLAG.alwaysSign +
  FLAG.extendedSessionSecurity +
  FLAG.strong128 +
  FLAG.weak56;

const SIGNATURE = utf8('NTLMSSP\0');
/** Fields, version and MIC stand before the texts. */
const AUTHENTICATE_HEADER_BYTES = 88;
const MIC_AT = 72;

/** NTLMv2 cannot answer the server's message. */
export class NtlmError extends Error {
  override readonly name = 'NtlmError';
}

/** The first message: what this client can do (MS-NLMP 2.2.1.1). */
export function negotiateMessage(): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = start(bytes, 1);
  view.setUint32(12, OWN_FLAGS, true);
  // Neither domain nor workstation: both fields are empty and point behind the message.
  view.setUint32(20, bytes.length, true);
  view.setUint32(28, bytes.length, true);
  return bytes;
}

/** The server's message, read. */
export type Challenge = {
  /** As it came: the MIC is made over it. */
  bytes: Uint8Array;
  flags: number;
  /** 8 bytes. */
  serverChallenge: Uint8Array;
  targetInfo: AvPair[];
};

/** Reads the second message (MS-NLMP 2.2.1.2). Throws NtlmError for anything else. */
export function parseChallenge(bytes: Uint8Array): Challenge {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isChallenge =
    bytes.length >= 32 && SIGNATURE.every((byte, at) => bytes[at] === byte) && view.getUint32(8, true) === 2;
  if (!isChallenge) throw new NtlmError('not an NTLM challenge');
  const flags = view.getUint32(20, true);
  if ((flags & FLAG.unicode) === 0) throw new NtlmError('an NTLM challenge without Unicode');
  const serverChallenge = bytes.slice(24, 32);
  const hasInfo = (flags & FLAG.targetInfo) !== 0 && bytes.length >= 48;
  const length = hasInfo ? view.getUint16(40, true) : 0;
  const at = hasInfo ? view.getUint32(44, true) : 0;
  if (at + length > bytes.length) throw new NtlmError('an NTLM challenge that is cut off');
  try {
    return { bytes, flags, serverChallenge, targetInfo: parseAvPairs(bytes.subarray(at, at + length)) };
  } catch (cause) {
    throw new NtlmError('an NTLM challenge that is cut off', { cause });
  }
}

export type AuthenticateInput = {
  /** The first message as it was sent. */
  negotiate: Uint8Array;
  challenge: Challenge;
  /** `DOMAIN\user`, `user@domain` or `user`. */
  username: string;
  password: string;
  /** 8 random bytes, new for each message. */
  clientChallenge: Uint8Array;
  /** In ms; used when the server does not tell its own time. */
  now: number;
  /** The service that is meant, such as `HTTP/mail.example.com`. */
  service: string;
  workstation?: string;
  /** Hash of the certificate of the TLS connection for `tls-server-end-point` (RFC 5929), where it is known. */
  endPointHash?: Uint8Array;
};

/**
 * The third message: the user, and proof that they know the password (MS-NLMP 2.2.1.3, 3.1.5.1.2). If the server sends
 * its time, it carries a MIC over all three messages. It is bound to the TLS connection if the certificate is known,
 * otherwise it has no bindings: zero bindings mean a connection without TLS, and a server with Extended Protection
 * refuses them even where it allows none.
 */
export function authenticateMessage(input: AuthenticateInput): Uint8Array {
  const { negotiate, challenge, clientChallenge } = input;
  const account = accountOf(input.username);
  const serverTime = avValue(challenge.targetInfo, AV.timestamp);
  const hasMic = serverTime !== undefined;
  const response = {
    key: responseKey(account, input.password),
    serverChallenge: challenge.serverChallenge,
    clientChallenge,
    time: serverTime ?? fileTime(input.now),
    targetInfo: writeAvPairs(
      boundTo(input.endPointHash, hasMic ? namedInfo(challenge.targetInfo, input.service) : challenge.targetInfo),
    ),
  };
  const nt = ntResponse(response);
  const fields: (readonly [fieldAt: number, value: Uint8Array])[] = [
    [28, utf16(account.domain)],
    [36, utf16(account.user)],
    [44, utf16(input.workstation ?? '')],
    [12, hasMic ? new Uint8Array(24) : lmResponse(response)],
    [20, nt.response],
    // No key is exchanged, as nothing is signed or sealed.
    [52, new Uint8Array(0)],
  ];
  const header = new Uint8Array(AUTHENTICATE_HEADER_BYTES);
  const view = start(header, 3);
  let at = header.length;
  for (const [fieldAt, value] of fields) {
    view.setUint16(fieldAt, value.length, true);
    view.setUint16(fieldAt + 2, value.length, true);
    view.setUint32(fieldAt + 4, at, true);
    at += value.length;
  }
  view.setUint32(60, (OWN_FLAGS & challenge.flags) >>> 0, true);
  const message = concat([header, ...fields.map(([, value]) => value)]);
  if (hasMic) message.set(hmacMd5(nt.sessionKey, negotiate, challenge.bytes, message), MIC_AT);
  return message;
}

/** What the client adds to the server's information before it goes into the proof. */
function namedInfo(info: readonly AvPair[], service: string): AvPair[] {
  const flags = new Uint8Array(4);
  const given = avValue(info, AV.flags);
  if (given?.length === 4) flags.set(given);
  flags[0] = (flags[0] ?? 0) | AV_FLAG_MIC;
  return withAvValue(withAvValue(info, AV.flags, flags), AV.targetName, utf16(service));
}

/** The information with the bindings to a connection in place of what it had; without any where none are known. */
function boundTo(endPointHash: Uint8Array | undefined, info: readonly AvPair[]): AvPair[] {
  return endPointHash === undefined
    ? info.filter(({ id }) => id !== AV.channelBindings)
    : withAvValue(info, AV.channelBindings, channelBindings(endPointHash));
}

function start(bytes: Uint8Array, type: number): DataView {
  bytes.set(SIGNATURE);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, type, true);
  return view;
}
