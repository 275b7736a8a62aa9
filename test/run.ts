import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Check } from './checks.ts';
import { CHECKS, runBeside } from './checks.ts';
import { prepareRun } from './e2e/prepared.ts';
import { meetNeeds } from './needs.ts';
import { SAMPLE_COUNTS, SAMPLE_SIZE } from './sample.ts';
import type { Cost } from './suites/costs.ts';
import { describeCosts } from './suites/costs.ts';
import { takeCpuSeconds } from './suites/cpu.ts';
import { leftOut } from './suites/full-only.ts';
import { describeSamples } from './suites/samples.ts';
import { attemptAgain } from './suites/second-attempt.ts';
import type { Counts, Failure, Suite } from './suites/suite.ts';
import { measure, run, runSuite } from './suites/suite.ts';

/** The whole test run: what the system has to offer, the static checks, the build, every suite. Ends with one count. */
const isCi = process.env.CI === 'true';
/** Where the sandbox keeps what is exchanged in every suite. */
const wire = mkdtempSync(join(tmpdir(), 'mailferry-wire-'));
/** What its tests take of their samples. */
const samples = join(mkdtempSync(join(tmpdir(), 'mailferry-samples-')), 'counts');
writeFileSync(samples, '');
process.env[SAMPLE_COUNTS] = samples;

const missing = meetNeeds();
if (missing.length > 0) {
  process.stderr.write(`\nMissing on this system:\n${missing.map((line) => `  ${line}\n`).join('')}`);
  if (isCi) process.exit(1);
  process.stderr.write('The tests that need it are skipped, and say so.\n');
}

const BUILD: Check = [
  'build',
  ['node_modules/vite/bin/vite.js', 'build', '--config', 'app/vite.config.ts', '--logLevel', 'warn'],
];
process.stdout.write(`Samples: ${SAMPLE_SIZE} (SAMPLE=small or full)\n`);
takeCpuSeconds();
const { cost: costOfChecks, value: statuses } = await measure('static checks and build', () =>
  Promise.all([...CHECKS, BUILD].map((check) => runBeside(check))),
);
const counts = statuses.map((status): Counts => ({
  passed: status === 0 ? 1 : 0,
  failed: status === 0 ? 0 : 1,
  skipped: 0,
}));

// Both suites of end-to-end tests start from it.
const { cost: costOfPreparing, value: endRun } = await measure('what end-to-end tests start from', async () =>
  prepareRun(),
);
const env = { ...process.env, MAILFERRY_WIRE_LOG: wire };

const E2E = 'test/vitest.e2e.config.ts';
const WAITING = 'e2e, waiting';
const FULL_DISK = 'test/e2e/full-disk.test.ts';
const unit: Suite = {
  title: 'engine, exchange, sandbox and app',
  config: 'test/vitest.config.ts',
  args: ['--project', 'node', '--project', 'app'],
  env,
};
// One workerd, which keeps one core busy at most.
const api: Suite = { title: 'API', config: 'test/worker/vitest.config.ts', env };
const waiting: Suite = { title: 'end to end: a full disk', config: E2E, args: ['--project', WAITING], env };
const e2e: Suite = {
  title: 'end to end: browser, crash, whole passes',
  config: E2E,
  args: ['--project', `!${WAITING}`],
  env,
};
// Tests of whole systems watch the clock: what keeps all cores busy would let them run out of time, and runs before.
const isLeftOut = leftOut().includes(FULL_DISK);
const besides = (isLeftOut ? [api] : [api, waiting]).map(async (suite) => ({
  suite,
  ...(await runSuite(suite, true)),
}));
const outcomes = [{ suite: unit, ...(await runSuite(unit)) }];
outcomes.push({ suite: e2e, ...(await runSuite(e2e)) }, ...(await Promise.all(besides)));
const costs: Cost[] = [costOfChecks, costOfPreparing, ...outcomes.map(({ cost }) => cost)];
const unsteady: Failure[] = [];
const lost: Failure[] = [];
for (const { suite, counts: first, failures } of outcomes) {
  const second = await attemptAgain(suite, failures);
  counts.push({ ...first, passed: first.passed + second.unsteady.length, failed: second.failed.length });
  unsteady.push(...second.unsteady);
  lost.push(...second.failed);
}

const SHAPES = 'every shape that was exchanged, by the schema of its version';
takeCpuSeconds();
const { cost: costOfShapes, value: isValid } = await measure(SHAPES, () =>
  run(SHAPES, ['test/sandbox/wire/check-run.ts', wire], env),
);
costs.push(costOfShapes);
counts.push({ passed: isValid === 0 ? 1 : 0, failed: isValid === 0 ? 0 : 1, skipped: 0 });
rmSync(wire, { recursive: true });
endRun();

const sum = (key: keyof Counts) => counts.reduce((total, part) => total + part[key], 0);
const list = (failures: readonly Failure[]): string =>
  failures.map(({ file, test, message }) => `\n${file} › ${test}\n${message}\n`).join('');
if (unsteady.length > 0) process.stdout.write(`\n— unsteady: failed beside others, passed alone\n${list(unsteady)}`);
if (lost.length > 0) process.stdout.write(`\n— failed\n${list(lost)}`);
const files = outcomes.flatMap((outcome) => outcome.files);
process.stdout.write(describeCosts(costs, files));
process.stdout.write(`\n${describeSamples(SAMPLE_SIZE, readFileSync(samples, 'utf8'), leftOut())}\n`);
rmSync(dirname(samples), { recursive: true });
const note = unsteady.length > 0 ? ` (${unsteady.length} of the passed only alone)` : '';
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped${note}\n`);
process.exit(sum('failed') === 0 ? 0 : 1);
