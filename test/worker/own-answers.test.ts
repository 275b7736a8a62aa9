import { expect, inject, test } from 'vitest';
import { createConnection } from '../../worker/exchange/client/connection.ts';
import { readChanges } from '../../worker/exchange/folders/sync.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { createSocketOpener } from '../../worker/runtime/platform/socket-open.ts';

const servers = inject('servers');
const never = new AbortController().signal;

/** A mailbox on a server of that version; keeps which of its requests went by the platform's shared connections. */
function mailbox(major: 14 | 15) {
  const shared: string[] = [];
  const through: Fetch = (address, init) => {
    shared.push(new Headers(init.headers).get('soapaction')?.replace(/^.*\/|"$/g, '') ?? '');
    return fetch(address, init);
  };
  const authenticator = basicAuthenticator(
    through,
    { username: 'ann', password: 'secret' },
    { now: Date.now, open: createSocketOpener({ allowPrivate: true }) },
  );
  const connection = createConnection({
    url: `${servers.answeringTwice}?major=${String(major)}`,
    side: 'source',
    authenticator,
    mailbox: 'ann@example.com',
    impersonate: false,
    newRequestId: () => crypto.randomUUID(),
  });
  const read = async (folder: string) => (await readChanges(connection, folder, undefined, never)).syncState;
  const message = { id: 'c', changeKey: 'CQ', itemClass: 'IPM.Note', sizeBytes: 100 };
  const fail = async () => {
    const reading = createExchangeSource(connection).read([message], 'transfer', { stream: false }, never);
    await expect(reading).rejects.toMatchObject({ fault: { kind: 'unsupported' } });
  };
  return { shared, read, fail, knows: connection.capabilities, close: () => authenticator.close?.() };
}

const folders = (name: string) => Array.from({ length: 6 }, (_, at) => `${name}-${String(at)}`);

test('a server that is not what it says shares no connection, and no mailbox gets another one’s answer', async () => {
  const [ann, ben] = [mailbox(15), mailbox(15)];
  for (let round = 0; round < 3; round += 1) {
    if (round > 0) ann.knows.lacks = {};
    await Promise.all([ann.read('first'), ben.read('first'), round === 0 && ann.fail()]);
    const found = await Promise.all([...folders('ann').map(ann.read), ...folders('ben').map(ben.read)]);
    expect(found).toEqual([...folders('ann'), ...folders('ben')]);
  }
  expect([ann.shared, ben.shared]).toEqual([['GetFolder'], ['GetFolder']]);
  expect(ann.knows.connections).toBe('own');
  ann.close();
  ben.close();
});

test('another server has connections of its own from its first fault of another make on', async () => {
  const ann = mailbox(14);
  expect(await Promise.all(folders('ann').map(ann.read))).toEqual(folders('ann'));
  expect(ann.knows.connections).toBeUndefined();
  await ann.fail();
  expect(ann.knows.connections).toBe('own');
  const before = ann.shared.length;
  expect(await Promise.all(folders('ann').map(ann.read))).toEqual(folders('ann'));
  expect(ann.shared).toHaveLength(before);
  ann.close();
});
