import { describe, expect, it } from 'vitest';
import { judgeAttempts, planSecondAttempt } from './second-attempt.ts';
import type { Failure } from './suite.ts';
import { readOutcome } from './suite.ts';

const failure = (file: string, test: string): Failure => ({ file, test, message: 'no' });
const slow = failure('test/a.test.ts', 'answers in time');
const wrong = failure('test/a.test.ts', 'adds up');
const report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  testResults: [
    {
      name: `${process.cwd()}/test/a.test.ts`,
      status: 'failed',
      assertionResults: [
        { status: 'failed', fullName: 'adds up', failureMessages: ['expected 3'] },
        { status: 'passed', fullName: 'answers in time', failureMessages: [] },
      ],
    },
  ],
};

describe('what a suite reported', () => {
  it('names each failed test with its file', () => {
    expect(readOutcome(report, 1)).toEqual({
      counts: { passed: 3, failed: 1, skipped: 2 },
      failures: [{ file: 'test/a.test.ts', test: 'adds up', message: 'expected 3' }],
    });
  });

  it('names a file that could not be loaded', () => {
    const broken = { testResults: [{ name: '/x.test.ts', status: 'failed', message: 'no', assertionResults: [] }] };
    expect(readOutcome(broken, 1).failures[0]?.test).toBe('(the file itself)');
  });

  it('is a failure if the suite ends with an error and names no test, or reports nothing', () => {
    expect(readOutcome({ numPassedTests: 3, testResults: [] }, 1).counts.failed).toBe(1);
    expect(readOutcome(undefined, 137).counts.failed).toBe(1);
  });
});

describe('the second attempt', () => {
  it('runs the files of what failed, each once', () => {
    expect(planSecondAttempt([slow, wrong])).toEqual(['test/a.test.ts']);
  });

  it('is not made for nothing, for many files, or for a failure outside of tests', () => {
    expect(planSecondAttempt([])).toBeUndefined();
    expect(planSecondAttempt(['a', 'b', 'c', 'd', 'e'].map((file) => failure(file, 'x')))).toBeUndefined();
    expect(planSecondAttempt([slow, failure('', '(outside of tests)')])).toBeUndefined();
  });

  it('excuses only what passed alone', () => {
    expect(judgeAttempts([slow, wrong], readOutcome(report, 1))).toEqual({ unsteady: [slow], failed: [wrong] });
  });

  it('fails if it meets another failure, or breaks off', () => {
    expect(judgeAttempts([slow], readOutcome(report, 1)).failed.map(({ test }) => test)).toEqual(['adds up']);
    expect(judgeAttempts([slow], readOutcome(undefined, 1)).failed).toHaveLength(1);
  });
});
