import { beforeAll, expect, inject, test } from 'vitest';
import type { Action } from '../../worker/lib/permissions.ts';
import { ACTIONS, can } from '../../worker/lib/permissions.ts';
import type { Answer, Loose } from './harness.ts';
import { setSharing } from './harness.ts';
import { BODIES, bodiesWith, LET_THROUGH, NOUNS, PARTS, QUERIES } from './matrix/requests.ts';
import type { Caller } from './matrix/world.ts';
import { createWorld } from './matrix/world.ts';

type Route = { name: string; method: string; path: string; action: Action | undefined };
type Verdict =
  | 'public'
  | 'allowed'
  | 'unauthenticated'
  | 'forbidden'
  | 'scope-missing'
  | 'session-needed'
  | 'not-found';

let world: Awaited<ReturnType<typeof createWorld>>;
let routes: Route[];
let bodies: Readonly<Record<string, unknown>>;
let named: Readonly<Record<string, unknown>>;
const UNKNOWN = 'none_00000000000000000000000000';

beforeAll(async () => {
  world = await createWorld();
  const { ids } = world;
  named = bodiesWith({
    source: ids.source,
    destination: ids.destination,
    mailbox: ids.nouns['mailboxes'] ?? '',
    user: ids.nouns['customer-users'] ?? '',
    customerName: ids.customerName,
  });
  bodies = { ...BODIES, ...named };
  const { paths } = (await world.harness.ask('GET', '/api/openapi.json')).body;
  routes = Object.entries<Record<string, Loose>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      action: operation['x-action'] as Action | undefined,
    })),
  );
  world.guarded.guard();
});

const nounOf = ({ path }: Route) => /([\w-]+)\/\{id\}/.exec(path)?.[1] ?? '';
const isAddressed = ({ path }: Route) => path.includes('{id}');

/** The address of the object that the route is tried on, or that of one that is not there. */
function addressOf(route: Route, id?: string): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
    if (part === 'id') return id ?? world.ids.nouns[nounOf(route)] ?? fail(`${route.name}: no ${nounOf(route)} here`);
    if (part === 'deliveryId') return world.ids.delivery;
    return PARTS[part] ?? fail(`${route.name}: nothing is known of {${part}}`);
  });
}

function fail(why: string): never {
  throw new Error(`${why}. Add it to test/worker/matrix/requests.ts and world.ts.`);
}

async function call(route: Route, { ask }: Caller, id?: string): Promise<Answer> {
  const body = bodies[route.name];
  const headers: Record<string, string> = route.path.endsWith('/live') ? { upgrade: 'websocket' } : {};
  return ask(route.method, `${addressOf(route, id)}${QUERIES[route.name] ?? ''}`, {
    ...(body !== undefined && { body }),
    headers,
  });
}

/** What the table of permissions, the workgroup and project sharing say of a cell. */
function expected(route: Route, caller: Caller, isShared: boolean): Verdict {
  const { action } = route;
  if (action === undefined) return 'public';
  const { role, scopes } = caller;
  if (role === undefined) return 'unauthenticated';
  const needed = ACTIONS[action].scope;
  if (role === 'inactive' && !can('inactive', action)) return 'forbidden';
  // They may switch, but not into a workgroup that has shut them out.
  if (role === 'inactive' && action === 'workgroup.activate')
    return scopes === 'session' ? 'forbidden' : 'session-needed';
  if (scopes !== 'session' && needed === 'session') return 'session-needed';
  if (!can(role, action)) return 'forbidden';
  if (scopes !== 'session' && !scopes.some((scope) => scope === needed)) return 'scope-missing';
  // Its body names objects of the workgroup.
  if (!isAddressed(route)) return caller.isForeign && route.name in named ? 'not-found' : 'allowed';
  if (NOUNS[nounOf(route)]?.isOwn) return 'allowed';
  if (caller.isForeign) return 'not-found';
  const isHidden = !isShared && !caller.seesUnshared && NOUNS[nounOf(route)]?.isOfProject;
  return isHidden ? 'not-found' : 'allowed';
}

/** What an answer was. A request that got as far as a write was let through. */
function verdictOf(route: Route, { status, body }: Answer): string {
  if (route.action === undefined) return body?.code === 'unauthenticated' ? 'unauthenticated' : 'public';
  if (status === 101 || status < 300 || (status === 500 && world.guarded.hasWritten(body))) return 'allowed';
  if (body.code === LET_THROUGH[route.name]) return 'allowed';
  const isOfNoun = body.code === NOUNS[nounOf(route)]?.problem || (!isAddressed(route) && route.name in named);
  if (status === 404 && isOfNoun) return 'not-found';
  return status === 401 || status === 403 ? String(body.code) : `${String(status)} ${String(body.code)}`;
}

/** What has happened so far besides answers. */
function effects(): number {
  const { harness, guarded } = world;
  return (
    guarded.refused() + harness.calls.length + harness.probes.length + harness.searches.length + harness.listings.length
  );
}

type Cell = { route: Route; caller: Caller; right: Verdict };

/** What is wrong with the cells of a route; those that are to be refused come first, and must change nothing. */
async function faultsOf(cells: readonly Cell[], isShared: boolean): Promise<string[]> {
  const isRefused = ({ right }: Cell) => right !== 'allowed' && right !== 'public';
  const before = effects();
  const refused = await Promise.all(cells.filter(isRefused).map((cell) => faultsOfRefused(cell)));
  if (effects() !== before) refused.push([`${cells[0]!.route.name}: changes something although it is refused`]);
  const others = cells.filter((cell) => !isRefused(cell));
  const allowed = await Promise.all(others.map((cell) => faultsOfAllowed(cell, isShared)));
  return [...refused, ...allowed].flat();
}

const nameOf = ({ route, caller }: Cell) => `${route.name} | ${caller.name}`;

async function faultsOfRefused(cell: Cell): Promise<string[]> {
  const { route, caller, right } = cell;
  const answer = await call(route, caller);
  const verdict = verdictOf(route, answer);
  if (verdict !== right) return [`${nameOf(cell)}: ${verdict} instead of ${right}`];
  if (right !== 'not-found') return [];
  const unknown = await call(route, caller, UNKNOWN);
  const isSame = JSON.stringify([answer.status, answer.body]) === JSON.stringify([unknown.status, unknown.body]);
  return isSame ? [] : [`${nameOf(cell)}: answers differently from an id that is not there`];
}

async function faultsOfAllowed(cell: Cell, isShared: boolean): Promise<string[]> {
  const { route, caller, right } = cell;
  const { ids, workgroupId } = world;
  const answer = await call(route, caller);
  const verdict = verdictOf(route, answer);
  const everything = [workgroupId, ids.delivery, ids.destination, ...Object.values(ids.nouns), ...ids.ofProject];
  const hidden = caller.isForeign ? everything : isShared || caller.seesUnshared ? [] : ids.ofProject;
  const text = JSON.stringify(answer.body) ?? '';
  return [
    ...(verdict === right ? [] : [`${nameOf(cell)}: ${verdict} instead of ${right}`]),
    ...hidden.filter((id) => text.includes(id)).map((id) => `${nameOf(cell)}: shows ${id}`),
  ];
}

const EVERY = inject('everyCaller');

/** Another workgroup tries each route. Of the other callers a small sample has a part for each route, in turn. */
const isTried = ({ isForeign }: Caller, at: number, route: number): boolean => isForeign || (at + route) % EVERY === 0;

async function tryCells(callers: readonly Caller[], isShared: boolean): Promise<number> {
  const faults: string[] = [];
  let count = 0;
  for (const [at, route] of routes.entries()) {
    const own = callers.filter((caller, place) => isTried(caller, place, at));
    const cells = own.map((caller) => ({ route, caller, right: expected(route, caller, isShared) }));
    faults.push(...(await faultsOf(cells, isShared)));
    count += cells.length;
  }
  expect(faults).toEqual([]);
  return count;
}

let total = 0;

// Thousands of requests: a busy computer needs its time for them.
const MATRIX = { timeout: 240_000 };

test('every route answers every role, key and workgroup as the table of permissions says', MATRIX, async () => {
  total += await tryCells(world.callers, true);
});

test(
  'while projects are not shared, agents without a grant find nothing of a project on any route',
  MATRIX,
  async () => {
    // Past the guard.
    await setSharing(world.workgroupId, false);
    total += await tryCells(
      world.callers.filter(({ role, scopes, isForeign }) => !isForeign && (role === 'agent' || scopes === 'session')),
      false,
    );
    // oxlint-disable-next-line no-console -- the figures are what it shows
    console.log(
      `matrix: ${String(total)} cells, ${String(routes.length)} routes, ${String(world.callers.length)} callers`,
    );
    expect(total).toBeGreaterThan(EVERY === 1 ? 5_000 : 900);
  },
);
