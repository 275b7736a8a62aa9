import { describe, expect, test } from 'vitest';
import { mapMime, mapMimeStream } from '../../worker/exchange/items/mime-addresses.ts';
import { createAddressMap } from '../../worker/lib/recipients.ts';
import { arriving, cutAt } from './kit.ts';

const map = createAddressMap([
  { from: '@old.example', to: '@new.example' },
  { from: 'boss@old.example', to: 'chief@group.example' },
])!;

const encode = (mime: string, width = 0): Uint8Array => {
  const text = Buffer.from(mime, 'latin1').toString('base64');
  return Uint8Array.from(Buffer.from(width ? text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\r\n') : text));
};
const decode = (content: Uint8Array): string =>
  Buffer.from(Buffer.from(content).toString('latin1'), 'base64').toString('latin1');
const mapped = (mime: string, width = 0): string => decode(mapMime(encode(mime, width), map));

describe('addresses of a project', () => {
  test.each([
    ['ann@old.example', 'ann@new.example'],
    ['Ann.B@OLD.example', 'Ann.B@new.example'],
    ['Boss@Old.Example', 'chief@group.example'],
    ['ann@sub.old.example', undefined],
    ['ann@example.old', undefined],
    ['@old.example', undefined],
    ['old.example', undefined],
  ])('%s becomes %s', (from, to) => expect(map(from)).toBe(to));

  test('rules that mix addresses and domains say nothing', () => {
    expect(createAddressMap([{ from: '@old.example', to: 'ann@new.example' }])).toBeUndefined();
    expect(createAddressMap([{ from: 'ann@old.example', to: '@new.example' }])).toBeUndefined();
    expect(createAddressMap([])).toBeUndefined();
  });
});

describe('the header of a message', () => {
  test('has other addresses where people stand, and nowhere else', () => {
    const body = 'Write to ann@old.example\r\n\r\nFrom: ann@old.example\r\n\x80\xff';
    const mime =
      'Received: from x for <ann@old.example>; now\r\nFROM: "ann@old.example, Ann" <ann@old.example>\r\n' +
      'To: =?utf-8?Q?a=40@old.example?= <bo@old.example>,\r\n\tBOSS@old.example (ann@old.example)\r\nSubject: of ann@old.example\r\n' +
      `Reply-To: <ann@old.example>\r\nX-From: ann@old.example\r\n\r\n${body}`;
    const result = mapped(mime);
    expect(result.replaceAll(/ +(?=\r\n)/g, '')).toBe(
      'Received: from x for <ann@old.example>; now\r\nFROM: "ann@old.example, Ann" <ann@new.example>\r\n' +
        'To: =?utf-8?Q?a=40@old.example?= <bo@new.example>,\r\n\tchief@group.example (ann@old.example)\r\nSubject: of ann@old.example\r\n' +
        `Reply-To: <ann@new.example>\r\nX-From: ann@old.example\r\n\r\n${body}`,
    );
    expect(result.endsWith(body)).toBe(true);
  });

  test('without anything to map, or without an end, stays byte for byte', () => {
    for (const mime of ['From: a@b.example\r\n\r\nann@old.example', 'From: ann@old.example', '', 'From: x\r\n\r\n'])
      for (const width of [0, 76]) {
        const content = encode(mime, width);
        expect(Buffer.from(mapMime(content, map)).equals(Buffer.from(content)), mime).toBe(true);
      }
  });

  test('of any length leaves the base64 of the body as it is', () => {
    for (let pad = 1; pad < 10; pad += 1) {
      for (const lineBreak of ['\r\n', '\n']) {
        const body = 'body that is long enough to have groups of its own'.repeat(4);
        const mime = `Subject: ${'x'.repeat(pad)}${lineBreak}From: ann@old.example${lineBreak}${lineBreak}${body}`;
        const content = mapMime(encode(mime), map);
        const text = Buffer.from(content).toString('latin1');
        expect(text.replace(/=+$/, '')).not.toContain('=');
        expect(decode(content).replaceAll(/ +(?=\r?\n)/g, '')).toBe(mime.replace('ann@old', 'ann@new'));
        expect(text.endsWith(Buffer.from(encode(mime)).toString('latin1').slice(-180))).toBe(true);
      }
    }
  });
});

describe('a stream', () => {
  const mime = `From: ann@old.example\r\nTo: b@c.example\r\n\r\n${'0123456789'.repeat(300)}`;
  test('is mapped wherever it is cut', async () => {
    const content = encode(mime, 76);
    const whole = decode(mapMime(content, map));
    for (const at of [1, 2, 3, 30, 58, 59, 60, 61, 62, 80, 200, 4000]) {
      const stream = mapMimeStream(arriving(cutAt(content, at, at + 3)), map);
      expect(decode(new Uint8Array(await new Response(stream).arrayBuffer())), String(at)).toBe(whole);
    }
    expect(whole).toContain('ann@new.example');
  });

  test.each([10, 2000])('that breaks after %i bytes is an error, never a shorter message', async (bytes) => {
    const pieces = cutAt(encode(mime).subarray(0, bytes), 5);
    const stream = mapMimeStream(arriving(pieces, new Error('gone')), map);
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
  });
});
