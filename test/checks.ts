import { spawn } from 'node:child_process';

/** A command of the project's own tools: a title, and the arguments for Node. */
export type Check = readonly [title: string, args: readonly string[]];

/** What needs no test to run. None of them keeps every core busy all the time, so they run side by side. */
export const CHECKS: readonly Check[] = [
  ['format', ['node_modules/oxfmt/bin/oxfmt', '--check']],
  ['lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  ['types', ['node_modules/typescript/bin/tsc', '--build']],
  ['unused code', ['node_modules/knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors']],
  ['words', ['test/words/check.ts']],
];

/** Runs a command beside others: its output appears as one piece when it ends. Returns its exit code. */
export function runBeside([title, args]: Check, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (status) => {
      process.stdout.write(`\n— ${title}\n`);
      process.stdout.write(Buffer.concat(output));
      resolve(status ?? 1);
    });
  });
}
