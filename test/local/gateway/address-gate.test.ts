import { describe, expect, test } from 'vitest';
import { isPrivateAddress } from '../../../worker/lib/address.ts';
import { checkedAddresses } from '../../../worker/local/gateway/address-gate.ts';

const at =
  (...addresses: string[]) =>
  async () =>
    addresses;
const code = async (...args: Parameters<typeof checkedAddresses>) => {
  const checked = await checkedAddresses(...args);
  return 'failure' in checked ? checked.failure.code : checked.addresses;
};

const PRIVATE = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.127.255.255',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '2002:7f00:1::',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
];
const PUBLIC = [
  '1.1.1.1',
  '100.63.0.1',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '2606:4700::1111',
  '64:ff9b::1.1.1.1',
];

describe('the gate for addresses', () => {
  test.each(PRIVATE)('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(PUBLIC)('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test.each(PRIVATE)('a name that leads to %s is refused, and the message says where it leads', async (address) => {
    const checked = await checkedAddresses('mail.fjord.example', false, at(address));
    expect(checked).toEqual({
      failure: {
        code: 'address-refused',
        message: `mail.fjord.example resolves to the private address ${address}. Private addresses are not allowed.`,
      },
    });
  });

  test('one private address among public ones refuses the name', async () => {
    expect(await code('mail.fjord.example', false, at('1.1.1.1', '10.0.0.1'))).toBe('address-refused');
  });

  test('lets public addresses through in their order', async () => {
    expect(await code('mail.fjord.example', false, at('2606:4700::1111', '1.1.1.1'))).toEqual([
      '2606:4700::1111',
      '1.1.1.1',
    ]);
  });

  test('private ones pass where they are allowed', async () => {
    expect(await code('mail.fjord.example', true, at('10.0.0.1'))).toEqual(['10.0.0.1']);
    expect(await code('127.0.0.1', true, at())).toEqual(['127.0.0.1']);
  });

  test.each(['127.0.0.1', '::1', 'localhost', 'mail', 'mail.fjord.local', 'mail.corp.'])(
    '%s is refused without being looked up',
    async (host) => {
      const never = async (): Promise<string[]> => {
        throw new Error('looked up');
      };
      expect(await code(host, false, never)).toBe('address-refused');
    },
  );

  test('other ways to write a loopback address are seen through, because what they resolve to is checked', async () => {
    expect(await code('0x7f.1', false, at('127.0.0.1'))).toBe('address-refused');
  });

  test('a name that no server has is unknown', async () => {
    const nobody = async (): Promise<string[]> => {
      throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    };
    expect(await checkedAddresses('mail.fjord.example', false, nobody)).toEqual({
      failure: { code: 'unknown-host', message: 'There is no server named mail.fjord.example.' },
    });
    expect(await code('mail.fjord.example', false, at())).toBe('unknown-host');
  });

  test('takes a bounded number of addresses', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `1.1.1.${index}`);
    expect(await code('mail.fjord.example', false, at(...many))).toHaveLength(16);
  });
});
