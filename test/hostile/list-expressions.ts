import { writeFileSync } from 'node:fs';
import { EXPRESSIONS, type Reads } from './expressions.ts';
import { findExpressions } from './find-expressions.ts';

/**
 * Brings `expressions.ts` in line with the code: what is gone is dropped, and what is new stands under `server`, to be
 * moved to where it belongs. `node test/hostile/list-expressions.ts`, then `npm run format`.
 */
const known = new Map(
  Object.entries(EXPRESSIONS).flatMap(([reads, files]) =>
    Object.entries(files).flatMap(([from, expressions]) =>
      expressions.map((each) => [`${from} ${each}`, reads as Reads] as const),
    ),
  ),
);
const listed: Record<Reads, Record<string, string[]>> = { server: {}, mail: {}, person: {}, own: {} };
for (const { from, pattern, flags } of ['worker', 'app'].flatMap((folder) => findExpressions(folder).expressions)) {
  const expression = `/${pattern}/${flags}`;
  const reads = known.get(`${from} ${expression}`);
  const list = (listed[reads ?? 'server'][from] ??= []);
  if (list.includes(expression)) continue;
  list.push(expression);
  if (reads === undefined) process.stdout.write(`new: ${from} ${expression}\n`);
}
const path = new URL('expressions.ts', import.meta.url).pathname;
writeFileSync(
  path,
  `/** Whose bytes an expression reads: those of servers, of mails and their authors, of people who use Mailferry, or its own. */
export type Reads = 'server' | 'mail' | 'person' | 'own';

/**
 * Every regular expression of the project, by whose bytes it reads and the file it stands in. A new one is to be added
 * here: \`growth.test.ts\` fails until it is, and measures all of them with growing inputs. \`list-expressions.ts\` does
 * the typing.
 */
export const EXPRESSIONS: Readonly<Record<Reads, Readonly<Record<string, readonly string[]>>>> = ${JSON.stringify(listed, null, 2)};
`,
);
