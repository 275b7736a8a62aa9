import type { Retry } from '../../features/events/position-store.ts';
import type { Reader } from '../../features/events/reader.ts';
import type { EventRow } from '../../features/events/table.ts';
import type { Statement } from '../../features/kernel/db.ts';
import type { Log } from '../../features/kernel/deps.ts';
import type { Clock } from '../../lib/clock.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/units.ts';
import { within } from '../../lib/within.ts';
import type { Sender } from './sender.ts';

/** Where a reader stands, and the only ways to move it. Each is one batch. */
export type Place = {
  position(): Promise<number>;
  eventsAfter(seq: number, limit: number): Promise<EventRow[]>;
  advance(step: { from: number; to: number }, statements: readonly Statement[]): Promise<void>;
  /** Moves past one event, which is to be read again alone at `dueAt`. */
  setAside(step: { from: number; to: number }, dueAt: number, error: string): Promise<void>;
  dueRetries(now: number, limit: number): Promise<Retry[]>;
  finishRetry(retry: Retry, statements: readonly Statement[]): Promise<void>;
  /** Null: not tried any more. */
  postponeRetry(retry: Retry, dueAt: number | null, error: string): Promise<void>;
  nextRetryAt(): Promise<number | undefined>;
};

type PlacedReader = Pick<Reader, 'name'> & {
  read: (events: readonly EventRow[]) => Promise<Statement[]>;
  place: Place;
};

export type DrainDeps = {
  workgroupId: string;
  readers: readonly PlacedReader[];
  senders: readonly Pick<Sender, 'name' | 'sendDue'>[];
  now: Clock;
  log: Pick<Log, 'error'>;
  /** How long one part may work, ms. */
  partMs?: number;
  /** How long a reader may take for one batch, ms. */
  readMs?: number;
};

const BATCH_SIZE = 100;
const RETRY_BATCH_SIZE = 20;
const PART_MS = 60 * SECOND_MS;
const READ_MS = 10 * SECOND_MS;
/** After a part failed as a whole. */
const AGAIN_MS = 30 * SECOND_MS;
/** An event that a reader failed on is tried again after one minute, two, four …, at most this often: about two days. */
const MOST_ATTEMPTS = 16;
const LONGEST_WAIT_MS = 6 * HOUR_MS;

/**
 * Lets each reader read on, then each sender send what is due, within the time that each has: what fails or hangs holds
 * up itself alone. Gives the instant at which there is more to do; undefined where nothing is.
 */
export async function drain(deps: DrainDeps): Promise<number | undefined> {
  const { workgroupId, readers, senders, now, log, partMs = PART_MS } = deps;
  const dues: (number | undefined)[] = [];
  const guarded = async (part: string, work: (until: number) => Promise<number | undefined>): Promise<void> => {
    try {
      // It stops by itself in time; what hangs is left behind soon after.
      dues.push(await inTime(partMs * 1.5, work(now() + partMs)));
    } catch (error) {
      log.error('drain-part-failed', { workgroupId, part, error });
      dues.push(now() + AGAIN_MS);
    }
  };
  for (const reader of readers) await guarded(reader.name, (until) => readOn(deps, reader, until));
  for (const sender of senders) await guarded(sender.name, (until) => sender.sendDue(workgroupId, now(), until));
  const known = dues.filter((due) => due !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The result of work. Throws if it takes longer; the work itself continues. */
async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = await within(
    ms,
    work.then((result) => ({ result })),
    () => undefined,
  );
  if (!done) throw new Error(`It took more than ${String(ms)} ms.`);
  return done.result;
}

/** Reads on to the last event, or until the time is over. Gives the instant at which there is more to read. */
async function readOn(deps: DrainDeps, reader: PlacedReader, until: number): Promise<number | undefined> {
  const { now } = deps;
  const { place } = reader;
  await readRetries(deps, reader);
  let from = await place.position();
  for (;;) {
    const events = await place.eventsAfter(from, BATCH_SIZE);
    const last = events.at(-1);
    if (!last) return place.nextRetryAt();
    if (now() >= until) return now();
    const statements = await tryToRead(deps, reader, events);
    if (Array.isArray(statements)) {
      await place.advance({ from, to: last.seq }, statements);
      from = last.seq;
    } else from = await readOneByOne(deps, reader, events, from);
  }
}

/** One of these events fails the reader: it is set aside, the others are read. Gives the new position. */
async function readOneByOne(
  deps: DrainDeps,
  reader: PlacedReader,
  events: readonly EventRow[],
  position: number,
): Promise<number> {
  let from = position;
  for (const event of events) {
    const step = { from, to: event.seq };
    const read = await tryToRead(deps, reader, [event]);
    if (Array.isArray(read)) await reader.place.advance(step, read);
    else await reader.place.setAside(step, deps.now() + waitAfter(1), read.error);
    from = event.seq;
  }
  return from;
}

async function readRetries(deps: DrainDeps, reader: PlacedReader): Promise<void> {
  const { place } = reader;
  for (const retry of await place.dueRetries(deps.now(), RETRY_BATCH_SIZE)) {
    const read = await tryToRead(deps, reader, [retry.event]);
    if (Array.isArray(read)) await place.finishRetry(retry, read);
    else {
      const attempts = retry.attempts + 1;
      const dueAt = attempts >= MOST_ATTEMPTS ? null : deps.now() + waitAfter(attempts);
      await place.postponeRetry(retry, dueAt, read.error);
    }
  }
}

/** What a reader makes of events, or why it failed on them. */
async function tryToRead(
  { workgroupId, log, readMs = READ_MS }: DrainDeps,
  { name, read }: PlacedReader,
  events: readonly EventRow[],
): Promise<Statement[] | { error: string }> {
  try {
    return await inTime(readMs, read(events));
  } catch (error) {
    log.error('events-not-read', { workgroupId, reader: name, count: events.length, first: events[0]?.id, error });
    return { error: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  }
}

function waitAfter(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** (attempts - 1));
}
