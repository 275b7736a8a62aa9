import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTACKS, type Attack, type Kind } from './attacks.ts';
import { takeAway, WITHOUT } from './without.ts';

/**
 * `npm run attacks`: shows of each attack that its test fails without the defence, and passes with it. With a word, only
 * attacks and files that contain it. A few minutes in all.
 */
const ROOT = new URL('../..', import.meta.url).pathname;
const CONFIGS: Readonly<Record<Kind, string>> = {
  node: 'test/vitest.node.config.ts',
  worker: 'test/worker/vitest.config.ts',
  app: 'test/app/vitest.config.ts',
};
/** A test without its defence may never end. */
const LONGEST_MS = 180_000;

type Counts = { passed: number; failed: number };

const folder = mkdtempSync(join(tmpdir(), 'mailferry-attacks-'));

/** How many tests of this name pass and fail. A run that has to be cut off has failed. */
function run({ kind, file, test, without }: Attack, hasDefence: boolean): Counts {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const name = test.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', CONFIGS[kind], file, '-t', name];
  const { error } = spawnSync(process.execPath, [...vitest, '--reporter=json', `--outputFile=${report}`], {
    cwd: ROOT,
    env: { ...process.env, ...(!hasDefence && { [WITHOUT]: JSON.stringify(without) }) },
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
    stdio: 'ignore',
  });
  if (error) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8')) as Record<
    'numPassedTests' | 'numFailedTests',
    number
  >;
  // A file that does not even load has shown nothing: no test has failed in it.
  return { passed, failed };
}

const [, , word = ''] = process.argv;
const attacks = ATTACKS.filter(({ attack, file }) => attack.includes(word) || file.includes(word));
for (const { without } of attacks) takeAway(readFileSync(join(ROOT, without.file), 'utf8'), without);
process.stdout.write('| point | attack | test | with the defence | without it |\n|---|---|---|---|---|\n');
let isGood = true;
for (const attack of attacks) {
  const kept = run(attack, true);
  const lost = run(attack, false);
  const isShown = kept.passed > 0 && kept.failed === 0 && lost.failed > 0;
  isGood &&= isShown;
  const { point, attack: what, file, test } = attack;
  const green = `${String(kept.passed)} pass${kept.failed > 0 ? `, ${String(kept.failed)} FAIL` : ''}`;
  const red = lost.failed > 0 ? `${String(lost.failed)} fail` : 'NONE FAILS';
  process.stdout.write(
    `| ${String(point)} | ${what} | \`${file.replace('test/', '')}\`: ${test} | ${green} | ${red} |\n`,
  );
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = isGood ? 0 : 1;
