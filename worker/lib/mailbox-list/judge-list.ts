import type { MailboxSide } from '../credential-request-facts.ts';
import { SIDES, UNKNOWN_LOGIN, isUnknownLogin } from '../credential-request-facts.ts';
import { tagsIn, withoutDoubles } from '../mailbox-tags.ts';
import { MOST_WAVES, NO_WAVE, waveKey } from '../wave-key.ts';
import { cleanAddress } from './clean-address.ts';
import type { DestinationRules } from './destination.ts';
import { destinationOf } from './destination.ts';
import type { ListRow } from './fields.ts';
import { valueProblems } from './value-problems.ts';
import { isSharedType } from './mailbox-type.ts';
import type { RowProblem, Verdict } from './verdicts.ts';
import { VERDICTS, isRefused } from './verdicts.ts';

/** A side of the project. `isOutside`: whether an address is outside the domains of its endpoint. */
export type SideFacts = { hasAdministrator: boolean; isOutside: (address: string) => boolean };

/** What the project says about a list. Addresses in lower case. */
export type ListFacts = {
  taken: Readonly<Record<MailboxSide, ReadonlySet<string>>>;
  isSameServer: boolean;
  /** Keys of the waves that the project has. */
  waves: ReadonlySet<string>;
} & Readonly<Record<MailboxSide, SideFacts>>;

export type ListRules = DestinationRules & {
  /** Sides whose owners are asked, where a row has neither login nor password. */
  loginUnknown?: Partial<Record<MailboxSide, boolean | undefined>> | undefined;
};

export type JudgedRow = {
  line: number;
  verdict: Verdict;
  problems: RowProblem[];
  /** The row as it would be added: addresses cleaned, the destination filled in, logins marked as unknown. */
  row: ListRow;
};

/** Judges the rows of a list one by one, among themselves, and against what the project has. */
export function judgeList(rows: readonly ListRow[], facts: ListFacts, rules: ListRules = {}): JudgedRow[] {
  const seen: Record<MailboxSide, Map<string, number>> = { source: new Map(), destination: new Map() };
  const newWaves = new Set<string>();
  return rows.map((given) => {
    const row = preparedRow(given, rules);
    const problems = [
      ...valueProblems(given, row),
      ...SIDES.flatMap((side) => placeProblems(row, side, facts, seen[side])),
      ...accessProblems(row, facts),
    ];
    const wave = isRefused(verdictOf(problems)) ? undefined : waveProblem(row, facts.waves, newWaves);
    if (wave) problems.push(wave);
    return { line: row.line, verdict: verdictOf(problems), problems, row };
  });
}

/** Waves that adding these rows creates, by their first spelling. `known`: keys of those that the project has. */
export function newWavesIn(rows: readonly Pick<JudgedRow, 'verdict' | 'row'>[], known: ReadonlySet<string>): string[] {
  const found = new Map<string, string>();
  for (const { verdict, row } of rows)
    if (row.wave !== undefined && !isRefused(verdict) && !known.has(waveKey(row.wave)) && !found.has(waveKey(row.wave)))
      found.set(waveKey(row.wave), row.wave);
  return [...found.values()];
}

/** Says of the first row of a new wave that it is created, and of too many that they cannot be. */
function waveProblem({ wave }: ListRow, known: ReadonlySet<string>, found: Set<string>): RowProblem | undefined {
  if (wave === undefined || known.has(waveKey(wave)) || found.has(waveKey(wave))) return undefined;
  if (known.size + found.size >= MOST_WAVES)
    return {
      field: 'wave',
      verdict: 'invalid',
      message: `The wave “${wave}” is new, and a project has at most ${String(MOST_WAVES)} waves.`,
    };
  found.add(waveKey(wave));
  return { field: 'wave', verdict: null, message: `The wave “${wave}” is new and will be created.` };
}

function verdictOf(problems: readonly RowProblem[]): Verdict {
  return VERDICTS.find((verdict) => problems.some((problem) => problem.verdict === verdict)) ?? 'new';
}

function preparedRow(given: ListRow, rules: ListRules): ListRow {
  const sourceEmail = cleanAddress(given.sourceEmail ?? '');
  const own = cleanAddress(given.destinationEmail ?? '');
  const destinationEmail = given.hasFinalDestination ? own : destinationOf(sourceEmail, own, rules);
  const row: ListRow = { ...given, sourceEmail, destinationEmail };
  for (const side of SIDES) {
    const login = given[`${side}Login`]?.trim();
    const isAsked = rules.loginUnknown?.[side] && !login && !given[`${side}Password`];
    if (isAsked) row[`${side}Login`] = UNKNOWN_LOGIN;
    else if (login) row[`${side}Login`] = login;
    else delete row[`${side}Login`];
  }
  if (given.contactEmail !== undefined) row.contactEmail = cleanAddress(given.contactEmail);
  if (given.contactName !== undefined) row.contactName = given.contactName.trim();
  const tags = withoutDoubles(tagsIn(given.tags ?? ''));
  if (tags.length > 0) row.tags = tags.join('; ');
  else delete row.tags;
  const wave = given.wave?.trim() ?? '';
  if (wave === '' || waveKey(wave) === NO_WAVE) delete row.wave;
  else row.wave = wave;
  return row;
}

/** Where an address is already, and where it does not belong. */
function placeProblems(row: ListRow, side: MailboxSide, facts: ListFacts, seen: Map<string, number>): RowProblem[] {
  const field = `${side}Email` as const;
  const email = row[field] ?? '';
  if (email === '') return [];
  const key = email.toLowerCase();
  const problems: RowProblem[] = [];
  const earlier = seen.get(key);
  if (earlier !== undefined)
    problems.push({ field, verdict: 'twice', message: `${email} is already in row ${String(earlier)}.` });
  else seen.set(key, row.line);
  if (facts.taken[side].has(key))
    problems.push({ field, verdict: 'already-there', message: `${email} is already in the project.` });
  if (facts[side].isOutside(email))
    problems.push({
      field,
      verdict: 'outside-domains',
      message: `${email} is outside the domains of the ${side} endpoint.`,
    });
  if (side === 'destination' && facts.isSameServer && key === row.sourceEmail?.toLowerCase())
    problems.push({
      field,
      verdict: 'invalid',
      message: 'Source and destination are the same mailbox on the same server.',
    });
  return problems;
}

/** Sides that nobody can sign in to yet. */
function accessProblems(row: ListRow, facts: ListFacts): RowProblem[] {
  const without = SIDES.filter(
    (side) => !row[`${side}Password`] && (!facts[side].hasAdministrator || isUnknownLogin(row[`${side}Login`])),
  );
  const problems: RowProblem[] = without
    .filter((side) => !isUnknownLogin(row[`${side}Login`]))
    .map((side) => ({
      field: `${side}Password`,
      verdict: 'no-password',
      message: `The ${side} has no password and no administrator account. Mailferry asks the user.`,
    }));
  if (row.type === undefined || !isSharedType(row.type)) return problems;
  const message =
    without.length === 0
      ? 'This is a shared or room mailbox: messages to its address reach nobody in particular.'
      : `This is a shared or room mailbox: nobody answers for its ${without.join(' and ')} password. Use an administrator account.`;
  return [...problems, { field: 'type', verdict: 'shared-mailbox', message }];
}

/** How many rows have each verdict. */
export function countVerdicts(rows: readonly Pick<JudgedRow, 'verdict'>[]): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}
