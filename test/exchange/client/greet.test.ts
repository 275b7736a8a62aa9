import { expect, test } from 'vitest';
import { greetingBy } from '../../../worker/exchange/client/greet.ts';
import type { Versioned } from '../../../worker/exchange/client/in-version.ts';
import type { WholeReply } from '../../../worker/exchange/client/send.ts';
import type { Call } from '../../../worker/exchange/client/send-whole.ts';
import type { RequestVersion } from '../../../worker/exchange/operations/versions.ts';
import { concat } from '../../../worker/exchange/xml/bytes.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { answer, connect, fakeServer, soap } from '../kit.ts';
import { callOf, faultError, replyOf, sender } from './layers-kit.ts';

const OWNER = { mailbox: 'ann@example.com', impersonates: true };
const answered = replyOf('GetFolder', ['<m:Folders/>']);
const { signal } = new AbortController();
const greetingIn = (version: RequestVersion) => ({ ...callOf('GetFolder'), version });

/** How many well-known folders each request asks for. */
const namesIn = (calls: readonly (Call & Versioned)[]) =>
  calls.map(
    ({ body, version }) =>
      new TextDecoder().decode(concat(body(version))).split('DistinguishedFolderId Id=').length - 1,
  );

test('the first request asks for the well-known folders in the version that it is to be made in', async () => {
  const { send, calls } = sender<Call & Versioned, WholeReply>([answered]);
  expect(await greetingBy(send, OWNER)(greetingIn('Exchange2007_SP1'))).toBe(answered);
  expect(calls.map(({ version }) => version)).toEqual(['Exchange2007_SP1']);
  expect(namesIn(calls)).toEqual([14]);
});

test.each(['corrupt', 'unsupported', 'unknown'] as const)(
  'a server that refuses that, as %s, is asked for as little as possible',
  async (kind) => {
    const { send, calls } = sender<Call & Versioned, WholeReply>([faultError(kind), answered]);
    expect(await greetingBy(send, OWNER)(greetingIn('Exchange2007_SP1'))).toBe(answered);
    expect(namesIn(calls)).toEqual([14, 1]);
  },
);

test.each(['credentials', 'busy', 'transient'] as const)(
  'a fault of another kind, %s, is one request',
  async (kind) => {
    const { send, calls } = sender<Call & Versioned, WholeReply>([faultError(kind), answered]);
    await expect(greetingBy(send, OWNER)(greetingIn('Exchange2007_SP1'))).rejects.toThrow(`code-${kind}`);
    expect(calls).toHaveLength(1);
  },
);

/** A server with a root and an Inbox, which its first answer shows or not. */
function mailbox(showsFirst: boolean) {
  const folder = (id: string, name: string, parent: string, count: number) =>
    `<t:Folder><t:FolderId Id="${id}"/><t:ParentFolderId Id="${parent}"/><t:DisplayName>${name}</t:DisplayName>` +
    `<t:TotalCount>${count}</t:TotalCount></t:Folder>`;
  const known: Record<string, string> = {
    msgfolderroot: folder('root', 'Top', 'above', 0),
    inbox: folder('in', 'Posteingang', 'root', 7),
    outbox: folder('out', 'Postausgang', 'root', 1),
  };
  return fakeServer(
    ({ operation, body }) => {
      if (operation === 'FindFolder')
        return soap(
          answer(operation, [
            `<m:RootFolder IncludesLastItemInRange="true"><t:Folders>${known['inbox']}${known['outbox']}</t:Folders></m:RootFolder>`,
          ]),
        );
      const asked = [...body.matchAll(/DistinguishedFolderId Id="(\w+)"/g)].map(([, name]) => known[name!]);
      const messages = asked.map((each) =>
        each ? `<m:Folders>${each}</m:Folders>` : { error: 'ErrorFolderNotFound' },
      );
      return soap(answer(operation, messages));
    },
    undefined,
    !showsFirst,
  );
}

test('what the first answer shows is known before the folders are listed, and not asked for again', async () => {
  const { fetch, asked } = mailbox(true);
  const source = createExchangeSource(connect(fetch));
  // Nobody migrates an outbox, and the root is none of the folders below it.
  expect((await source.abilities(signal)).wellKnown).toEqual([
    { id: 'in', parentId: 'root', name: 'Posteingang', distinguishedId: 'inbox', folderClass: '', totalCount: 7 },
  ]);
  const listed = await source.folders(signal);
  expect(listed.map(({ id, distinguishedId }) => [id, distinguishedId])).toEqual([
    ['root', 'msgfolderroot'],
    ['in', 'inbox'],
  ]);
  expect(asked.map(({ operation }) => operation)).toEqual(['GetFolder', 'FindFolder']);
  // A later listing finds out what has changed since.
  expect(await source.folders(signal)).toEqual(listed);
  expect(asked.slice(2).map(({ operation }) => operation)).toEqual(['FindFolder', 'GetFolder']);
});

test('where it shows nothing the folders are listed as a whole', async () => {
  const { fetch, asked } = mailbox(false);
  const source = createExchangeSource(connect(fetch));
  expect((await source.abilities(signal)).wellKnown).toBeUndefined();
  expect((await source.folders(signal)).map(({ id }) => id)).toEqual(['root', 'in']);
  expect(asked.map(({ operation }) => operation)).toEqual(['FindFolder', 'GetFolder']);
});
