import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runBeside } from '../checks.ts';
import type { Cost, FileTime } from './costs.ts';
import { takeCpuSeconds } from './cpu.ts';

export type Counts = { passed: number; failed: number; skipped: number };
/** A test that failed: its file (relative to the project), its full name, and the beginning of its message. */
export type Failure = { file: string; test: string; message: string };
export type Outcome = { counts: Counts; failures: readonly Failure[] };

type Assertion = { status: string; fullName: string; failureMessages: string[] };
type Report = {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults?: {
    name: string;
    status: string;
    message?: string;
    startTime?: number;
    endTime?: number;
    assertionResults: Assertion[];
  }[];
};

const MESSAGE_LINES = 12;
const beginning = (text: string): string => text.split('\n').slice(0, MESSAGE_LINES).join('\n');

function failuresIn(report: Report): Failure[] {
  return (report.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(process.cwd(), name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [{ file, test: '(the file itself)', message: beginning(message ?? '') }];
      return failed.map(({ fullName, failureMessages }) => ({
        file,
        test: fullName,
        message: beginning(failureMessages.join('\n')),
      }));
    });
}

/**
 * Reads what Vitest reported. A run that ended with an error and names no failed test (an exception outside of
 * tests, a broken-off run) counts as one failure without a file, so that no second attempt can hide it.
 */
export function readOutcome(report: Report | undefined, status: number): Outcome {
  const failures = report === undefined ? [] : failuresIn(report);
  if (status !== 0 && failures.length === 0) {
    failures.push({ file: '', test: '(outside of tests)', message: `The suite ended with ${status}.` });
  }
  return {
    counts: {
      passed: report?.numPassedTests ?? 0,
      failed: failures.length,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    },
    failures,
  };
}

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

function takeReport(path: string): Report | undefined {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    rmSync(path);
    return report;
  } catch {
    return undefined;
  }
}

function timesIn(report: Report | undefined): FileTime[] {
  return (report?.testResults ?? []).map(({ name, startTime = 0, endTime = startTime }) => ({
    file: relative(process.cwd(), name),
    seconds: (endTime - startTime) / 1000,
  }));
}

/** Measures what `work` costs: its time, and the CPU of the children that ended since the last measurement. */
export async function measure<T>(title: string, work: () => Promise<T>): Promise<{ cost: Cost; value: T }> {
  const startedAt = performance.now();
  const value = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  return { cost: { title, seconds, cpuSeconds: takeCpuSeconds() }, value };
}

/** Runs a command of Node with the output of this process. Returns its exit code. */
export async function run(title: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.write(`\n— ${title}\n`);
  const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: 'inherit', env });
  const [status] = (await once(child, 'close')) as [number | null];
  return status ?? 1;
}

export type Suite = { title: string; config: string; args?: readonly string[]; env: NodeJS.ProcessEnv };
let suites = 0;

export type SuiteRun = Outcome & { cost: Cost; files: readonly FileTime[] };

/** Runs a suite. With `beside`, what it prints appears as one piece when it has ended. */
export async function runSuite({ title, config, args = [], env }: Suite, beside = false): Promise<SuiteRun> {
  suites += 1;
  const report = join(tmpdir(), `mailferry-tests-${process.pid}-${suites}.json`);
  const command = vitest(config, report, args);
  const { cost, value: status } = await measure(title, () =>
    beside ? runBeside([title, command], env) : run(title, command, env),
  );
  const found = takeReport(report);
  return { ...readOutcome(found, status), cost, files: timesIn(found) };
}
