import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { rightsOfLevel, setPermission } from '../sandbox/store/permissions.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox/sandbox.ts';
import { never } from './kit.ts';
import { connect, ownerOf, type SideName } from './connect.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  const mailboxes = (domain: string) => [{ email: `ada@${domain}` }, { email: `bob@${domain}` }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: mailboxes('old.example') },
    destination: { profile: 'ExchangeSE', mailboxes: mailboxes('new.example') },
  });
});
afterAll(() => sandbox.close());

/** Bob's login, Ada's mailbox. */
const byBob = (server: SandboxSide, side: SideName) =>
  connect(server, side, { login: ownerOf(server, server.mailboxes[1]!.email) });

const grant = ({ store, mailboxes }: SandboxSide, level: string) => {
  const inbox = getDistinguished(store, store.mailbox(mailboxes[0]!.email)!.id, 'inbox')!;
  setPermission(store, inbox.id, mailboxes[1]!.email, rightsOfLevel(level));
};

test('an owner lacks nothing', async () => {
  const { source, destination } = sandbox;
  expect(await createExchangeSource(connect(source, 'source')).lacksRights(never())).toBeUndefined();
  const there = createExchangeDestination(connect(destination, 'destination'));
  expect(await there.lacksRights(never())).toBeUndefined();
});

test('what a colleague may not do is said', async () => {
  grant(sandbox.source, 'Reviewer');
  grant(sandbox.destination, 'Reviewer');
  const from = createExchangeSource(byBob(sandbox.source, 'source'));
  expect(await from.lacksRights(never())).toBeUndefined();
  const to = createExchangeDestination(byBob(sandbox.destination, 'destination'));
  expect(await to.lacksRights(never())).toMatchObject({
    kind: 'access',
    code: 'right-missing',
    side: 'destination',
    message: 'The account may not create items in the mailbox ada@new.example.',
  });
});
