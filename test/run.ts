import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from './checks.ts';
import { CHECKS, runBeside } from './checks.ts';
import { meetNeeds } from './needs.ts';

/** The whole test run: what the system has to offer, the static checks, the build, every suite. Ends with one count. */
const isCi = process.env.CI === 'true';
/** Where the sandbox keeps what is exchanged in every suite. */
const wire = mkdtempSync(join(tmpdir(), 'mailferry-wire-'));

const env = { ...process.env, MAILFERRY_WIRE_LOG: wire };

async function run(title: string, args: readonly string[]): Promise<number> {
  process.stdout.write(`\n— ${title}\n`);
  const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: 'inherit', env });
  const [status] = (await once(child, 'close')) as [number | null];
  return status ?? 1;
}

type Counts = { passed: number; failed: number; skipped: number };

const vitest = (config: string, report: string, args: readonly string[]): string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  config,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...args,
];

function countsIn(report: string, status: number): Counts {
  try {
    const told = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    rmSync(report);
    const failed = told.numFailedTests ?? 0;
    return {
      passed: told.numPassedTests ?? 0,
      failed: status === 0 ? failed : Math.max(1, failed),
      skipped: (told.numPendingTests ?? 0) + (told.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const reportOf = (name: string): string => join(tmpdir(), `mailferry-tests-${name}-${process.pid}.json`);

async function suite(title: string, config: string, ...args: string[]): Promise<Counts> {
  const report = reportOf('suite');
  return countsIn(report, await run(title, vitest(config, report, args)));
}

/** A suite that runs beside others. What it prints appears as one piece when it has ended. */
async function suiteBeside(title: string, config: string, ...args: string[]): Promise<Counts> {
  const report = reportOf('beside');
  return countsIn(report, await runBeside([title, vitest(config, report, args)], env));
}

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
const statuses = await Promise.all([...CHECKS, BUILD].map((check) => runBeside(check)));
const counts = statuses.map((status): Counts => ({
  passed: status === 0 ? 1 : 0,
  failed: status === 0 ? 0 : 1,
  skipped: 0,
}));

const E2E = 'test/vitest.e2e.config.ts';
// They wait for most of their time, and would keep one of the few workers of the end-to-end tests from others.
const WAITING = ['test/e2e/full-disk.test.ts'];
const waiting = suiteBeside('end to end: a full disk', E2E, ...WAITING);
counts.push(await suite('engine, exchange, sandbox, API and app', 'test/vitest.config.ts'));
counts.push(await waiting);
counts.push(
  await suite('end to end: browser, crash, whole passes', E2E, ...WAITING.flatMap((file) => ['--exclude', file])),
);

const isValid = await run('every shape that was exchanged, by the schema of its version', [
  'test/sandbox/wire/check-run.ts',
  wire,
]);
counts.push({ passed: isValid === 0 ? 1 : 0, failed: isValid === 0 ? 0 : 1, skipped: 0 });
rmSync(wire, { recursive: true });

const sum = (key: keyof Counts) => counts.reduce((total, part) => total + part[key], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exit(sum('failed') === 0 ? 0 : 1);
