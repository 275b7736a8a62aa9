import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { findExchangelib } from '../needs.ts';
import type { Network, Workload } from './cases.ts';
import { NETWORKS, sourcePlan, WARM, workloads } from './cases.ts';
import type { Contender } from './contender.ts';
import { ewsJavascriptApi } from './ews-javascript-api.ts';
import { documentedExchangelib, tunedExchangelib, type Tuning } from './exchangelib.ts';
import { mailferry } from './mailferry.ts';
import { rawPipe } from './raw-pipe.ts';
import { writeReadme } from './readme.ts';
import { type Medians, mediansOf, tablesOf } from './report.ts';
import { type Course, type Figures, runCase, taskFor } from './run-case.ts';
import { startPair } from './sandbox-pair.ts';
import { targetsOf } from './targets.ts';

/**
 * `npm run bench`: Mailferry beside a raw pipe and beside scripts on two libraries, on the same two servers.
 *
 * `--quick` for a tenth of the items in one round; `--rounds N` (3); `--workloads mixed,20mb`, `--networks 40ms`,
 * `--contenders mailferry,raw-pipe` for some alone; `--limit S` for how long a script may go on (30 s), whose rates
 * are then those until there; `--write` puts the tables into the README.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    workloads: { type: 'string' },
    networks: { type: 'string' },
    contenders: { type: 'string' },
    limit: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const limitMs = Number(values.limit ?? (values.quick ? 8 : 30)) * 1000;
const chosen = <T extends { name: string }>(all: readonly T[], names: string | undefined): T[] =>
  all.filter(({ name }) => names === undefined || names.split(',').includes(name));
const cases = chosen(workloads(values.quick ? 0.1 : 1), values.workloads);
const networks = chosen(NETWORKS, values.networks);

const tunings = new Map<string, Tuning>();
const tuningKey = (workload: Workload, network: Network) => `${workload.name} ${network.name}`;
const python = findExchangelib();
const makers: { name: string; make: () => Promise<Contender> | Contender }[] = [
  { name: 'raw-pipe', make: rawPipe },
  { name: 'mailferry', make: () => mailferry('transfer') },
  { name: 'mailferry-mime', make: () => mailferry('mime') },
  ...(python === undefined
    ? []
    : [
        { name: 'exchangelib', make: () => documentedExchangelib(python) },
        {
          name: 'exchangelib-tuned',
          make: () =>
            tunedExchangelib(
              python,
              ({ workload, network }) => tunings.get(tuningKey(workload, network)) ?? firstOf(workload),
            ),
        },
      ]),
  { name: 'ews-javascript-api', make: ewsJavascriptApi },
];
const firstOf = ({ tuning }: Workload): Tuning => tuning[0]!;
const wanted = chosen(makers, values.contenders);

// Roughly, for one case; scripts on libraries go on until their limit where there is much to copy.
const perRun = (name: string): number => (/^(raw|mailferry)/.test(name) ? 6 : limitMs / 1000 + 4);
const tuningRuns = values.quick ? 0 : cases.reduce((sum, { tuning }) => sum + tuning.length * 8, 0);
const estimate =
  (networks.length * (tuningRuns + cases.length * rounds * wanted.reduce((sum, { name }) => sum + perRun(name), 0))) /
  60;
print(
  `${cases.length * networks.length} cases, ${rounds} rounds, ${wanted.length} contenders: about ${Math.ceil(estimate)} minutes.`,
);

const spare = cases.length * networks.length * (rounds * wanted.length + 8) + wanted.length + 10;
const pair = await startPair({
  source: { profile: 'Exchange2013', mailboxes: [WARM, ...cases.map(sourcePlan)] },
  destination: {
    profile: 'Exchange2013',
    contents: 'hashed',
    fillAt: 'access',
    mailboxes: Array.from({ length: spare }, (_, index) => ({ email: `m${index}@new.example` })),
  },
});
const averages = new Map<string, number>();
let used = 0;
const course: Course = {
  pair,
  limitMs,
  nextMailbox: () => pair.destination.mailboxes[used++]!,
  averageBytes: async (workload) => {
    const items = averages.has(workload.name) ? [] : await pair.source.items(sourcePlan(workload).email);
    if (items.length > 0) averages.set(workload.name, items.reduce((sum, { bytes }) => sum + bytes, 0) / items.length);
    return averages.get(workload.name)!;
  },
};

const contenders: Contender[] = [];
const figures: Figures[] = [];
try {
  for (const { make } of wanted) contenders.push(await make());
  for (const contender of contenders) await warmUp(contender);
  for (const workload of cases)
    for (const network of networks) {
      await tune(workload, network);
      for (let round = 1; round <= rounds; round++)
        for (const contender of contenders) {
          const run = await runCase(course, contender, taskFor(course, workload, network), contender.run);
          figures.push(run);
          print(line(run, round));
        }
    }
} finally {
  await Promise.all(contenders.map((contender) => contender.close()));
  await pair.close();
}
report();

/** What compiles and opens at the first use is none of the figures' business. */
async function warmUp(contender: Contender): Promise<void> {
  const workload: Workload = {
    name: 'mixed',
    title: '',
    items: 60,
    batchItems: 20,
    tuning: [{ threads: 2, chunk: 20 }],
  };
  const task = taskFor(course, cases[0]!, NETWORKS[0]!);
  const from = pair.source.mailboxes.find(({ email }) => email === WARM.email)!;
  await contender.run({ ...task, workload, from });
}

/** Finds the best number of threads and size of chunk, on a part of the case. */
async function tune(workload: Workload, network: Network): Promise<void> {
  const contender = contenders.find(({ name }) => name === 'exchangelib-tuned');
  if (!contender || values.quick) return;
  let best = 0;
  for (const tuning of workload.tuning) {
    tunings.set('trial', tuning);
    const task = { ...taskFor(course, workload, network), limitMs: Math.min(limitMs, 6_000) };
    const run = await runCase(course, contender, task, (given) =>
      (contender as ReturnType<typeof tunedExchangelib>).runWith(given, tuning),
    );
    const rate = run.items / run.seconds;
    if (rate > best) {
      best = rate;
      tunings.set(tuningKey(workload, network), tuning);
    }
  }
  const { threads, chunk } = tunings.get(tuningKey(workload, network)) ?? firstOf(workload);
  print(`${workload.name}, ${network.name}: exchangelib is best with ${threads} threads, ${chunk} items a call`);
}

function line(run: Figures, round: number): string {
  const rate = (run.items / run.seconds).toFixed(1);
  return [
    `${run.workload} ${run.network} ${round}`.padEnd(20),
    run.contender.padEnd(20),
    `${run.items} items in ${run.seconds.toFixed(2)} s`.padEnd(24),
    `${rate} items/s, ${(run.bytes / 1e6 / run.seconds).toFixed(1)} MB/s, ${run.cpuSeconds.toFixed(2)} CPU s,`,
    `${(run.cpuSeconds / (run.bytes / 1e9)).toFixed(2)} CPU s/GB, ${Math.round(run.peakBytes / 1e6)} MB,`,
    `${run.requests} requests, ${run.refused} refused`,
    run.note ?? '',
  ].join(' ');
}

function report(): void {
  const medians: Medians[] = [];
  for (const workload of cases)
    for (const network of networks)
      for (const { name } of contenders) {
        const runs = figures.filter(
          (run) => run.workload === workload.name && run.network === network.name && run.contender === name,
        );
        if (runs.length > 0) medians.push(mediansOf(runs));
      }
  const tables = tablesOf(medians, contenders, cases, networks);
  const targets = targetsOf(medians).map(
    ({ text, isMet, detail }) => `| ${text} | ${detail} | ${isMet ? 'yes' : 'no'} |`,
  );
  const tuned = [...tunings].filter(([key]) => key !== 'trial');
  const text = [
    `Medians of ${rounds} rounds, each contender in turn, on ${cpus().length} cores (${cpus()[0]?.model.trim()}) with both servers on the same machine.`,
    '',
    tables,
    '| to be reached | | reached |',
    '|---|---|---|',
    ...targets,
    '',
    ...tuned.map(
      ([key, { threads, chunk }]) => `exchangelib's best for ${key}: ${threads} threads, ${chunk} items a call.`,
    ),
  ].join('\n');
  print(`\n${text}`);
  if (values.write) writeReadme(text);
}
