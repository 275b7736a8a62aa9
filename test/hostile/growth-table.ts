import { EXPRESSIONS } from './expressions.ts';
import { leastMs } from './grow.ts';
import { inputOf, pumpsFor, searchFor } from './pumps.ts';
import { SCANNERS } from './scanners.ts';

/** `npm run growth`: prints how each expression and scanner grows with the input that is worst for it. */
const MOST_GROWTH = 2.5;
const SIZE = 50_000;
/** Long enough to be timed, by doing it again and again. */
const LONG_ENOUGH_MS = 10;
const MOST_TIMES = 1000;
const MOST_TRIES = 8;

type Work = { input: string; workOn: (size: number) => () => void };
type Row = { name: string; reads: string; input: string; ms: number; growth: number };

let isRed = false;

function measured(name: string, reads: string, works: readonly Work[]): Row {
  const timed = works.map((work) => ({ work, ms: leastMs(work.workOn(SIZE), 2) }));
  const { work, ms: once } = timed.reduce((worst, each) => (each.ms > worst.ms ? each : worst));
  const times = Math.min(MOST_TIMES, Math.ceil(LONG_ENOUGH_MS / once));
  const timesOf = (size: number) => {
    const workOnce = work.workOn(size);
    return leastMs(() => {
      for (let time = 0; time < times; time += 1) workOnce();
    });
  };
  let [ms, growth] = [0, Infinity];
  // What else the computer does spoils a try now and then.
  for (let tries = 0; tries < MOST_TRIES && growth > MOST_GROWTH; tries += 1) {
    ms = timesOf(SIZE);
    growth = Math.min(growth, timesOf(2 * SIZE) / ms);
  }
  return { name, reads, input: work.input, ms: ms / times, growth };
}

function print({ name, reads, input, ms, growth }: Row): void {
  // In so little time nothing was read: the beginning shows that it cannot match.
  const isLinear = growth <= MOST_GROWTH || ms < 0.001;
  isRed ||= !isLinear;
  const cells = [reads, name, input, ms.toFixed(3), `×${growth.toFixed(2)}`];
  process.stdout.write(`| ${cells.join(' | ')} |${isLinear ? '' : ' ← grows by more than its input'}\n`);
}

process.stdout.write(
  `| reads | expression or scanner | worst input | ms for ${SIZE.toLocaleString('en')} characters | for twice as many |\n`,
);
process.stdout.write('|---|---|---|---|---|\n');
for (const [reads, files] of Object.entries(EXPRESSIONS))
  for (const [from, expressions] of Object.entries(files))
    for (const expression of expressions) {
      const end = expression.lastIndexOf('/');
      const pattern = expression.slice(1, end);
      const search = searchFor(pattern, expression.slice(end + 1));
      const works = pumpsFor(pattern).map((pump): Work => {
        const workOn = (size: number) => {
          const text = inputOf(pump, size);
          return () => search(text);
        };
        return { input: `${JSON.stringify(pump.before + pump.repeated)}…`, workOn };
      });
      print(measured(`${from.replace(/^worker\//, '')} \`${expression.replaceAll('|', '\\|')}\``, reads, works));
    }
for (const { name, reads, attacks } of SCANNERS)
  for (const [input, workOn] of Object.entries(attacks)) print(measured(name, reads, [{ input, workOn }]));
process.exit(isRed ? 1 : 0);
