import { FaultError, faultOf, isPassing } from '../../engine/model/fault.ts';
import type { PeoplePlan, Person } from '../../lib/people-facts.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { responseFault } from '../faults/response-faults.ts';
import {
  getRoomListsBody,
  getRoomsBody,
  type NamedAddress,
  readRoomLists,
  readRooms,
} from '../operations/settings/get-rooms.ts';
import { readResolutions, resolveNamesBody, type Resolution } from '../operations/settings/resolve-names.ts';
import { isAtLeast } from '../operations/versions.ts';
import type { Piece } from '../xml/bytes.ts';
import type { XmlElement } from '../xml/scan.ts';
import { afterAnswer, beginSearch, exactEntries } from './search-plan.ts';

export type PeopleSearch = {
  /** The beginning of names that are searched for; without, everyone. */
  search?: string;
  /** Where an earlier call ended; without, from the beginning. */
  plan?: PeoplePlan;
  /** Mail domains of the endpoint. */
  domains: readonly string[];
  /** Requests for names, and how long they may take together. What is under way then is not ended. */
  maxRequests: number;
  maxMs: number;
};

/** `left`: where to go on; undefined at the end. `waitMs`: how long the server asks to be left alone before that. */
export type PeopleFound = {
  people: Person[];
  left?: PeoplePlan;
  isComplete: boolean;
  waitMs?: number;
};

/** Requests at a time: well below what any version allows one account. */
const AT_ONCE = 3;
const MOST_ROOM_LISTS = 10;
const MOST_DOMAINS = 3;
const USUAL_WAIT_MS = 10_000;

/** What is in an address list and has no mailbox there. */
const NO_MAILBOXES: ReadonlySet<string> = new Set(['PublicDL', 'PrivateDL', 'Contact', 'PublicFolder', 'GroupMailbox']);

/**
 * Reads a part of the address list that the account of a connection sees. Who is hidden from it is not found. The same
 * person may be found again later on. Throws FaultError, but not for a server that wants to be asked later: what was
 * found until then counts.
 */
export async function findPeople(
  connection: Connection,
  request: PeopleSearch,
  now: () => number,
  signal: AbortSignal,
): Promise<PeopleFound> {
  const { search, plan = beginSearch(search), domains, maxRequests, maxMs } = request;
  const until = now() + maxMs;
  const found = new Map<string, Person>();
  const keep = (person: Person) => {
    const key = person.email.toLowerCase();
    if (found.get(key)?.type !== 'room') found.set(key, person);
  };
  let left = plan;
  let requests = 0;
  const result = (waitMs?: number): PeopleFound => ({
    people: [...found.values()],
    ...(left.pending.length > 0 && { left }),
    isComplete: left.pending.length === 0 && !left.isCutShort,
    ...(waitMs !== undefined && { waitMs }),
  });
  const ask = async (entry: string): Promise<boolean> => {
    requests += 1;
    const { people, isCut } = await resolve(connection, entry, signal);
    people.forEach(keep);
    return isCut;
  };
  const askFor = async (entry: string): Promise<boolean> => {
    const isCut = await ask(entry);
    if (isCut) for (const exact of exactEntries(entry, domains.slice(0, MOST_DOMAINS))) await ask(exact);
    return isCut;
  };
  try {
    // Alone, so that a wrong password is tried once.
    await connection.server(signal);
    if (request.plan === undefined && !search) (await findRooms(connection, signal)).forEach(keep);
    const mayGoOn = () => left.pending.length > 0 && requests < maxRequests && now() < until;
    while (mayGoOn()) {
      const next = left.pending.slice(-Math.min(AT_ONCE, maxRequests - requests)).toReversed();
      const answers = await Promise.allSettled(next.map(askFor));
      for (const [at, entry] of next.entries()) {
        const answer = answers[at];
        if (answer?.status === 'fulfilled') left = afterAnswer(left, entry, answer.value, search);
      }
      const failed = answers.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    }
    return result();
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    const wantsLess = isPassing(fault, 'throttling') || fault.kind === 'overload';
    const mayPass = wantsLess || (fault.kind === 'transient' && left !== plan);
    if (!mayPass || requests === 0) throw error;
    return result(fault.retryAfterMs ?? USUAL_WAIT_MS);
  }
}

async function resolve(
  connection: Connection,
  entry: string,
  signal: AbortSignal,
): Promise<{ people: Person[]; isCut: boolean }> {
  const body = () => resolveNamesBody(entry);
  const message = responseMessages(await connection.call({ operation: 'ResolveNames', body, signal }))[0];
  const fault = message && responseFault(message, connection.side);
  if (fault && fault.kind !== 'vanished') throw new FaultError(fault);
  if (!message || fault) return { people: [], isCut: false };
  const { found, isCut } = readResolutions(message);
  return { people: found.filter(hasMailbox).map(personOf), isCut };
}

/** Servers that say nothing of it are believed to find mailboxes alone. */
function hasMailbox({ kind }: Resolution): boolean {
  return kind === undefined || !NO_MAILBOXES.has(kind);
}

function personOf({ email, name }: NamedAddress): Person {
  return { email, name, type: 'mailbox' };
}

/** The rooms of all room lists, where the server has such lists; many have none. */
async function findRooms(connection: Connection, signal: AbortSignal): Promise<Person[]> {
  if (!isAtLeast(await connection.version(signal), 'Exchange2010')) return [];
  const listed = await tryToAsk(connection, 'GetRoomLists', getRoomListsBody, signal);
  const lists = listed ? readRoomLists(listed) : [];
  const rooms: Person[] = [];
  for (const { email } of lists.slice(0, MOST_ROOM_LISTS)) {
    const answer = await tryToAsk(connection, 'GetRooms', () => getRoomsBody(email), signal);
    if (answer) rooms.push(...readRooms(answer).map((room) => ({ ...personOf(room), type: 'room' as const })));
  }
  return rooms;
}

/** The answer of an operation that is not missed where it fails. */
async function tryToAsk(
  connection: Connection,
  operation: string,
  body: () => Piece[],
  signal: AbortSignal,
): Promise<XmlElement | undefined> {
  try {
    const response = await connection.call({ operation, body, signal });
    return responseFault(response, connection.side) ? undefined : response;
  } catch (error) {
    if (['credentials', 'stopped'].includes(faultOf(error).kind)) throw error;
    return undefined;
  }
}
