import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleWorker } from '../../worker/local/commands.ts';
import type { PassType } from '../../worker/lib/pass-types.ts';
import { prepareRun } from '../e2e/prepared.ts';
import type { Mailferry } from '../e2e/mailferry.ts';
import { startMailferry, waitForPass } from '../e2e/mailferry.ts';
import type { Invocation } from '../fakes/invocation.ts';
import { callsOf } from '../fakes/invocation.ts';
import type { GenerateOptions } from '../sandbox/generate/mailbox.ts';
import { startMeter } from './meter.ts';
import type { SandboxPair } from './sandbox-pair.ts';
import { startPair } from './sandbox-pair.ts';

/**
 * `npm run bench:calls`: what a slice calls, by workload, as a platform counts it that Mailferry's own count
 * has no part in (test/worker/strict). Prints a table in Markdown; `--write` puts it into the README of this folder.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

type Workload = { title: string; email: string; fill?: GenerateOptions; type?: PassType; changes?: Changes };
type Changes = { new: number; changed: number; read: number; moved: number; deleted: number };

const large = (count: number, bytes: number): GenerateOptions => ({
  seed: 1,
  items: 0,
  largeItems: Array.from({ length: count }, () => ({ bytes })),
});
const CHANGES: Changes = { new: 100, changed: 100, read: 100, moved: 50, deleted: 50 };
const WORKLOADS: readonly Workload[] = [
  {
    title: 'items of 1 to 3 KB',
    email: 'small@old.example',
    fill: { seed: 1, items: 8_000, sizes: { fromBytes: 1_000, toBytes: 3_000 } },
  },
  { title: 'items of 5 to 100 KB', email: 'mixed@old.example', fill: { seed: 1, items: 3_000, sizes: 'mixed-5-100k' } },
  { title: 'items of all kinds', email: 'kinds@old.example', fill: { seed: 1, items: 2_000 } },
  { title: 'items of 1 MB', email: '1mb@old.example', fill: large(200, 1_000_000) },
  { title: 'items of 20 MB', email: '20mb@old.example', fill: large(12, 20_000_000) },
  { title: 'a delta pass of 400 changes', email: 'mixed@old.example', changes: CHANGES },
  { title: 'a pass without changes', email: 'small@old.example' },
  { title: 'a verify pass', email: 'small@old.example', type: 'verify' },
];

/** As on Cloudflare; a slice of 60 s. */
const SETTINGS = { SLICE_MS: '60000', HEARTBEAT_MS: '5000' };
const SLICE_SECONDS = 60;
const PASS_MS = 600_000;

type Row = { title: string; items: number; cpuSeconds: number; invocations: Invocation[] };

const undo = prepareRun();
const folder = mkdtempSync(join(tmpdir(), 'mailferry-strict-'));
bundleWorker(folder, 'test/worker/strict/strict-worker.ts');
const filled = WORKLOADS.flatMap(({ email, fill }) => (fill ? [{ email, fill }] : []));
const pair = await startPair({
  source: { profile: 'Exchange2013', mailboxes: filled },
  destination: {
    profile: 'Exchange2019',
    contents: 'hashed',
    mailboxes: filled.map(({ email }) => ({ email: destinationOf(email) })),
  },
});
const mailferry = await startMailferry(SETTINGS, join(folder, 'strict-worker.js'));
try {
  const projects = await createProjects(mailferry, pair);
  const rows: Row[] = [];
  for (const workload of WORKLOADS) rows.push(await measure(workload, projects.get(workload.email)!));
  const table = tableOf(rows);
  process.stdout.write(`${table}\n`);
  if (values.write) writeTable(table);
} finally {
  await mailferry.close();
  await pair.close();
  rmSync(folder, { recursive: true, force: true });
  undo();
}

function destinationOf(email: string): string {
  return email.replace('@old.', '@new.');
}

/** A project for each mailbox, by its address at the source. The account opens them by its own rights. */
async function createProjects({ call }: Mailferry, { source, destination }: SandboxPair): Promise<Map<string, string>> {
  const endpointOf = async (name: string, { url, admin }: SandboxPair['source']) =>
    (await call<{ id: string }>('POST', '/api/endpoints', { name, url, credentials: admin })).id;
  const [sourceEndpointId, destinationEndpointId] = [
    await endpointOf('source', source),
    await endpointOf('destination', destination),
  ];
  const projects = new Map<string, string>();
  for (const { email } of source.mailboxes) {
    const { id } = await call<{ id: string }>('POST', '/api/projects', {
      name: email,
      sourceEndpointId,
      destinationEndpointId,
      options: { deletions: 'remove' },
    });
    const mailboxes = [{ sourceEmail: email, destinationEmail: destinationOf(email) }];
    await call('POST', `/api/projects/${id}/mailboxes`, { mailboxes });
    projects.set(email, id);
  }
  return projects;
}

async function measure({ title, email, type = 'full', changes }: Workload, projectId: string): Promise<Row> {
  if (changes) await pair.source.mutate(email, changes);
  for (const side of [pair.source, pair.destination]) await side.prepare({ roundTripMs: 0, throttled: false });
  const [launcher, ...workers] = mailferry.pids();
  const before = (await mailferry.call<Invocation[]>('GET', '/api/strict')).length;
  const meter = startMeter(workers, [launcher!]);
  await mailferry.call('POST', `/api/projects/${projectId}/passes`, { type });
  const [mailbox] = await waitForPass(mailferry, projectId, PASS_MS);
  const { cpuSeconds } = meter.end();
  if (!mailbox?.status.startsWith('Completed') || mailbox.errorCount > 0)
    throw new Error(`${title}: ${JSON.stringify(mailbox)}`);
  const invocations = (await mailferry.call<Invocation[]>('GET', '/api/strict')).slice(before);
  const { written } = await pair.destination.stats(destinationOf(email));
  return { title, items: written, cpuSeconds, invocations };
}

/** One line a workload. Rates of calls are those of its slices, for as long as these took. */
function tableOf(rows: readonly Row[]): string {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const lines = rows.map(({ title, items, cpuSeconds, invocations }) => {
    const sum = (valueOf: (each: Invocation) => number) =>
      invocations.reduce((total, each) => total + valueOf(each), 0);
    const per1000 = (valueOf: (each: Invocation) => number) =>
      items === 0 ? '–' : number((sum(valueOf) / items) * 1_000);
    const seconds = sum(({ tookMs }) => tookMs) / 1_000;
    const fullest = (valueOf: (each: Invocation) => number) => number(Math.max(...invocations.map(valueOf)));
    const at60s = number((sum(callsOf) / seconds) * SLICE_SECONDS);
    return [
      title,
      number(items),
      per1000(callsOf),
      per1000(({ servers }) => servers),
      per1000(({ statements }) => statements),
      per1000(({ ledger }) => ledger),
      fullest(callsOf),
      fullest(({ statements }) => statements),
      invocations.length,
      (cpuSeconds / invocations.length).toFixed(1),
      seconds >= 5 ? at60s : '–',
    ];
  });
  const head = [
    'workload',
    'items written',
    'subrequests per 1,000 items',
    'of them to servers',
    'of them D1 statements',
    'ledger calls per 1,000 items',
    'subrequests of the fullest slice',
    'D1 statements of the fullest slice',
    'slices',
    'CPU s per slice',
    'subrequests of 60 s at this pace',
  ];
  return [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function writeTable(table: string): void {
  const file = fileURLToPath(new URL('README.md', import.meta.url));
  const [begin, end] = ['<!-- subrequests -->', '<!-- end of subrequests -->'];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('The README has no place for the table.');
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}
