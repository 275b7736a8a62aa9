import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connectTcp } from '../../../worker/local/gateway/connect-tcp.ts';
import { openLine } from '../../../worker/local/gateway/open-line.ts';
import type { Ways } from '../../../worker/local/gateway/open-line.ts';

const waysTo = (...addresses: string[]) =>
  ({ resolve: async () => addresses, proxy: undefined, allowPrivate: false }) as unknown as Ways;
const dial = { host: 'autodiscover.old.example', isSecure: false, tls: 'modern', until: Infinity } as const;

test.each([
  ['a name that leads inside', 80, '10.0.0.5'],
  ['a name that leads to this computer', 80, '127.0.0.1'],
  ['any port but 80', 8080, '93.184.216.34'],
  ['port 443', 443, '93.184.216.34'],
])('without TLS there is no line to %s', async (_what, port, address) => {
  const opened = await openLine({ ...dial, port }, waysTo(address));
  expect(opened).toMatchObject({ failure: { code: 'address-refused' } });
});

test('a grant that allows private addresses opens none where the gateway does not', async () => {
  const opened = await openLine({ ...dial, port: 80, allowPrivate: true }, waysTo('192.168.1.1'));
  expect(opened).toMatchObject({ failure: { code: 'address-refused' } });
});

test('a closed port reads as any other that gives no connection', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await connectTcp(['127.0.0.1'], port, 'mail.old.example')).toEqual({
    failure: { code: 'connection-refused', message: `The connection to mail.old.example on port ${port} failed.` },
  });
  // Without an address that answers in time it says the same.
  expect(await connectTcp([], port, 'mail.old.example')).toEqual({
    failure: { code: 'connection-refused', message: `The connection to mail.old.example on port ${port} failed.` },
  });
});
