import type { Measured } from './measured.ts';
import type { World } from './world.ts';
import { isPassOver, startWorld, tableOf, until } from './world.ts';

const SIZES = [100, 1_000, 10_000];
/** Runs to measure at each size: in as many projects as it takes, as a mailbox's first run makes its ledger. */
const RUNS = 200;
const SLOTS = 20;
/** The sizes from small to large and back again: whatever makes a computer slower or faster with time, cancels out. */
const ROUNDS = [SIZES, SIZES.toReversed()];

type Figures = { runs: number; seconds: number; queries: number; rowsRead: number; rowsWritten: number };
type Line = Figures & { size: number; isWatched: boolean; startRows: number; stopSeconds: number | undefined };

/** What a settled run costs, however many wait: verify passes of projects of several sizes. */
export async function measureThroughput(log: (line: string) => void): Promise<string> {
  const lines: Line[] = [];
  for (const isWatched of [false, true]) {
    const measured: Line[] = [];
    for (const size of ROUNDS.flat()) {
      // Mailboxes that are not there would end sooner: there are more than runs begin.
      const world = await startWorld(RUNS + 200);
      try {
        measured.push(await measureSize(world, size, isWatched));
      } finally {
        await world.close();
      }
      log(JSON.stringify(measured.at(-1)));
    }
    lines.push(...SIZES.map((size) => together(measured.filter((line) => line.size === size))));
  }
  const rate = ({ runs, seconds }: Figures): number => runs / seconds;
  return tableOf(
    [
      'mailboxes',
      'a screen open',
      'runs/s',
      'of that at 100',
      'D1 queries a run',
      'rows read',
      'rows written',
      'stopped in',
    ],
    lines.map((line) => {
      const first = lines.find((other) => other.isWatched === line.isWatched)!;
      const perRun = (count: number): string => (count / line.runs).toFixed(1);
      return [
        line.size.toLocaleString('en'),
        line.isWatched ? 'yes' : 'no',
        rate(line).toFixed(1),
        (rate(line) / rate(first)).toFixed(2),
        perRun(line.queries),
        perRun(line.rowsRead),
        perRun(line.rowsWritten),
        line.stopSeconds === undefined ? '' : `${line.stopSeconds.toFixed(1)} s`,
      ];
    }),
  );
}

/** The rounds of one size as one line. */
function together(rounds: readonly Line[]): Line {
  const sum = (key: keyof Figures): number => rounds.reduce((total, round) => total + round[key], 0);
  const stops = rounds.flatMap(({ stopSeconds }) => (stopSeconds === undefined ? [] : [stopSeconds]));
  return {
    ...rounds[0]!,
    runs: sum('runs'),
    seconds: sum('seconds'),
    queries: sum('queries'),
    rowsRead: sum('rowsRead'),
    rowsWritten: sum('rowsWritten'),
    stopSeconds: stops.length === 0 ? undefined : Math.max(...stops),
  };
}

async function measureSize(world: World, size: number, isWatched: boolean): Promise<Line> {
  const sum: Figures = { runs: 0, seconds: 0, queries: 0, rowsRead: 0, rowsWritten: 0 };
  let startRows = 0;
  let stopSeconds: number | undefined;
  while (sum.runs < RUNS) {
    const projectId = await world.project(sum.runs, size, { maximumConcurrentMigrations: SLOTS });
    const socket = isWatched ? await watch(world, projectId) : undefined;
    await world.measure();
    const passId = await world.startPass(projectId, 'verify');
    const started = await world.measured();
    startRows = started.rowsRead;
    const wanted = Math.min(RUNS - sum.runs, size);
    let now = started;
    await until(`${wanted} runs of ${size}`, async () => endsOf((now = await world.measured())).length >= wanted, 100);
    const ends = endsOf(now);
    sum.runs += ends.length;
    sum.seconds += (ends.at(-1)!.at - now.events[0]!.at) / 1000;
    sum.queries += now.queries - started.queries;
    sum.rowsRead += now.rowsRead - started.rowsRead;
    sum.rowsWritten += now.rowsWritten - started.rowsWritten;
    if (size > wanted) {
      const stoppedAt = Date.now();
      await world.mailferry.call('POST', `/api/passes/${passId}/stop`);
      await until('the stop', () => isPassOver(world, passId), 50);
      stopSeconds = (Date.now() - stoppedAt) / 1000;
    } else await until('the end of the pass', () => isPassOver(world, passId), 50);
    socket?.close();
  }
  return { ...sum, size, isWatched, startRows, stopSeconds };
}

const endsOf = ({ events }: Measured) => events.filter(({ what }) => what === 'end');

/** A screen that shows the project. */
async function watch({ mailferry }: World, projectId: string): Promise<WebSocket> {
  const url = `${mailferry.url.replace('http', 'ws')}/api/projects/${projectId}/live`;
  // Node's WebSocket takes headers, which browsers' ones do not.
  const options = { headers: { authorization: mailferry.authorization() } } as unknown as string[];
  const socket = new WebSocket(url, options);
  await new Promise((resolve, reject) => {
    socket.addEventListener('message', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The live socket did not open.')), { once: true });
  });
  return socket;
}
