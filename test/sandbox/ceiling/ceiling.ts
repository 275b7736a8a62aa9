import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Client } from './ceiling-client.ts';
import { distinguished, envelope, syncBody } from '../kit/raw-client.ts';
import type { SandboxOptions } from '../sandbox.ts';

/**
 * What the sandbox serves by itself on loopback, so that no measure of the product is a measure of its instrument:
 *
 *     npm exec -c 'node test/sandbox/ceiling/ceiling.ts'
 *
 * `--seconds N` for each case (3), `--connections N` (4), `--disk` for stores on disk, `--contents hashed` for a
 * destination that keeps digests alone, `--only TEXT` for the cases with that in their name, `--profile DIR` for CPU
 * profiles of the sandbox, `--whole N` to read a mailbox of N messages from end to end instead.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '4' },
    disk: { type: 'boolean', default: false },
    contents: { type: 'string', default: 'whole' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
    whole: { type: 'string' },
  },
});
const CONNECTIONS = Number(values.connections);
const MIXED = 'mixed@old.example';
const ONE = 'one@old.example';
const TWENTY = 'twenty@old.example';
const TO = 'to@new.example';

const state = values.disk ? mkdtempSync(join(tmpdir(), 'sandbox-ceiling-')) : undefined;
const options: SandboxOptions = {
  ...(state ? { stateDir: state } : {}),
  source: {
    profile: 'Exchange2019',
    mailboxes: [
      { email: MIXED, fill: { seed: 1, items: Number(values.whole ?? 3000), sizes: 'mixed-5-100k', folders: 300 } },
      { email: ONE, fill: { seed: 1, items: 0, largeItems: Array.from({ length: 40 }, () => ({ bytes: 1_000_000 })) } },
      {
        email: TWENTY,
        fill: { seed: 1, items: 0, largeItems: Array.from({ length: 4 }, () => ({ bytes: 20_000_000 })) },
      },
    ],
  },
  destination: {
    profile: 'Exchange2019',
    mailboxes: [{ email: TO }],
    ...(values.contents === 'hashed' ? { contents: 'hashed' } : {}),
  },
};

type Started = { url: string; mailboxes: { email: string; password: string }[] };

function start(): { child: ChildProcess; ready: Promise<{ source: Started; destination: Started }> } {
  const profiling = values.profile ? ['--cpu-prof', '--cpu-prof-dir', values.profile] : [];
  const script = new URL('../serve.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...profiling, script, '--with-parent', '--options', JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}`)));
  });
  return { child, ready: ready.then((line) => JSON.parse(line) as { source: Started; destination: Started }) };
}

const began = performance.now();
const { child, ready } = start();
const servers = await ready;
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Seconds of processor that the sandbox took until now; Linux counts in hundredths. */
function cpuSeconds(): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const memory = (name: 'VmHWM' | 'VmRSS'): number =>
  process.platform === 'linux'
    ? Math.round(
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
      )
    : Number.NaN;

function resetPeak(): void {
  if (process.platform === 'linux') writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
}

const clientFor = (server: Started, email: string): Client => {
  const login = server.mailboxes.find((each) => each.email === email);
  if (!login) throw new Error(`No mailbox ${email}`);
  return new Client(server.url, login, CONNECTIONS);
};

const V16 = { version: 'Exchange2016' };
const idsIn = (text: string): string[] => [...text.matchAll(/<t:ItemId [^>]*\/>/g)].map(([id]) => id);

/** Every item of a folder by SyncFolderItems. */
async function sync(client: Client, folder: string, take: (ids: string[], bytes: number) => void): Promise<void> {
  let syncState = '';
  for (let isLast = false; !isLast;) {
    // oxlint-disable-next-line no-await-in-loop -- a page begins where the one before it ended
    const text = await client.text(envelope(syncBody(folder, syncState), V16));
    syncState = /<m:SyncState>([^<]*)</.exec(text)?.[1] ?? '';
    isLast = text.includes('<m:IncludesLastItemInRange>true<');
    take(idsIn(text), text.length);
  }
}

async function foldersOf(client: Client): Promise<string[]> {
  const text = await client.text(
    envelope(
      `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds>${distinguished('msgfolderroot')}</m:ParentFolderIds></m:FindFolder>`,
      V16,
    ),
  );
  return [...text.matchAll(/<t:FolderId [^>]*\/>/g)].map(([id]) => id);
}

async function itemsOf(client: Client): Promise<string[]> {
  const out: string[] = [];
  for (const folder of await foldersOf(client))
    // oxlint-disable-next-line no-await-in-loop
    await sync(client, folder, (ids) => out.push(...ids));
  return out;
}

type Done = { items: number; bytes: number };

/** Runs `work` on every connection for as long as a case takes, and prints what it came to. */
async function measure(name: string, work: (round: number) => Promise<Done>): Promise<void> {
  await work(0);
  resetPeak();
  const [cpu, from] = [cpuSeconds(), performance.now()];
  const until = from + Number(values.seconds) * 1000;
  let round = 1;
  let items = 0;
  let bytes = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other is what a connection does
      const done = await work((round += 1));
      items += done.items;
      bytes += done.bytes;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const seconds = (performance.now() - from) / 1000;
  const used = cpuSeconds() - cpu;
  print(
    [
      name.padEnd(34),
      `${(items / seconds).toFixed(0).padStart(6)} items/s`,
      `${(bytes / 1e6 / seconds).toFixed(0).padStart(5)} MB/s`,
      // Of use where others are at work on the same machine.
      `at ${((used / seconds) * 100).toFixed(0).padStart(3)} % of a core;`,
      `a core's worth ${(items / used).toFixed(0).padStart(6)} items/s ${(bytes / 1e6 / used).toFixed(0).padStart(5)} MB/s;`,
      `${(used / (bytes / 1e9)).toFixed(2).padStart(6)} CPU s/GB;`,
      `peak ${memory('VmHWM')} MB`,
    ].join(' '),
  );
}

const batches = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

const exportBody = (ids: readonly string[]): string =>
  envelope(`<m:ExportItems><m:ItemIds>${ids.join('')}</m:ItemIds></m:ExportItems>`, V16);

async function measureExport(name: string, email: string, size: number): Promise<void> {
  if (!name.includes(values.only)) return;
  const client = clientFor(servers.source, email);
  const bodies = batches(await itemsOf(client), size).map((ids) => ({ items: ids.length, body: exportBody(ids) }));
  await measure(name, async (round) => {
    const { items, body } = bodies[round % bodies.length] as (typeof bodies)[0];
    return { items, bytes: await client.send(body) };
  });
  client.close();
}

/** Uploads what was exported, over and over. */
async function measureUpload(name: string, email: string, size: number, different: number): Promise<void> {
  if (!name.includes(values.only)) return;
  const from = clientFor(servers.source, email);
  const to = clientFor(servers.destination, TO);
  const inbox = await to.text(
    envelope(
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${distinguished('inbox')}</m:FolderIds></m:GetFolder>`,
      V16,
    ),
  );
  const parent = (/<t:FolderId [^>]*\/>/.exec(inbox)?.[0] ?? '').replace('FolderId', 'ParentFolderId');
  const bodies: Buffer[] = [];
  for (const ids of batches((await itemsOf(from)).slice(-different * size), size)) {
    // oxlint-disable-next-line no-await-in-loop
    const text = await from.text(exportBody(ids));
    const items = [...text.matchAll(/<m:Data>([^<]*)</g)].map(
      ([, data]) => `<t:Item CreateAction="CreateNew">${parent}<t:Data>${data}</t:Data></t:Item>`,
    );
    bodies.push(Buffer.from(envelope(`<m:UploadItems><m:Items>${items.join('')}</m:Items></m:UploadItems>`, V16)));
  }
  await measure(name, async (round) => {
    const body = bodies[round % bodies.length] as Buffer;
    await to.send(body);
    return { items: size, bytes: body.length };
  });
  from.close();
  to.close();
}

async function measureSync(name: string): Promise<void> {
  if (!name.includes(values.only)) return;
  const client = clientFor(servers.source, MIXED);
  await measure(name, async () => {
    const done = { items: 0, bytes: 0 };
    await sync(client, distinguished('inbox'), (ids, bytes) => {
      done.items += ids.length;
      done.bytes += bytes;
    });
    return done;
  });
  client.close();
}

async function measureMime(name: string): Promise<void> {
  if (!name.includes(values.only)) return;
  const client = clientFor(servers.source, MIXED);
  const ids: string[] = [];
  await sync(client, distinguished('inbox'), (page) => ids.push(...page));
  const bodies = batches(ids, 10).map((list) =>
    envelope(
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape><m:ItemIds>${list.join('')}</m:ItemIds></m:GetItem>`,
      V16,
    ),
  );
  await measure(name, async (round) => ({
    items: 10,
    bytes: await client.send(bodies[round % bodies.length] as string),
  }));
  client.close();
}

/** Reads one mailbox from end to end: every folder, every item. */
async function readWhole(): Promise<void> {
  const client = clientFor(servers.source, MIXED);
  resetPeak();
  const from = performance.now();
  const ids = await itemsOf(client);
  print(`${ids.length} items listed in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  const waiting = batches(ids, 20);
  let bytes = 0;
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      // oxlint-disable-next-line no-await-in-loop
      const length = await client.send(exportBody(next));
      bytes += length;
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const seconds = (performance.now() - begin) / 1000;
  print(
    `${(bytes / 1e9).toFixed(2)} GB exported in ${seconds.toFixed(1)} s, ${(ids.length / seconds).toFixed(0)} items/s; peak ${memory('VmHWM')} MB`,
  );
  client.close();
}

print(`ready in ${((performance.now() - began) / 1000).toFixed(1)} s, ${memory('VmRSS')} MB`);
if (values.whole) await readWhole();
else {
  await measureExport('ExportItems 5-100 KB, 20 a call', MIXED, 20);
  await measureExport('ExportItems 1 MB, 5 a call', ONE, 5);
  await measureExport('ExportItems 20 MB, 1 a call', TWENTY, 1);
  await measureUpload('UploadItems 5-100 KB, 20 a call', MIXED, 20, 20);
  await measureUpload('UploadItems 1 MB, 5 a call', ONE, 5, 4);
  await measureUpload('UploadItems 20 MB, 1 a call', TWENTY, 1, 2);
  await measureSync('SyncFolderItems, 512 a page');
  await measureMime('GetItem MIME, 5-100 KB, 10 a call');
}
child.stdin?.end();
await new Promise((resolve) => child.once('exit', resolve));
if (state) rmSync(state, { recursive: true });
