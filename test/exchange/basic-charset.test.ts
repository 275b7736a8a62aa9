import { describe, expect, test } from 'vitest';
import { chooseScheme } from '../../worker/lib/sign-in-scheme.ts';
import { isBeyondAscii, windows1252 } from '../../worker/exchange/transport/charsets.ts';
import type { SignInFacts } from '../../worker/exchange/transport/sign-in-memory.ts';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { requireScheme } from '../../worker/exchange/transport/sign-in/sign-in.ts';
import { arriving, utf8 } from './kit.ts';

describe('windows-1252', () => {
  test('is what the platform reads as that, byte for byte', () => {
    const decoder = new TextDecoder('windows-1252');
    for (let byte = 0; byte < 256; byte++) {
      const text = decoder.decode(new Uint8Array([byte]));
      const isControl = byte >= 0x80 && text.charCodeAt(0) === byte && byte < 0xa0;
      expect([byte, windows1252(text)]).toEqual([byte, isControl ? undefined : new Uint8Array([byte])]);
    }
  });

  test('takes a letter and its dots for one character', () => {
    expect(windows1252('u\u0308')).toEqual(new Uint8Array([0xfc]));
  });

  test.each(['Пароль', 'ł', '密', '😀', '\u0081'])('%s has no such form', (text) => {
    expect(windows1252(text)).toBeUndefined();
  });
});

test.each([
  [['basic', 'ntlm'], true, false, 'basic'],
  [['basic', 'ntlm'], true, true, 'ntlm'],
  [['basic', 'ntlm'], false, false, 'ntlm'],
  [['basic'], true, true, 'basic'],
  [['basic', 'negotiate'], true, true, 'basic'],
  [['negotiate'], true, true, 'negotiate'],
] as const)('of %s, over https: %s, beyond ASCII: %s, the way in is %s', (offered, isSecure, isBeyond, scheme) => {
  expect(chooseScheme(offered, isSecure, isBeyond)).toBe(scheme);
});

test('the user name counts as the password does', () => {
  const choose = (username: string, password: string) =>
    requireScheme(['basic', 'ntlm'], 'https://mail.example.com/EWS', 'source', { username, password });
  expect([choose('ann', 'pass'), choose('Jürgen', 'pass'), choose('ann', '£')]).toEqual(['basic', 'ntlm', 'ntlm']);
  expect(isBeyondAscii('~\u007f')).toBe(false);
});

const URL_OF_EWS = 'https://mail.example.com/EWS/Exchange.asmx';

type Server = {
  charset: 'utf-8' | 'windows-1252' | 'none';
  remembered?: 'utf-8' | 'windows-1252';
  password?: string;
  /** What is answered to one who is let in. */
  answer?: (body: string) => Response;
};

/** A server that reads Basic in one charset, and somebody with an umlaut. */
function start({ charset, remembered, password = 'Grüße £ €', answer = soap }: Server) {
  const attempts: string[] = [];
  const bodies: string[] = [];
  const learnt: SignInFacts[] = [];
  const authenticator = basicAuthenticator(
    async (_, init) => {
      const token = new Headers(init.headers).get('authorization')?.replace('Basic ', '') ?? '';
      const bytes = Buffer.from(token, 'base64');
      const asked = isUtf8(bytes) ? 'utf-8' : 'windows-1252';
      const body = await new Response(init.body).text();
      attempts.push(asked);
      bodies.push(body);
      const isIn = charset !== 'none' && new TextDecoder(charset).decode(bytes) === `jörg:${password}`;
      return isIn
        ? answer(body)
        : new Response('no', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } });
    },
    { username: 'jörg', password },
    {
      now: () => 0,
      memory: () => ({
        ...(remembered === undefined ? {} : { basicCharset: remembered }),
        learn: (facts) => learnt.push(facts),
      }),
    },
  );
  const ask = async (body: BodyInit = '<soap/>') =>
    (await authenticator.send(URL_OF_EWS, { method: 'POST', body, ...duplexOf(body) })).status;
  return { ask, attempts, bodies, learnt };
}

const duplexOf = (body: BodyInit) => (body instanceof ReadableStream ? { duplex: 'half' } : {});
const soap = () => new Response('<Envelope/>', { headers: { 'content-type': 'text/xml; charset=utf-8' } });
const isUtf8 = (bytes: Buffer) => Buffer.from(bytes.toString('utf8')).equals(bytes);

describe('a password beyond ASCII, by Basic', () => {
  test('goes in UTF-8, and that is remembered', async () => {
    const { ask, attempts, learnt } = start({ charset: 'utf-8' });
    expect([await ask(), await ask()]).toEqual([200, 200]);
    expect(attempts).toEqual(['utf-8', 'utf-8']);
    expect(learnt).toEqual([{ basicCharset: 'utf-8' }]);
  });

  test('goes in the code page of Windows where UTF-8 is refused, and that is remembered', async () => {
    const { ask, attempts, learnt } = start({ charset: 'windows-1252' });
    expect([await ask(), await ask()]).toEqual([200, 200]);
    expect(attempts).toEqual(['utf-8', 'windows-1252', 'windows-1252']);
    expect(learnt).toEqual([{ basicCharset: 'windows-1252' }]);
  });

  test('is tried twice and never again where it is wrong, however many ask', async () => {
    const { ask, attempts, learnt } = start({ charset: 'none' });
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([401, 401, 401, 401]);
    expect(await ask()).toBe(401);
    expect(attempts).toEqual(['utf-8', 'windows-1252']);
    expect(learnt).toEqual([]);
  });

  test.each(['utf-8', 'windows-1252'] as const)('goes in %s alone where that is remembered', async (remembered) => {
    const other = remembered === 'utf-8' ? 'windows-1252' : 'utf-8';
    const { ask, attempts, learnt } = start({ charset: other, remembered });
    expect(await ask()).toBe(401);
    expect(attempts).toEqual([remembered]);
    const right = start({ charset: remembered, remembered });
    expect(await right.ask()).toBe(200);
    expect([learnt, right.learnt]).toEqual([[], []]);
  });

  test('is tried once where the code page of Windows has no such characters', async () => {
    const { ask, attempts } = start({ charset: 'none', password: 'Пароль', remembered: 'windows-1252' });
    expect(await ask()).toBe(401);
    expect(attempts).toEqual(['utf-8']);
  });

  test('while one tries, the others wait, and then come in at once', async () => {
    const { ask, attempts } = start({ charset: 'windows-1252' });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200]);
    expect(attempts).toEqual(['utf-8', 'windows-1252', 'windows-1252', 'windows-1252']);
  });

  test('a stream is sent once, in the form that an empty request has found', async () => {
    const { ask, attempts, bodies } = start({ charset: 'windows-1252' });
    expect(await ask(arriving([utf8('one'), utf8('two')]))).toBe(200);
    expect(attempts).toEqual(['utf-8', 'windows-1252', 'windows-1252']);
    expect(bodies).toEqual(['', '', 'onetwo']);
  });

  test('a stream waits while the front door is busy', async () => {
    const { ask, bodies, learnt } = start({ charset: 'utf-8', answer: () => new Response('busy', { status: 503 }) });
    expect(await ask(arriving([utf8('one')]))).toBe(503);
    expect([bodies, learnt]).toEqual([[''], []]);
  });

  test('a page teaches nothing, and no form is refused twice', async () => {
    let times = 0;
    const { ask, attempts, learnt } = start({
      charset: 'windows-1252',
      answer: () =>
        (times += 1) === 1 ? new Response('<form>', { headers: { 'content-type': 'text/html' } }) : soap(),
    });
    expect([await ask(), await ask()]).toEqual([200, 200]);
    expect(attempts).toEqual(['utf-8', 'windows-1252', 'windows-1252']);
    expect(learnt).toEqual([{ basicCharset: 'windows-1252' }]);
  });
});
