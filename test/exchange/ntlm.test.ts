import { createHmac } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountOf } from '../../worker/exchange/transport/ntlm/account.ts';
import { AV, avValue, parseAvPairs, writeAvPairs } from '../../worker/exchange/transport/ntlm/av-pairs.ts';
import { channelBindings } from '../../worker/exchange/transport/ntlm/channel-bindings.ts';
import { md4 } from '../../worker/exchange/transport/ntlm/digests.ts';
import {
  authenticateMessage,
  negotiateMessage,
  NtlmError,
  parseChallenge,
} from '../../worker/exchange/transport/ntlm/messages.ts';
import { fileTime, lmResponse, ntResponse, responseKey } from '../../worker/exchange/transport/ntlm/response.ts';

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** The values of MS-NLMP 4.2.1 and 4.2.4. */
const SERVER_CHALLENGE = '0123456789abcdef';
const CLIENT_CHALLENGE = bytesOf('aa'.repeat(8));
const TARGET_INFO = '02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000';
const CHALLENGE = bytesOf(
  `4e544c4d53535000 02000000 0c000c00 38000000 33828ae2 ${SERVER_CHALLENGE} 0000000000000000 24002400 44000000
   06007017 0000000f 530065007200760065007200 ${TARGET_INFO}`,
);
const credentials = { username: 'Domain\\User', password: 'Password' };

/** Of https://learn.microsoft.com/archive/blogs/openspecification/ntlm-and-channel-binding-hash-aka-extended-protection-for-authentication */
const MICROSOFTS_EXAMPLE = {
  hash: 'ea05fefecc6b0bd571dbbc5baa3ed45386d0446835f7b74c85621b9983475f95',
  bindings: '6586e99d81c2fc984e47172fd4dd0310',
};
/** Of the tests of https://github.com/jborean93/ntlm-auth */
const PYTHONS_EXAMPLE = {
  hash: 'e3ca49271e5089cc48ce82109f1324f41dbeddc29a777410c738f7868c4ff405',
  bindings: '6ea19df066da4622051f9c4f92c6df74',
};

/** A field of the third message. */
function field(message: Uint8Array, at: number): Uint8Array {
  const view = new DataView(message.buffer, message.byteOffset);
  const start = view.getUint32(at + 4, true);
  return message.slice(start, start + view.getUint16(at, true));
}

describe('the values that MS-NLMP prints', () => {
  const key = responseKey({ user: 'User', domain: 'Domain' }, 'Password');
  const input = {
    key,
    serverChallenge: bytesOf(SERVER_CHALLENGE),
    clientChallenge: CLIENT_CHALLENGE,
    time: new Uint8Array(8),
    targetInfo: bytesOf(TARGET_INFO),
  };

  test('4.2.4.1.1: the key of a password', () => {
    expect(hex(md4(utf16('Password')))).toBe('a4f49c406510bdcab6824ee7c30fd852');
    expect(hex(key)).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    expect(hex(responseKey({ user: 'uSER', domain: 'Domain' }, 'Password'))).toBe(hex(key));
    expect(hex(responseKey({ user: 'User', domain: 'DOMAIN' }, 'Password'))).not.toBe(hex(key));
  });

  test('4.2.4.1.2 and 4.2.4.2: the answers and the key of the session', () => {
    const { response, sessionKey } = ntResponse(input);
    expect(hex(sessionKey)).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
    expect(hex(response)).toBe(
      hex(
        bytesOf(
          `68cd0ab851e51c96aabc927bebef6a1c 0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
           ${TARGET_INFO} 00000000`,
        ),
      ),
    );
    expect(hex(lmResponse(input))).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
  });

  test('4.2.4.3: the challenge is read, and answered with a message of those parts', () => {
    const challenge = parseChallenge(CHALLENGE);
    expect(hex(challenge.serverChallenge)).toBe(SERVER_CHALLENGE);
    expect(challenge.targetInfo.map(({ id, value }) => [id, Buffer.from(value).toString('utf16le')])).toEqual([
      [2, 'Domain'],
      [1, 'Server'],
    ]);
    const message = authenticateMessage({
      ...credentials,
      negotiate: negotiateMessage(),
      challenge,
      clientChallenge: CLIENT_CHALLENGE,
      // 1601: the time of the printed example is zero.
      now: -11_644_473_600_000,
      service: 'HTTP/server',
      workstation: 'COMPUTER',
    });
    expect(hex(message.subarray(0, 12))).toBe('4e544c4d5353500003000000');
    expect(hex(field(message, 12))).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
    expect(hex(field(message, 20)).slice(0, 32)).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(hex(field(message, 28))).toBe(hex(utf16('Domain')));
    expect(hex(field(message, 36))).toBe(hex(utf16('User')));
    expect(hex(field(message, 44))).toBe(hex(utf16('COMPUTER')));
    expect(field(message, 52)).toHaveLength(0);
    // Signing, sealing, keys and OEM text were offered and are not taken.
    expect(new DataView(message.buffer).getUint32(60, true).toString(16)).toBe('a0088201');
  });
});

test('the first message asks for Unicode, NTLM and extended session security, and for no signing', () => {
  expect(hex(negotiateMessage())).toBe(
    hex(bytesOf('4e544c4d53535000 01000000 058208a0 00000000 20000000 00000000 20000000')),
  );
});

test.each([
  ['OLD\\ann', { domain: 'OLD', user: 'ann' }],
  ['ann@old.example', { domain: '', user: 'ann@old.example' }],
  ['ann', { domain: '', user: 'ann' }],
  ['.\\ann', { domain: '', user: 'ann' }],
  ['OLD\\ann@old.example', { domain: 'OLD', user: 'ann@old.example' }],
])('the account of %s', (username, account) => {
  expect(accountOf(username)).toEqual(account);
});

test('an instant in the time of Windows', () => {
  // 0x01cec5c163... is what the challenge of a recorded session says: 10 October 2013.
  expect(hex(fileTime(Date.UTC(2013, 9, 10, 2, 52, 27)))).toMatch(/c5ce01$/);
  expect(new DataView(fileTime(0).buffer).getBigUint64(0, true)).toBe(116_444_736_000_000_000n);
});

/** The challenge of 4.2.4.3 with a timestamp, as servers since Vista send it. */
function timedChallenge(extra: { id: number; value: Uint8Array }[] = []): Uint8Array {
  const time = fileTime(Date.UTC(2024, 0, 2, 3, 4, 5));
  const info = writeAvPairs([...parseAvPairs(bytesOf(TARGET_INFO)), { id: AV.timestamp, value: time }, ...extra]);
  const bytes = new Uint8Array([...CHALLENGE.subarray(0, 68), ...info]);
  const view = new DataView(bytes.buffer);
  view.setUint16(40, info.length, true);
  view.setUint16(42, info.length, true);
  return bytes;
}

describe('a server that tells its time', () => {
  const negotiate = negotiateMessage();
  const answerTo = (bytes: Uint8Array, endPointHash?: Uint8Array) =>
    authenticateMessage({
      ...credentials,
      ...(endPointHash && { endPointHash }),
      negotiate,
      challenge: parseChallenge(bytes),
      clientChallenge: CLIENT_CHALLENGE,
      now: 0,
      service: 'HTTP/mail.example.com',
    });

  test('gets a MIC over all three messages, its own time back, no LM answer, and no binding to a connection', () => {
    const challenge = timedChallenge([{ id: AV.flags, value: new Uint8Array([1, 0, 0, 0]) }]);
    const message = answerTo(challenge);
    const nt = field(message, 20);
    const info = parseAvPairs(nt.subarray(16 + 28));
    expect(hex(avValue(info, AV.flags))).toBe('03000000');
    expect(avValue(info, AV.channelBindings)).toBeUndefined();
    expect(hex(avValue(info, AV.targetName))).toBe(hex(utf16('HTTP/mail.example.com')));
    expect(hex(nt.subarray(24, 32))).toBe(hex(fileTime(Date.UTC(2024, 0, 2, 3, 4, 5))));
    expect(hex(field(message, 12))).toBe('00'.repeat(24));

    const proof = createHmac('md5', bytesOf('0c868a403bfd7a93a3001ef22ef02e3f'))
      .update(bytesOf(SERVER_CHALLENGE))
      .update(nt.subarray(16))
      .digest();
    expect(hex(nt.subarray(0, 16))).toBe(hex(proof));
    const sessionKey = createHmac('md5', bytesOf('0c868a403bfd7a93a3001ef22ef02e3f')).update(proof).digest();
    const unsigned = message.slice();
    unsigned.fill(0, 72, 88);
    const mic = createHmac('md5', sessionKey).update(negotiate).update(challenge).update(unsigned).digest();
    expect(hex(message.subarray(72, 88))).toBe(hex(mic));
  });

  test('and one that does not gets no MIC', () => {
    expect(hex(answerTo(CHALLENGE).subarray(72, 88))).toBe('00'.repeat(16));
  });

  const bindingsIn = (message: Uint8Array) =>
    parseAvPairs(field(message, 20).subarray(16 + 28)).filter(({ id }) => id === AV.channelBindings);

  test.each([
    ['that tells its time', timedChallenge()],
    ['that does not', CHALLENGE],
    ['that sends zeros of its own', timedChallenge([{ id: AV.channelBindings, value: new Uint8Array(16) }])],
  ])('a server %s gets the binding to a certificate that is known, and none else', (_, challenge) => {
    const hash = bytesOf(MICROSOFTS_EXAMPLE.hash);
    expect(bindingsIn(answerTo(challenge, hash)).map(({ value }) => hex(value))).toEqual([MICROSOFTS_EXAMPLE.bindings]);
    expect(bindingsIn(answerTo(challenge))).toEqual([]);
  });
});

test('the binding is sealed by the proof', () => {
  const challenge = timedChallenge();
  const message = authenticateMessage({
    ...credentials,
    negotiate: negotiateMessage(),
    challenge: parseChallenge(challenge),
    clientChallenge: CLIENT_CHALLENGE,
    now: 0,
    service: 'HTTP/mail.example.com',
    endPointHash: bytesOf(MICROSOFTS_EXAMPLE.hash),
  });
  const nt = field(message, 20);
  const key = Buffer.from('0c868a403bfd7a93a3001ef22ef02e3f', 'hex');
  const proof = createHmac('md5', key).update(challenge.subarray(24, 32)).update(nt.subarray(16)).digest('hex');
  expect(hex(nt.subarray(0, 16))).toBe(proof);
});

test.each([MICROSOFTS_EXAMPLE, PYTHONS_EXAMPLE])(
  'what binds to the certificate of hash $hash',
  ({ hash, bindings }) => {
    expect(hex(channelBindings(bytesOf(hash)))).toBe(bindings);
  },
);

test.each<[string, Uint8Array]>([
  ['nothing', new Uint8Array(0)],
  ['the first message', negotiateMessage()],
  ['a foreign text', new Uint8Array(Buffer.from('KERBEROS'.repeat(8)))],
  ['a challenge that ends early', CHALLENGE.slice(0, 90)],
  ['a pair that is longer than the list', CHALLENGE.map((byte, at) => (at === 70 ? 200 : byte))],
  ['a challenge without Unicode', CHALLENGE.map((byte, at) => (at === 20 ? 0x32 : byte))],
])('%s is no challenge', (_, bytes) => {
  expect(() => parseChallenge(bytes)).toThrow(NtlmError);
});

const traces = join(import.meta.dirname, '../../../shared/traces');

describe.skipIf(!existsSync(traces) && process.env.CI !== 'true')('challenges that real servers sent', () => {
  const challenges = globSync('**/*', { cwd: traces, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(
      (entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').match(/(?<=NTLM )TlRM[\w+/=]+/g) ?? [],
    );

  test('are read, and answered', () => {
    expect(challenges.length).toBeGreaterThanOrEqual(2);
    const seen = challenges.map((text) => {
      const challenge = parseChallenge(new Uint8Array(Buffer.from(text, 'base64')));
      const message = authenticateMessage({
        ...credentials,
        negotiate: negotiateMessage(),
        challenge,
        clientChallenge: CLIENT_CHALLENGE,
        now: 0,
        service: 'HTTP/mail.example.com',
      });
      const hasMic = message.subarray(72, 88).some((byte) => byte !== 0);
      return [challenge.targetInfo.length, avValue(challenge.targetInfo, AV.timestamp)?.length, hasMic];
    });
    // Exchange 2007 on Windows 2003 tells no time; 2010 on Windows 2008 R2 does.
    expect(seen).toContainEqual([5, undefined, false]);
    expect(seen).toContainEqual([6, 8, true]);
  });
});
