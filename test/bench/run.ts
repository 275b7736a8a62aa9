import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { prepareRun } from '../e2e/prepared.ts';
import { findExchangelib } from '../needs.ts';
import type { Network, Workload } from './cases.ts';
import { NETWORKS, sourcePlan, warmUps, workloads } from './cases.ts';
import type { Contender } from './contender.ts';
import { ewsJavascriptApi } from './ews-javascript-api.ts';
import { documentedExchangelib, tunedExchangelib, type Tuning } from './exchangelib.ts';
import { mailferry } from './mailferry.ts';
import { isScript, type Plan, roundsOf, secondsOf, tunesIn, TUNING_MS } from './plan.ts';
import { rawPipe } from './raw-pipe.ts';
import { writeReadme } from './readme.ts';
import { type Medians, mediansOf, tablesOf } from './report.ts';
import { type Course, type Figures, taskFor, tryCase } from './run-case.ts';
import { startPair } from './sandbox-pair.ts';
import { targetsOf } from './targets.ts';

/**
 * `npm run bench`: Mailferry beside a raw pipe and beside scripts on two libraries, on the same two servers.
 *
 * `--quick` for a tenth of the items in one round; `--rounds N` (3); `--workloads mixed,20mb`, `--networks 40ms`,
 * `--contenders mailferry,raw-pipe` for some alone; `--limit S` for how long a script may go on (12 s), whose rates
 * are then those until there; `--write` puts the tables into the README,
 * after each case those that there are. A contender that breaks down is a cell that says so.
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
const limitMs = Number(values.limit ?? (values.quick ? 8 : 12)) * 1000;
const chosen = <T extends { name: string }>(all: readonly T[], names: string | undefined): T[] =>
  all.filter(({ name }) => names === undefined || names.split(',').includes(name));
const cases = chosen(workloads(values.quick ? 0.1 : 1), values.workloads);
const networks = chosen(NETWORKS, values.networks);

const tunings = new Map<string, Tuning>();
// What is best at 40 ms is so under the throttle, too.
const tuningKey = (workload: Workload, network: Network) =>
  `${workload.name} ${network.throttled ? '40ms' : network.name}`;
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

const plan: Plan = { rounds, limitMs, tunes: !values.quick };
const names = wanted.map(({ name }) => name);
const allCases = cases.flatMap((workload) => networks.map((network) => ({ workload, network })));
const secondsFor = (some: typeof allCases): number =>
  some.reduce((sum, { workload, network }) => sum + secondsOf(plan, workload, network, names), 0);
const minutes = (seconds: number): string => `about ${Math.ceil(seconds / 60)} minutes`;
print(
  `${allCases.length} cases, ${rounds} rounds, ${wanted.length} contenders: ${minutes(secondsFor(allCases) + 60)}.`,
);

const warming = warmUps(1).filter(({ workload }) => cases.some(({ name }) => name === workload.name));
const spare = cases.length * networks.length * (rounds * wanted.length + 8) + 3 * wanted.length + 10;
const endRun = prepareRun();
const pair = await startPair({
  source: {
    profile: 'Exchange2013',
    mailboxes: [...warming.map(({ plan: mailbox }) => mailbox), ...cases.map(sourcePlan)],
  },
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
  for (const { name, make } of wanted) contenders.push(await made(name, make));
  for (const contender of contenders) await warmUp(contender);
  const startedAt = performance.now();
  for (const [index, { workload, network }] of allCases.entries()) {
    await tune(workload, network);
    for (let round = 1; round <= roundsOf(plan, network); round++)
      for (const at of wanted.keys()) await measure(at, workload, network, round);
    // Whatever happens later, this much is known.
    print(`\n${tables(workload, network)}`);
    if (values.write) writeReadme(report());
    const left = allCases.slice(index + 1);
    const pace = (performance.now() - startedAt) / 1000 / secondsFor(allCases.slice(0, index + 1));
    if (left.length > 0) print(`${left.length} more cases: ${minutes(secondsFor(left) * pace)}.\n`);
  }
  print(`\n${report()}`);
} finally {
  await Promise.allSettled(contenders.map((contender) => contender.close()));
  await pair.close();
  endRun();
}

/** A contender that does not even start is one that fails in every case. */
async function made(name: string, make: () => Promise<Contender> | Contender): Promise<Contender> {
  try {
    return await make();
  } catch (error) {
    const run = () => Promise.reject(new Error(`it did not start: ${String(error)}`));
    return { name, title: name, run, close: async () => {} };
  }
}

async function measure(at: number, workload: Workload, network: Network, round: number): Promise<void> {
  const contender = contenders[at]!;
  const run = await tryCase(course, contender, taskFor(course, workload, network), contender.run);
  figures.push(run);
  print(line(run, round));
  if (run.items > 0) return;
  // What it left behind is not to weigh on the next run.
  const { name, make } = wanted[at]!;
  await contender.close().catch(() => {});
  contenders[at] = { ...(await made(name, make)), title: contender.title };
}

/** What compiles and opens at the first use is none of the figures' business; in a script it is so each time. */
async function warmUp(contender: Contender): Promise<void> {
  for (const { workload, plan: mailbox } of isScript(contender.name) ? warming.slice(0, 1) : warming) {
    const from = pair.source.mailboxes.find(({ email }) => email === mailbox.email)!;
    await contender
      .run({ ...taskFor(course, workload, NETWORKS[0]!), workload, from })
      .catch((error: unknown) => print(`${contender.name}: ${String(error)}`));
  }
}

/** Finds the best number of threads and size of chunk, on a part of the case. */
async function tune(workload: Workload, network: Network): Promise<void> {
  const contender = contenders.find(({ name }) => name === 'exchangelib-tuned');
  if (!contender || !tunesIn(plan, network)) return;
  let best = 0;
  for (const tuning of workload.tuning) {
    tunings.set('trial', tuning);
    const task = { ...taskFor(course, workload, network), limitMs: Math.min(limitMs, TUNING_MS) };
    const run = await tryCase(course, contender, task, (given) =>
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
    `${rate} items/s${run.steady ? ` (${(run.steady.items / run.steady.seconds).toFixed(1)} steady)` : ''}, ${(run.bytes / 1e6 / run.seconds).toFixed(1)} MB/s, ${run.cpuSeconds.toFixed(2)} CPU s,`,
    `${(run.cpuSeconds / (run.bytes / 1e9)).toFixed(2)} CPU s/GB, ${Math.round(run.peakBytes / 1e6)} MB,`,
    `${run.requests} requests, ${run.refused} refused`,
    run.note ?? '',
  ].join(' ');
}

function medians(): Medians[] {
  const groups = Map.groupBy(figures, ({ workload, network, contender }) => `${workload} ${network} ${contender}`);
  return [...groups.values()].map(mediansOf);
}

function tables(workload: Workload, network: Network): string {
  return tablesOf(medians(), contenders, [workload], [network]);
}

function report(): string {
  const targets = targetsOf(medians()).map(
    ({ text, isMet, detail }) => `| ${text} | ${detail} | ${isMet ? 'yes' : 'no'} |`,
  );
  const tuned = [...tunings].filter(([key]) => key !== 'trial');
  return [
    `Medians of ${rounds} rounds (under the throttle, where the server's budget decides: one), each contender in turn, on ${cpus().length} cores (${cpus()[0]?.model.trim()}) with both servers on the same machine.`,
    '',
    tablesOf(medians(), contenders, cases, networks),
    '| to be reached | | reached |',
    '|---|---|---|',
    ...targets,
    '',
    ...tuned.map(
      ([key, { threads, chunk }]) => `exchangelib's best for ${key}: ${threads} threads, ${chunk} items a call.`,
    ),
  ].join('\n');
}
