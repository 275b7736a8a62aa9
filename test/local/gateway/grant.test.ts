import { describe, expect, test } from 'vitest';
import type { Dial } from '../../../worker/lib/gateway-grant.ts';
import { readGrant, signGrant } from '../../../worker/lib/gateway-grant.ts';

const NOW = 1_700_000_000_000;
const DIAL: Dial = { host: 'mail.fjord.example', port: 443, until: NOW + 1, isSecure: true, tls: 'any' };

describe('a grant', () => {
  test('says what was signed', async () => {
    const dial = { ...DIAL, trusted: 'ab'.repeat(32), allowPrivate: true };
    expect(await readGrant('token', await signGrant('token', dial), NOW)).toEqual(dial);
  });

  test('is good for its time only', async () => {
    const grant = await signGrant('token', DIAL);
    expect(await readGrant('token', grant, DIAL.until - 1)).toEqual(DIAL);
    expect(await readGrant('token', grant, DIAL.until)).toBeUndefined();
  });

  test('of another token, changed, cut or without a signature is none', async () => {
    const grant = await signGrant('token', DIAL);
    const [text = '', signature = ''] = grant.split('.');
    const other = Buffer.from(JSON.stringify({ ...DIAL, host: 'elsewhere.example' })).toString('base64url');
    for (const forged of [
      await signGrant('another', DIAL),
      `${other}.${signature}`,
      `${text}.${signature.slice(0, -4)}`,
      `${text}.`,
      text,
      `${grant}.${signature}`,
      '',
      '.',
      'äöü.ß',
      'a'.repeat(100_000),
    ])
      expect(await readGrant('token', forged, NOW)).toBeUndefined();
  });

  test('signed by nobody’s token is none: an empty token opens nothing', async () => {
    expect(await readGrant('', 'e30.AAAA', NOW)).toBeUndefined();
  });

  test.each([
    { host: '' },
    { host: 1 },
    { port: 0 },
    { port: 65_536 },
    { port: '443' },
    { until: '2099' },
    { isSecure: 'no' },
    { tls: 'none' },
    { trusted: 'AB'.repeat(32) },
    { trusted: 'ab' },
    { allowPrivate: 'yes' },
  ])('with %j is none, although it is signed', async (part) => {
    expect(await readGrant('token', await signGrant('token', { ...DIAL, ...part } as Dial), NOW)).toBeUndefined();
  });
});
