import { ManagementError } from './error.ts';
import { isLike } from './like.ts';

/** What a filter asks for: the values of a property, none where the object has none. */
export type Properties = (name: string) => readonly string[];

type Test = (of: Properties) => boolean;

const TOKEN = /\s*(?:(\()|(\))|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(-[a-z]+)|(\$[a-z]+)|([^\s()'"]+))/iy;

type Token = { kind: 'open' | 'close' | 'text' | 'word' | 'operator'; text: string };

function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.trimEnd().length) {
    const match = TOKEN.exec(filter);
    if (!match) throw invalid(filter);
    const [, open, close, single, double, operator, variable, word] = match;
    if (open) tokens.push({ kind: 'open', text: open });
    else if (close) tokens.push({ kind: 'close', text: close });
    else if (single !== undefined) tokens.push({ kind: 'text', text: single.replaceAll("''", "'") });
    else if (double !== undefined) tokens.push({ kind: 'text', text: double.replaceAll('""', '"') });
    else if (operator) tokens.push({ kind: 'operator', text: operator.toLowerCase() });
    else tokens.push({ kind: 'word', text: variable ?? word ?? '' });
  }
  return tokens;
}

const invalid = (filter: string): ManagementError =>
  new ManagementError(
    'ParameterBindingException',
    `Cannot bind parameter 'Filter' to the target. Exception setting "Filter": "Invalid filter syntax. For a description of the filter parameter syntax see the command help.\r\n"${filter}""`,
  );

// The server knows none of the shell's variables but these.
const CONSTANTS: Readonly<Record<string, string>> = { $true: 'true', $false: 'false', $null: '' };

const COMPARISONS: Readonly<Record<string, (wanted: string) => (values: readonly string[]) => boolean>> = {
  '-eq': (wanted) => (values) =>
    wanted === '' ? values.length === 0 : values.some((each) => each.toLowerCase() === wanted.toLowerCase()),
  '-ne': (wanted) => (values) =>
    wanted === '' ? values.length > 0 : !values.some((each) => each.toLowerCase() === wanted.toLowerCase()),
  '-like': (wanted) => (values) => values.some((each) => isLike(wanted, each)),
  '-notlike': (wanted) => (values) => !values.some((each) => isLike(wanted, each)),
};

/**
 * Reads a filter in the language of Get-Mailbox -Filter and New-ManagementScope (OPATH): comparisons with -eq, -ne,
 * -like and -notlike, joined by -and, -or and -not.
 * https://learn.microsoft.com/powershell/exchange/recipient-filters
 */
export function readFilter(filter: string): Test {
  const tokens = tokensOf(filter);
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const take = (): Token => {
    const token = tokens[at];
    at += 1;
    if (!token) throw invalid(filter);
    return token;
  };
  const either = (): Test => {
    let left = both();
    while (peek()?.text === '-or' && peek()?.kind === 'operator') {
      take();
      const [before, after] = [left, both()];
      left = (of) => before(of) || after(of);
    }
    return left;
  };
  const both = (): Test => {
    let left = single();
    while (peek()?.text === '-and' && peek()?.kind === 'operator') {
      take();
      const [before, after] = [left, single()];
      left = (of) => before(of) && after(of);
    }
    return left;
  };
  const single = (): Test => {
    const token = take();
    if (token.kind === 'operator' && token.text === '-not') {
      const inner = single();
      return (of) => !inner(of);
    }
    if (token.kind === 'open') {
      const inner = either();
      if (take().kind !== 'close') throw invalid(filter);
      return inner;
    }
    const compare = COMPARISONS[take().text];
    const value = take();
    if (token.kind !== 'word' || !compare || (value.kind !== 'text' && value.kind !== 'word')) throw invalid(filter);
    const constant = value.kind === 'word' ? CONSTANTS[value.text.toLowerCase()] : value.text;
    if (constant === undefined && value.text.startsWith('$')) throw invalid(filter);
    const test = compare(constant ?? value.text);
    return (of) => test(of(token.text));
  };
  const test = either();
  if (at < tokens.length) throw invalid(filter);
  return test;
}
