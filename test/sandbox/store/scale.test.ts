import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareMailboxes } from '../compare/compare.ts';
import { copyAll } from '../kit/copy-all.ts';
import { call, codesOf, distinguished, getFolderBody, type Login, syncBody, textsOf } from '../kit/raw-client.ts';
import { startSandbox, type SandboxOptions } from '../sandbox.ts';
import { readHead } from './content.ts';
import { Store } from './store.ts';

const MAILBOXES = 1000;
const plans = (domain: string) =>
  Array.from({ length: MAILBOXES }, (_, index) => ({
    email: `person${index}@${domain}`,
    fill: { seed: 20261101, items: 20 },
  }));

test('a thousand mailboxes are there at once, and each is whole when it is first asked for', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'sandbox-scale-'));
  const begin = process.cpuUsage();
  const sandbox = await startSandbox({
    stateDir,
    source: { profile: 'Exchange2010_SP2', mailboxes: plans('old.example'), fillAt: 'access' },
    destination: { profile: 'Exchange2019' },
  });
  // Of the processor, which a busy machine does not give at once; a tenth of a second on a free one.
  expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(5);
  expect(sandbox.source.mailboxes.length).toBe(MAILBOXES);
  const login = sandbox.source.mailboxes[700];
  if (!login) throw new Error('No mailbox');
  const answer = await call(sandbox.source, login, getFolderBody(distinguished('inbox'), distinguished('calendar')));
  expect(codesOf(answer)).toEqual(['NoError', 'NoError']);
  expect(Number(textsOf(answer, 'TotalCount')[0])).toBeGreaterThan(0);
  const { n } = sandbox.source.store.sql('select count(distinct mailbox) as n from items').get() as { n: number };
  expect(n).toBe(1);
  // Another process that opens the store sees the same mailboxes, those that no one asked for yet included.
  const other = new Store(join(stateDir, 'source.sqlite'));
  for (const index of [700, 13]) {
    const email = `person${index}@old.example`;
    expect(compareMailboxes(sandbox.source.store, email, other, email)).toEqual([]);
  }
  other.close();
  await sandbox.close();
  const eager = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: plans('old.example').slice(700, 701) },
    destination: { profile: 'Exchange2019' },
  });
  const again = new Store(join(stateDir, 'source.sqlite'));
  expect(compareMailboxes(eager.source.store, login.email, again, login.email)).toEqual([]);
  again.close();
  await eager.close();
  rmSync(stateDir, { recursive: true });
});

test('a destination that keeps only digests is compared as exactly as any other', async () => {
  const sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: 'a@old.example', fill: { seed: 20261101, items: 120, sizes: 'mixed-5-100k' } }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }], contents: 'hashed' },
  });
  const { source, destination } = sandbox;
  const [from, to] = [source.mailboxes[0], destination.mailboxes[0]];
  if (!from || !to) throw new Error('No mailbox');
  await copyAll(source, from, destination, to);
  const differences = () => compareMailboxes(source.store, from.email, destination.store, to.email);
  expect(differences()).toEqual([]);
  const longest = (which: string) =>
    (destination.store.sql(`select max(length(bytes)) as n from content where ${which}`).get() as { n: number }).n;
  expect(longest('attachment > 0')).toBeLessThan(100);
  // The headers of a MIME stay, because a server shows them.
  expect(longest('attachment = 0')).toBeLessThan(2000);
  const { id } = destination.store.sql('select min(item) as id from content where attachment = 0').get() as {
    id: number;
  };
  expect(readHead(destination.store, id).toString('latin1')).toMatch(/^[\w-]+: /);
  destination.store.database.exec(
    'update content set bytes = zeroblob(28) where rowid = (select min(rowid) from content where attachment = 0)',
  );
  expect(differences().map(({ kind }) => kind)).toContain('changed');
  await sandbox.close();
});

/** What a process has had of the processor, from Linux. */
function processorSeconds(pid: number): number {
  const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)!.split(' ');
  return (Number(fields[10]) + Number(fields[11])) / 100;
}

const ITEMS = 20_000;
const FOLDERS = 300;
const EMAIL = 'large@old.example';

test('a mailbox of twenty thousand items is ready in seconds and read whole in little memory', async () => {
  const options: SandboxOptions = {
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: EMAIL, fill: { seed: 20261101, items: ITEMS, sizes: 'mixed-5-100k', folders: FOLDERS } }],
    },
    destination: { profile: 'Exchange2019' },
  };
  const child = spawn(
    process.execPath,
    [new URL('../serve.ts', import.meta.url).pathname, '--with-parent', '--options', JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', (text) => resolve(text)),
  );
  // A second and a half on a free machine.
  if (process.platform === 'linux') expect(processorSeconds(child.pid!)).toBeLessThan(20);
  const { source } = JSON.parse(line) as { source: { url: string; mailboxes: Login[] } };
  const login = source.mailboxes[0] as Login;
  const found = await call(
    source,
    login,
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds>${distinguished('root')}</m:ParentFolderIds></m:FindFolder>`,
  );
  const folders = [...found.text.matchAll(/<t:FolderId [^>]*\/>/g)].map(([id]) => id);
  expect(folders.length).toBeGreaterThanOrEqual(FOLDERS - 1);
  const ids: string[] = [];
  for (const folder of folders) {
    let state = '';
    for (let isLast = false; !isLast;) {
      // oxlint-disable-next-line no-await-in-loop -- a page begins where the one before it ended
      const page = await call(source, login, syncBody(folder, state));
      state = textsOf(page, 'SyncState')[0] ?? '';
      isLast = textsOf(page, 'IncludesLastItemInRange')[0] === 'true';
      for (const [id] of page.text.matchAll(/<t:ItemId [^>]*\/>/g)) ids.push(id);
    }
  }
  // The mailbox's settings lie in items of their own, which no listing tells of.
  expect(ids.length).toBe(ITEMS);
  for (let at = 0; at < ids.length; at += 1000) {
    const some = ids.slice(at, at + 20);
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(source, login, `<m:ExportItems><m:ItemIds>${some.join('')}</m:ItemIds></m:ExportItems>`);
    expect(codesOf(answer)).toEqual(some.map(() => 'NoError'));
  }
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
    process.stdout.write(`peak memory: ${Math.round(peak)} MB\n`);
    // Of these some 90 are Node's own, and some are garbage that it has not minded yet; the contents alone would be 650.
    expect(peak).toBeLessThan(330);
  }
  child.stdin.end();
  expect(await ended).toBe(0);
}, 240_000);
