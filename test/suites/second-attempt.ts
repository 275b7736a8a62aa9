import type { Failure, Outcome, Suite } from './suite.ts';
import { runSuite } from './suite.ts';

/** More failed files than this are no matter of a busy computer. */
const MAXIMUM_FILES = 4;

/** Which of the first failures are unsteady (the second attempt did not repeat them), and what has failed. Pure. */
export function judgeAttempts(first: readonly Failure[], second: Outcome): { unsteady: Failure[]; failed: Failure[] } {
  const again = new Set(second.failures.map(({ file, test }) => `${file} › ${test}`));
  const isAgain = ({ file, test }: Failure) => again.has(`${file} › ${test}`);
  // What only the second attempt met counts as well: it is a failure that someone saw.
  const others = second.failures.filter((met) => !first.some((f) => f.file === met.file && f.test === met.test));
  return { unsteady: first.filter((failure) => !isAgain(failure)), failed: [...first.filter(isAgain), ...others] };
}

/** The files to attempt again, or undefined: nothing failed, too much did, or something failed outside of any file. */
export function planSecondAttempt(failures: readonly Failure[]): string[] | undefined {
  const files = [...new Set(failures.map(({ file }) => file))];
  const isSmall = files.length > 0 && files.length <= MAXIMUM_FILES;
  return isSmall && !files.includes('') ? files : undefined;
}

/**
 * Runs the files of failed tests once more, alone. Many tests here watch clocks, memory and browsers, and a busy
 * computer can delay any of them. Those that pass alone are named at the end of the run; they do not fail it.
 */
export async function attemptAgain(
  suite: Suite,
  failures: readonly Failure[],
): Promise<{ unsteady: readonly Failure[]; failed: readonly Failure[] }> {
  const files = planSecondAttempt(failures);
  if (files === undefined) return { unsteady: [], failed: failures };
  const title = `${suite.title}: once more, alone`;
  return judgeAttempts(failures, await runSuite({ ...suite, title, args: [...files, '--maxWorkers=1'] }));
}
