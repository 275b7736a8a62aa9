import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startGateway } from '../../worker/local/gateway-process.ts';
import { notedPids } from '../../worker/local/leftovers.ts';
import { prepareRun } from '../e2e/prepared.ts';
import { residentBytes } from '../e2e/resident-bytes.ts';
import { openAuthority } from '../sandbox/front-doors/authority.ts';
import { NETWORKS, sourcePlan, workloads } from './cases.ts';
import type { Contender } from './contender.ts';
import { mailferry } from './mailferry.ts';
import { type Course, runCase, taskFor } from './run-case.ts';
import { startPair } from './sandbox-pair.ts';

/**
 * `npm run bench:tls`: items of 20 MB by plain http, by https directly and by https through the gateway, in turn, in
 * `--rounds N` (3) on loopback; medians, ratios, and the memory of the gateway. The front doors are those of Exchange 2016
 * on Windows Server 2016, which the runtime reaches by itself where it trusts the authority.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLE_MS = 50;

const folder = mkdtempSync(join(tmpdir(), 'mailferry-tls-'));
const workload = workloads(1).find(({ name }) => name === '20mb')!;
const network = NETWORKS[0]!;
await openAuthority({ now: new Date(), folder });
const caFile = join(folder, 'root.pem');
// The runtime reads it at its start.
process.env.NODE_EXTRA_CA_CERTS = caFile;

const endRun = prepareRun();
const spare = Array.from({ length: 3 * (rounds + 1) }, (_, at) => ({ email: `m${at}@new.example` }));
const pair = await startPair({
  authorityDir: folder,
  source: { profile: 'Exchange2016', mailboxes: [sourcePlan(workload)] },
  destination: { profile: 'Exchange2016', contents: 'hashed', fillAt: 'access', mailboxes: spare },
});
const pidsFile = join(folder, 'gateway-pids.json');
const gateway = await startGateway({ root: ROOT, pidsFile, caFile }, (text) => void process.stderr.write(`${text}\n`));
const contenders: Contender[] = [];
try {
  contenders.push(
    await mailferry('transfer', { name: 'http', title: 'http', by: 'url' }),
    await mailferry('transfer', { name: 'https', title: 'https, directly', by: 'httpsUrl' }),
    await mailferry('transfer', {
      name: 'gateway',
      title: 'https, through the gateway',
      by: 'httpsUrl',
      settings: { ...gateway.settings, GATEWAY_FIRST: 'true' },
    }),
  );
  await measure();
} finally {
  for (const contender of contenders) await contender.close();
  await gateway.stop();
  await pair.close();
  endRun();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const empty = pair.destination.mailboxes.values();
  const course: Course = {
    pair,
    limitMs: 120_000,
    nextMailbox: () => empty.next().value!,
    averageBytes: async () => 20_000_000,
  };
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const [gatewayPid] = notedPids(pidsFile);
  const idle = residentBytes([gatewayPid!]);
  const most: number[] = [];
  const timer = setInterval(
    () => (most[most.length - 1] = Math.max(most.at(-1)!, residentBytes([gatewayPid!]))),
    SAMPLE_MS,
  );
  for (let round = 0; round <= rounds; round++) {
    most.push(idle);
    for (const contender of contenders) {
      const task = taskFor(course, workload, network);
      const figures = await runCase(course, contender, task, contender.run);
      // The first one compiles and opens.
      if (round === 0) continue;
      const rate = figures.bytes / figures.seconds / 1e6;
      rates.get(contender.name)!.push(rate);
      process.stdout.write(`round ${round}, ${contender.title}: ${rate.toFixed(1)} MB/s\n`);
    }
  }
  clearInterval(timer);
  process.stdout.write(`\n${tableOf(rates)}\n\n`);
  const inTurn = most.map(megabytes).join(', ');
  process.stdout.write(
    `Memory of the gateway: ${megabytes(idle)} idle, at most ${inTurn} in turn, each time for ${workload.items} items.\n`,
  );
}

function tableOf(rates: ReadonlyMap<string, readonly number[]>): string {
  const direct = medianOf(rates.get('https')!);
  const rows = contenders.map(({ name, title }) => {
    const rate = medianOf(rates.get(name)!);
    return `| ${title} | ${rate.toFixed(1)} | ${(rate / direct).toFixed(2)} |`;
  });
  return ['| way | MB/s | of https directly |', '|---|--:|--:|', ...rows].join('\n');
}

function medianOf(numbers: readonly number[]): number {
  const inOrder = numbers.toSorted((a, b) => a - b);
  return inOrder[inOrder.length >> 1]!;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
