import type { RequestRow } from '../table.ts';
import type { Answers } from './answer-request.ts';
import { fieldOf } from './form-page.tsx';
import type { SideProblem } from './page-view.ts';
import type { Entered } from './view-of.ts';

/** As much as the API takes of a login and of a password. */
const LONGEST_LOGIN = 320;
const LONGEST_PASSWORD = 1000;

/**
 * What a form says of the sides of a request. A login loses its outer blanks, which phones add; a password is taken as
 * it is. A side that no field is about keeps the answer that it has.
 */
export function readAnswers(
  fields: URLSearchParams,
  { sides, pending }: Pick<RequestRow, 'sides' | 'pending'>,
): { answers: Answers; entered: Entered; isComplete: boolean } {
  const answers: Answers = {};
  const entered: Entered = { logins: {}, problems: {} };
  for (const side of sides) {
    const kept = pending?.[side];
    const isGiven = (['login', 'password'] as const).some((part) => fields.has(fieldOf(side, part)));
    if (kept?.isVerified || (kept && !isGiven)) continue;
    const login = (fields.get(fieldOf(side, 'login')) ?? '').trim();
    const password = fields.get(fieldOf(side, 'password')) ?? '';
    entered.logins[side] = login.slice(0, LONGEST_LOGIN);
    const problem = problemOf(login, password);
    if (problem) entered.problems[side] = problem;
    else answers[side] = { login, password };
  }
  const isComplete = Object.keys(entered.problems).length === 0;
  return { answers, entered, isComplete };
}

type Missing = Extract<SideProblem, { kind: 'missing' }>['fields'];

function problemOf(login: string, password: string): SideProblem | undefined {
  const fields: Missing = {
    ...lengthProblem('login', login, LONGEST_LOGIN),
    ...lengthProblem('password', password, LONGEST_PASSWORD),
  };
  return Object.keys(fields).length > 0 ? { kind: 'missing', fields } : undefined;
}

function lengthProblem(part: 'login' | 'password', text: string, longest: number): Missing {
  if (text === '') return { [part]: 'missing' };
  return text.length > longest ? { [part]: 'too-long' } : {};
}
