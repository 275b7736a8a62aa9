import { beforeAll, expect, test } from 'vitest';
import type { Action, Scope } from '../../worker/lib/permissions.ts';
import { ACTIONS, can, KEY_SCOPES, scopeAllows, SCOPES } from '../../worker/lib/permissions.ts';
import type { Role } from '../../worker/lib/roles.ts';
import { ROLES } from '../../worker/lib/roles.ts';
import type { Loose } from './harness.ts';
import { createHarness, signUp } from './harness.ts';

type Operation = { route: string; method: string; path: string; isPublic: boolean; action: Action | undefined };
type Who = { role: Role; scopes: readonly Scope[]; agentId: string | null };

/** Whoever the Authorization header says: the table is tried with every role and scope, not the ways to sign in. */
const harness = createHarness({
  principalOfKey: async ({ headers }) => ({
    ...(JSON.parse(headers.get('authorization') ?? '') as Who),
    onBehalfOf: { agentId: 'agt_1', role: 'owner' },
    workgroupId,
    actorId: 'key_1',
    actorName: 'Test',
  }),
});
const REFUSALS = new Set(['forbidden', 'scope-missing', 'session-needed', 'unauthenticated']);
let workgroupId = '';
let operations: Operation[];

beforeAll(async () => {
  workgroupId = (await signUp(harness)).workgroupId;
  const { paths } = (await harness.ask('GET', '/api/openapi.json')).body;
  operations = Object.entries<Record<string, Loose>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      isPublic: Array.isArray(operation.security) && operation.security.length === 0,
      action: operation['x-action'] as Action | undefined,
    })),
  );
});

/** With which refusal a route answers; undefined where it lets through. Nothing that it is asked for exists. */
async function refusalOf({ method, path }: Operation, who: Who): Promise<string | undefined> {
  const headers = { authorization: JSON.stringify(who), ...(path.endsWith('/live') && { upgrade: 'websocket' }) };
  const { status, body } = await harness.ask(method, path.replaceAll(/\{\w+\}/g, 'none'), { headers });
  const isRefusal = status === 401 || status === 403;
  return isRefusal && REFUSALS.has(body.code) ? (body.code as string) : undefined;
}

function expected(action: Action, { role, scopes, agentId }: Who): string | undefined {
  if (role === 'inactive' && ACTIONS[action].role !== 'inactive') return 'forbidden';
  if (ACTIONS[action].scope === 'session' && agentId === null) return 'session-needed';
  if (!can(role, action)) return 'forbidden';
  return scopeAllows(scopes, action) ? undefined : 'scope-missing';
}

test('every route is public, or has an action of the table; every action has a route or is asked for inside one', () => {
  for (const { route, isPublic, action } of operations) {
    expect(isPublic, route).toBe(action === undefined);
    if (action !== undefined) expect(Object.keys(ACTIONS), route).toContain(action);
  }
  const inside = ['endpoint.trust', 'project.see-all'];
  const used = new Set<string | undefined>([...operations.map(({ action }) => action), ...inside]);
  expect(Object.keys(ACTIONS).filter((action) => !used.has(action))).toEqual([]);
});

test('every route lets through exactly those whom its action allows: each role, each scope, people and keys', async () => {
  const people = ROLES.map((role): Who => ({ role, scopes: SCOPES, agentId: 'agt_1' }));
  const keys = ROLES.flatMap((role) =>
    [...KEY_SCOPES.map((scope) => [scope]), []].map((scopes): Who => ({ role, scopes, agentId: null })),
  );
  let cells = 0;
  for (const operation of operations) {
    const { action, route } = operation;
    if (action === undefined) continue;
    for (const who of [...people, ...keys]) {
      cells += 1;
      expect(await refusalOf(operation, who), `${route} ${JSON.stringify(who)}`).toBe(expected(action, who));
    }
  }
  expect(cells).toBeGreaterThanOrEqual(800);
});

test('roles are steps: each allows what the one below it allows', () => {
  const allowed = (role: Role) => Object.keys(ACTIONS).filter((action) => can(role, action as Action));
  for (const [index, role] of ROLES.entries())
    expect(allowed(role)).toEqual(expect.arrayContaining(allowed(ROLES[index + 1] ?? 'inactive')));
  expect(allowed('owner')).toHaveLength(Object.keys(ACTIONS).length);
});
