import type { SliceEvent } from './measured.ts';
import type { World } from './world.ts';
import { isPassOver, startServers, startWorld, tableOf, until } from './world.ts';

const SLOTS = 50;
const MAILBOXES = 60;
/** By how much every answer of both servers is late; those of the other project answer at once. */
const ROUND_TRIP_MS = 1_000;
const LONGEST_S = 120;
const EVERY_S = 5;
const VERIFY_AT_S = [4, 12, 20];

/** As many mailboxes move as the option says, while another project's only mailbox is verified beside them. */
export async function measureSlots(log: (line: string) => void): Promise<string> {
  const fill = (index: number) => ({ seed: index, items: 20 + 4 * (index % 20), folders: 4 });
  const world = await startWorld(MAILBOXES, { fill, roundTripMs: ROUND_TRIP_MS });
  const others = await startServers(1);
  try {
    const large = await world.project(0, MAILBOXES, { maximumConcurrentMigrations: SLOTS });
    const small = await world.project(0, 1, {}, others);
    const alone = await verify(world, small);
    log(`alone: ${alone} s`);
    await world.measure();
    const idleBytes = world.mailferry.memoryBytes();
    let peakBytes = 0;
    const startedAt = Date.now();
    const passId = await world.startPass(large, 'full');
    const beside: string[] = [];
    let events: SliceEvent[] = [];
    await until('the pass', async () => {
      ({ events } = await world.measured());
      peakBytes = Math.max(peakBytes, world.mailferry.memoryBytes());
      const second = (Date.now() - startedAt) / 1000;
      if (beside.length < VERIFY_AT_S.length && second >= VERIFY_AT_S[beside.length]!)
        beside.push(`${await verify(world, small)} s, with ${runningAt(events, large, Date.now())} beside`);
      return (await isPassOver(world, passId)) || second > LONGEST_S;
    });
    const of = events.filter(({ projectId }) => projectId === large);
    const seconds = Math.ceil((of.at(-1)!.at - startedAt) / 1000);
    const samples = Array.from({ length: Math.floor(seconds / EVERY_S) + 1 }, (_, index) => index * EVERY_S + 1);
    const fills = fillTimes(of, SLOTS, MAILBOXES);
    return [
      tableOf(
        ['second', ...samples.map(String)],
        [['mailboxes that run', ...samples.map((second) => runningAt(of, large, startedAt + second * 1000))]],
      ),
      tableOf(
        ['what', 'figure'],
        [
          ['most that ran at once', Math.max(...of.map(({ at }) => runningAt(of, large, at)))],
          ['freed slots that were filled again', fills.length],
          ['time to fill one: middle', `${middle(fills)} ms`],
          ['time to fill one: longest', `${Math.max(...fills)} ms`],
          ['verify pass of another project alone', `${alone} s`],
          ...beside.map((each) => ['the same beside them', each]),
          ['memory of workerd, idle and at most', `${megabytes(idleBytes)} and ${megabytes(peakBytes)}`],
        ],
      ),
    ].join('\n\n');
  } finally {
    await world.close();
    await others.close();
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Seconds from the request that starts the pass until it is over. */
async function verify(world: World, projectId: string): Promise<string> {
  const startedAt = Date.now();
  const passId = await world.startPass(projectId, 'verify');
  await until('the verify pass', () => isPassOver(world, passId), 25);
  return ((Date.now() - startedAt) / 1000).toFixed(1);
}

export function runningAt(events: readonly SliceEvent[], projectId: string, at: number): number {
  let running = 0;
  for (const event of events)
    if (event.projectId === projectId && event.at <= at) running += event.what === 'begin' ? 1 : -1;
  return running;
}

/**
 * Milliseconds until a freed slot was taken, from when it was free and a mailbox waited for one: with the last mailboxes
 * of a pass some slots stay free, and a server may tell a mailbox to wait.
 */
function fillTimes(events: readonly SliceEvent[], slots: number, mailboxes: number): number[] {
  const startedAt = events[0]?.at ?? 0;
  const free = Array.from({ length: slots }, () => startedAt);
  const waiting = Array.from({ length: mailboxes }, () => startedAt);
  const times: number[] = [];
  for (const { what, at } of events) {
    if (what !== 'begin') free.push(at);
    if (what === 'more') waiting.push(at);
    if (what !== 'begin') continue;
    const [slot = at, wish] = [free.shift(), waiting.shift()];
    if (wish !== undefined) times.push(at - Math.max(slot, wish));
  }
  // The first ones were never freed.
  return times.slice(slots);
}
