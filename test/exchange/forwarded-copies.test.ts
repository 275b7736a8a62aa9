import { afterEach, expect, test } from 'vitest';
import { forward, deliver, type Mail } from '../sandbox/generate/forward.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses, type MailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const SEED = 12;

type Profile = Parameters<typeof startSandbox>[0]['source']['profile'];

let sandbox: Sandbox;
let passes: MailboxPasses;
afterEach(async () => {
  passes.close();
  await sandbox.close();
});

/** Two servers between which Ann's mailbox has been copied. */
async function copied(from: Profile, to: Profile): Promise<void> {
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 20 } }] },
    destination: { profile: to, mailboxes: [{ email: EMAIL }] },
  });
  passes = mailboxPasses(sandbox, EMAIL);
  await passes.run();
}

const MIME = (id: string, subject = 'Hello') =>
  `From: Bob <bob@x.example>\r\nTo: ann@example.com\r\nSubject: ${subject}\r\nDate: Thu, 26 Nov 2026 10:00:00 +0000\r\n${id}MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello\r\n`;

const both = () =>
  [
    { store: sandbox.source.store, email: EMAIL },
    { store: sandbox.destination.store, email: EMAIL },
  ] as const;
const asItComes = (mail: Partial<Mail> = {}) => {
  const [source, destination] = both();
  return forward(source, destination, {
    mime: MIME('Message-ID: <one@x.example>\r\n'),
    receivedAt: Date.UTC(2026, 10, 26, 10, 0, 2),
    ...mail,
  });
};

/** A delta pass: what it created at the destination, and how often it asked for its changes. */
async function delta() {
  sandbox.destination.resetStats();
  const { summary } = await passes.run();
  const { writes, requests } = sandbox.destination.stats();
  return { adopted: summary.adopted?.count ?? 0, writes, asked: requests['SyncFolderItems'] ?? 0 };
}

const MAILS: Record<string, Partial<Mail>> = {
  'in the same second': {},
  'a day later': { laterMs: 86_400_000 },
  'to Junk by a rule': { movedTo: 'junkemail' },
  'to a folder of its own by a rule, and read': { movedTo: 'Newsletters', isRead: true, laterMs: 5000 },
  'without a Message-ID': { laterMs: 61_000 },
};

test.each<[Profile, Profile]>([
  ['Exchange2007_SP1', 'Exchange2019'],
  ['Exchange2010_SP2', 'Exchange2016'],
  ['Exchange2013', 'ExchangeSE'],
  ['Grommunio', 'Exchange2019'],
  ['Exchange2016', 'Grommunio'],
])('from %s to %s: what was forwarded is not copied, however and wherever it came', async (from, to) => {
  await copied(from, to);
  for (const [name, mail] of Object.entries(MAILS)) {
    const id = name === 'without a Message-ID' ? '' : `Message-ID: <${name.replaceAll(' ', '.')}@x.example>\r\n`;
    asItComes({ mime: MIME(id, name), ...mail });
  }
  const count = Object.keys(MAILS).length;
  const first = await delta();
  expect(first).toMatchObject({ adopted: count, writes: {} });
  expect(await delta()).toMatchObject({ adopted: count, writes: {} });
});

test('another message of the same sender and subject, and the same message twice, are copied', async () => {
  await copied('Exchange2010_SP2', 'Exchange2019');
  const [source, destination] = both();
  const at = Date.UTC(2026, 10, 26, 10, 0, 2);
  deliver(source, 'inbox', MIME('Message-ID: <one@x.example>\r\n'), at);
  deliver(destination, 'inbox', MIME('Message-ID: <other@x.example>\r\n'), at);
  asItComes({ mime: MIME('Message-ID: <two@x.example>\r\n') });
  deliver(source, 'inbox', MIME('Message-ID: <two@x.example>\r\n'), at);
  const { adopted } = await delta();
  expect(adopted).toBe(1);
  const inbox = sandbox.destination.store.sql(`select count(*) as count from items where subject = 'Hello'`).get();
  expect(inbox).toEqual({ count: 4 });
});

test('a pass asks once for the changes of a folder that something new goes to, and of no other', async () => {
  await copied('Exchange2010_SP2', 'Exchange2019');
  const quiet = await delta();
  expect(quiet).toMatchObject({ asked: 0, writes: {} });
  deliver(both()[0], 'inbox', MIME('Message-ID: <one@x.example>\r\n'), Date.now());
  expect((await delta()).asked).toBe(1);
});
