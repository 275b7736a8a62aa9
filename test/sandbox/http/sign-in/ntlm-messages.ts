/**
 * NTLM's three messages, as their server reads and writes them.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp
 */
const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');

/** MS-NLMP 2.2.2.5. */
export const FLAG = {
  unicode: 0x1,
  oem: 0x2,
  requestTarget: 0x4,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetIsDomain: 0x1_0000,
  extendedSecurity: 0x8_0000,
  targetInfo: 0x80_0000,
  version: 0x200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
} as const;

// What a client may ask for and gets: signing, sealing, session security, the lengths of keys, the version.
const GRANTED = 0x10 | 0x20 | FLAG.extendedSecurity | FLAG.version | FLAG.key128 | FLAG.keyExchange | 0x8000_0000;

/** AV_PAIR ids, MS-NLMP 2.2.2.1. */
export const AV = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsTree: 5,
  flags: 6,
  time: 7,
  channelBindings: 10,
} as const;

/** Windows' clock: tenths of microseconds since 1601. */
export const fileTime = (ms: number): bigint => (BigInt(Math.trunc(ms)) + 11_644_473_600_000n) * 10_000n;

export type Negotiate = { flags: number; bytes: Buffer };

/** 1, 2 or 3; undefined when it is none of NTLM's. */
export function messageType(bytes: Buffer): number | undefined {
  return bytes.length >= 12 && bytes.subarray(0, 8).equals(SIGNATURE) ? bytes.readUInt32LE(8) : undefined;
}

/** The first message; undefined when it is malformed. */
export function readNegotiate(bytes: Buffer): Negotiate | undefined {
  if (messageType(bytes) !== 1 || bytes.length < 16) return undefined;
  const flags = bytes.readUInt32LE(12);
  // Clients that ask for extended session security may leave the flag of NTLM itself out (Python's ntlm-auth does).
  const isNtlm = (flags & (FLAG.ntlm | FLAG.extendedSecurity)) !== 0;
  return isNtlm && (flags & (FLAG.unicode | FLAG.oem)) !== 0 ? { flags, bytes } : undefined;
}

const pair = (id: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

export type Names = { domain: string; dnsDomain: string; computer: string };

/** Names of the server and its time, in the order of the recorded sessions. */
export function targetInfo({ domain, dnsDomain, computer }: Names, nowMs: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(fileTime(nowMs));
  return Buffer.concat([
    pair(AV.domain, utf16(domain)),
    pair(AV.computer, utf16(computer)),
    pair(AV.dnsDomain, utf16(dnsDomain)),
    pair(AV.dnsComputer, utf16(`${computer.toLowerCase()}.${dnsDomain}`)),
    pair(AV.dnsTree, utf16(dnsDomain)),
    pair(AV.time, time),
    pair(AV.end, Buffer.alloc(0)),
  ]);
}

/** Reads a row of pairs up to its end; undefined when it has none. */
export function readPairs(bytes: Buffer): Map<number, Buffer> | undefined {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const id = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (id === AV.end) return pairs;
    if (at + 4 + length > bytes.length) return undefined;
    pairs.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

/** The second message. `challenge`: eight bytes; `version`: major, minor, build of Windows. */
export function writeChallenge(
  asked: number,
  challenge: Buffer,
  domain: string,
  info: Buffer,
  version: readonly [number, number, number],
): Buffer {
  // Unicode where the client knows it, else its code page (curl); what is in `info` is always Unicode.
  const charset = asked & FLAG.unicode ? FLAG.unicode : FLAG.oem;
  const name = charset === FLAG.unicode ? utf16(domain) : Buffer.from(domain, 'latin1');
  const head = Buffer.alloc(56);
  SIGNATURE.copy(head);
  head.writeUInt32LE(2, 8);
  head.writeUInt16LE(name.length, 12);
  head.writeUInt16LE(name.length, 14);
  head.writeUInt32LE(56, 16);
  const own = charset | FLAG.requestTarget | FLAG.ntlm | FLAG.alwaysSign | FLAG.targetIsDomain | FLAG.targetInfo;
  head.writeUInt32LE(((asked & GRANTED) | own | FLAG.version) >>> 0, 20);
  challenge.copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt16LE(info.length, 42);
  head.writeUInt32LE(56 + name.length, 44);
  head[48] = version[0];
  head[49] = version[1];
  head.writeUInt16LE(version[2], 50);
  head[55] = 15;
  return Buffer.concat([head, name, info]);
}

export type Authenticate = {
  domain: string;
  user: string;
  ntResponse: Buffer;
  sessionKey: Buffer;
  flags: number;
  bytes: Buffer;
};

/** The third message; undefined when it is malformed. */
export function readAuthenticate(bytes: Buffer): Authenticate | undefined {
  if (messageType(bytes) !== 3 || bytes.length < 64) return undefined;
  const field = (at: number): Buffer => {
    const start = bytes.readUInt32LE(at + 4);
    return bytes.subarray(start, start + bytes.readUInt16LE(at));
  };
  const flags = bytes.readUInt32LE(60);
  const charset = flags & FLAG.unicode ? 'utf16le' : 'latin1';
  return {
    domain: field(28).toString(charset),
    user: field(36).toString(charset),
    ntResponse: field(20),
    sessionKey: field(52),
    flags,
    bytes,
  };
}
