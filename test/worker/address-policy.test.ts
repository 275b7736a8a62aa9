import { expect, test } from 'vitest';
import { refusalOf } from '../../worker/lib/address.ts';
import { addressPolicy } from '../../worker/runtime/platform/address-policy.ts';
import { createHttp, createPlainHttp } from '../../worker/runtime/platform/http.ts';
import { createSocketOpener } from '../../worker/runtime/platform/socket-open.ts';

test('only the usual port is gone to, by whatever way, unless the settings name another', async () => {
  const policy = addressPolicy({});
  const asked: string[] = [];
  const base = async (input: string) => {
    asked.push(input);
    return new Response();
  };
  for (const port of [22, 25, 80, 3306, 8443, 65_535]) {
    const url = `https://mail.example.com:${String(port)}/EWS/Exchange.asmx`;
    await expect(createHttp(policy, base)(url)).rejects.toThrow('not allowed (port)');
    await expect(createSocketOpener(policy)(new URL(url), new AbortController().signal)).rejects.toThrow('(port)');
  }
  await expect(createPlainHttp(policy, base)('http://mail.example.com:8080/')).rejects.toThrow('not allowed');
  expect(asked).toEqual([]);
  const allowed = addressPolicy({ ALLOWED_PORTS: '8443, 4443' });
  expect(allowed.ports).toEqual([8443, 4443]);
  expect(refusalOf(new URL('https://mail.example.com:4443/'), allowed)).toBeUndefined();
  expect(refusalOf(new URL('https://mail.example.com:22/'), allowed)).toBe('port');
  expect(
    refusalOf(new URL('http://127.0.0.1:8085/'), addressPolicy({ ALLOW_PRIVATE_ENDPOINTS: 'true' })),
  ).toBeUndefined();
  expect(() => addressPolicy({ ALLOWED_PORTS: '8443,x' })).toThrow('ALLOWED_PORTS must be a list of ports');
});
