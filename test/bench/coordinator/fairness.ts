import type { SliceEvent } from './measured.ts';
import { middle, runningAt } from './slots.ts';
import { isPassOver, startWorld, tableOf, until } from './world.ts';

const SIZES = [500, 50, 5];
const ROUND_TRIP_MS = 200;

/** Three projects start together, the largest first; none says how many of its mailboxes may move at once. */
export async function measureFairness(log: (line: string) => void): Promise<string> {
  const total = SIZES.reduce((sum, size) => sum + size, 0);
  const fill = (index: number) => ({ seed: index, items: 12, folders: 3 });
  const world = await startWorld(total, { fill, roundTripMs: ROUND_TRIP_MS });
  try {
    let from = 0;
    const projects: { id: string; size: number; passId: string; askedAt: number }[] = [];
    for (const size of SIZES) {
      projects.push({ id: await world.project(from, size), size, passId: '', askedAt: 0 });
      from += size;
    }
    await world.measure();
    const startedAt = Date.now();
    for (const project of projects) {
      project.askedAt = Date.now();
      project.passId = await world.startPass(project.id, 'full');
    }
    await until(
      'the passes',
      async () => {
        const { events } = await world.measured();
        log(projects.map(({ id, size }) => `${size}: ${runningAt(events, id, Date.now())} run`).join(', '));
        for (const { passId } of projects) if (!(await isPassOver(world, passId))) return false;
        return true;
      },
      2_000,
      900_000,
    );
    const { events } = await world.measured();
    const of = (id: string, what: SliceEvent['what']) =>
      events.filter((event) => event.projectId === id && event.what === what).map(({ at }) => (at - startedAt) / 1000);
    const ends = projects.map(({ id }) => of(id, 'end'));
    // While the two larger ones both have more mailboxes than seats.
    const from2 = startedAt + Math.max(...projects.map(({ id }) => of(id, 'begin')[0]!)) * 1000;
    const till = startedAt + Math.min(...ends.slice(0, 2).map((each) => each.at(Math.floor(each.length / 2))!)) * 1000;
    const moments = Array.from({ length: 50 }, (_, index) => from2 + ((till - from2) * index) / 49);
    return tableOf(
      [
        'mailboxes',
        'asked for after',
        'first began, since then',
        'tenth of its mailboxes done after',
        'all done after',
        'ran at once while the two larger compete (middle)',
      ],
      projects.map(({ id, size, askedAt }, index) => [
        size,
        `${((askedAt - startedAt) / 1000).toFixed(1)} s`,
        `${(of(id, 'begin')[0]! - (askedAt - startedAt) / 1000).toFixed(1)} s`,
        `${ends[index]![Math.ceil(size / 10) - 1]!.toFixed(1)} s`,
        `${ends[index]!.at(-1)!.toFixed(1)} s`,
        middle(moments.map((at) => runningAt(events, id, at))),
      ]),
    );
  } finally {
    await world.close();
  }
}
