import { env, exports } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { createApi } from '../../worker/api.ts';
import type { AppEnv } from '../../worker/features/kernel/app.ts';
import { KEY_SCOPES } from '../../worker/lib/permissions.ts';
import type { Role } from '../../worker/lib/roles.ts';
import type {
  Deps,
  DiscoverRequest,
  DiscoverResult,
  PeopleRequest,
  PeopleResult,
  ProbeRequest,
  ProbeResult,
} from '../../worker/features/kernel/deps.ts';
import { createApiKey } from '../../worker/features/api-keys/store.ts';
import { makeApiKey, requireApiKey } from '../../worker/features/api-keys/use-api-key.ts';
import type { ApiKeyRow } from '../../worker/features/api-keys/table.ts';
import { createCredentialAsker } from '../../worker/features/credential-requests/asker.ts';
import { createWorkgroup } from '../../worker/features/workgroups/store.ts';
import { account, member, user, workgroupSettings } from '../../worker/features/workgroups/table.ts';
import { composeDeps } from '../../worker/runtime/compose.ts';
import { createDb } from '../../worker/runtime/platform/db.ts';

/** The worker as it is deployed, with everything it composes itself. */
export const wholeWorker = (exports as unknown as { default: Fetcher }).default;

export const ORIGIN = 'http://mailferry.test';

// oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted by value: a wrong shape fails its test
export type Loose = any;

export type Answer = { status: number; headers: Headers; body: Loose };

export type Ask = (
  method: string,
  path: string,
  options?: { body?: unknown; text?: string; headers?: Record<string, string> },
) => Promise<Answer>;

export type Harness = {
  api: Hono<AppEnv>;
  deps: Deps;
  /** What was asked of the coordinator and of the probe, in order. */
  calls: unknown[][];
  probes: ProbeRequest[];
  /** What was searched for. */
  searches: DiscoverRequest[];
  /** Whose address lists were read. */
  listings: PeopleRequest[];
  /** Requests without any sign-in. */
  ask: Ask;
  /** Requests with an API key. */
  as(key: string): Ask;
};

const GOOD: ProbeResult = { ok: true, version: 'Exchange2010_SP2 14.2.247.0', authSchemes: ['basic'] };

/** What tests rarely set. */
const composedParts = ({ publicUrl, licences }: Deps['settings']) => ({ publicUrl, licences });

const NOBODY: PeopleResult = { ok: true, people: [], left: null, isComplete: true, waitMs: null };

const NOWHERE: DiscoverResult = { ok: false, failure: 'not-found', consentHosts: [], attempts: [] };

/** The API over the real database, vault and sessions; the coordinator and the probe are written down. */
export function createHarness(
  changes: Partial<Omit<Deps, 'settings'>> & {
    settings?: Omit<Deps['settings'], 'publicUrl' | 'licences'> & { publicUrl?: string };
    probeResult?: ProbeResult;
    discoverResult?: DiscoverResult;
    peopleResult?: PeopleResult;
    database?: D1Database;
  } = {},
): Harness {
  const {
    probeResult = GOOD,
    discoverResult = NOWHERE,
    peopleResult = NOBODY,
    database = env.DB,
    settings,
    ...overrides
  } = changes;
  const calls: unknown[][] = [];
  const probes: ProbeRequest[] = [];
  const searches: DiscoverRequest[] = [];
  const listings: PeopleRequest[] = [];
  const note =
    (name: string) =>
    async (...values: unknown[]) =>
      void calls.push([name, ...values]);
  const composed = composeDeps(
    new Proxy(env, { get: (all, name) => (name === 'DB' ? database : Reflect.get(all, name)) }),
  );
  const deps: Deps = {
    ...composed,
    ...(settings && { settings: { ...composedParts(composed.settings), ...settings } }),
    coordinator: {
      enqueue: note('enqueue'),
      stop: note('stop'),
      forget: note('forget'),
      slotLimit: async () => null,
      endWatchers: note('endWatchers'),
      connect: async (...values) => {
        calls.push(['connect', ...values.slice(0, 2)]);
        return new Response(null, { status: 101, webSocket: new WebSocketPair()[0] });
      },
    },
    outbox: { wake: async () => {} },
    // With the clock of the test.
    endUsers: createCredentialAsker({ ...composed, now: () => deps.now() }),
    // With the clock and the settings of the test.
    principalOfKey: (request) => requireApiKey(deps, request),
    probe: async (request) => {
      probes.push(request);
      return probeResult;
    },
    discover: async (request) => {
      searches.push(request);
      return discoverResult;
    },
    findPeople: async (request) => {
      listings.push(request);
      return peopleResult;
    },
    ...overrides,
  };
  const api = createApi(() => deps);
  const askWith =
    (fixed: Record<string, string>): Ask =>
    async (method, path, { body, text, headers } = {}) => {
      const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await api.request(`${ORIGIN}${path}`, {
        method,
        headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...fixed, ...headers },
        ...(payload === undefined ? {} : { body: payload }),
      });
      const answer = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
    };
  return {
    api,
    deps,
    calls,
    probes,
    searches,
    listings,
    ask: askWith({}),
    as: (key) => askWith({ authorization: `Bearer ${key}` }),
  };
}

/** A copy in the order of the texts. */
export function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : 1));
}

let agents = 0;
const PASSWORD = 'a long password';
let passwordHash: string | undefined;

/**
 * An owner with a workgroup of their own and an API key of the given role, written without the API: hashing a password
 * takes its time, and most tests need none. `signIn` gives a session's cookie, through the API.
 */
export async function signUp(harness: Harness, role: Exclude<Role, 'inactive'> = 'owner') {
  agents += 1;
  const { db, newId, now, sessions } = harness.deps;
  const email = `owner${String(agents)}@service.example`;
  passwordHash ??= await sessions.hashPassword(PASSWORD);
  const ids = { workgroup: newId('wgr'), agent: newId('agt'), account: newId('acc'), member: newId('mem') };
  const workgroupName = `Workgroup ${String(agents)}`;
  await createWorkgroup(db, { ids, workgroupName, name: 'Ada Owner', email, passwordHash, now: now(), isFirst: false });
  const key = await putKey(harness, ids.workgroup, { createdBy: ids.agent, role });
  const signIn = async (): Promise<string> => {
    const answer = await harness.ask('POST', '/api/auth/sign-in/email', { body: { email, password: PASSWORD } });
    if (answer.status !== 200) throw new Error(`Signing in answered ${JSON.stringify(answer.body)}`);
    return cookieOf(answer);
  };
  /** As the owner themselves: what no key may do. */
  const askSignedIn: Ask = async (method, path, options = {}) => {
    cookie ??= await signIn();
    return harness.ask(method, path, { ...options, headers: { cookie, origin: ORIGIN, ...options.headers } });
  };
  let cookie: string | undefined;
  const { workgroup: workgroupId, agent: agentId } = ids;
  return { email, password: PASSWORD, workgroupId, agentId, key, ask: harness.as(key), signIn, askSignedIn };
}

export type NewKey = Pick<ApiKeyRow, 'createdBy' | 'role'> & Partial<Omit<ApiKeyRow, 'workgroupId'>>;

/** A key as if it had been created, by an agent or by another key. */
export async function putKey({ deps }: Harness, workgroupId: string, facts: NewKey): Promise<string> {
  const { db, newId, now, random } = deps;
  const { key, hash, prefix } = await makeApiKey(random);
  const unused = { lastUsedAt: null, lastUsedFrom: null, lastUsedBy: null, revokedAt: null };
  const rights = { scopes: [...KEY_SCOPES], createdAt: now(), expiresAt: null };
  await createApiKey(db, workgroupId, { id: newId('key'), name: 'test', hash, prefix, ...rights, ...unused, ...facts });
  return key;
}

/** Another agent of a workgroup, who has signed in. */
export async function hire(harness: Harness, workgroupId: string, role: Role) {
  agents += 1;
  const { db, newId, sessions } = harness.deps;
  const [id, name] = [newId('agt'), `Agent ${String(agents)}`];
  const email = `agent${String(agents)}@service.example`;
  const createdAt = new Date(0);
  const times = { createdAt, updatedAt: createdAt };
  passwordHash ??= await sessions.hashPassword(PASSWORD);
  const credential = { accountId: id, providerId: 'credential', userId: id, password: passwordHash };
  await db.insert(user).values({ id, name, email, emailVerified: true, ...times });
  await db.insert(account).values({ id: newId('acc'), ...credential, ...times });
  await db.insert(member).values({ id: newId('mem'), organizationId: workgroupId, userId: id, role, createdAt });
  const signedIn = await harness.ask('POST', '/api/auth/sign-in/email', { body: { email, password: PASSWORD } });
  if (signedIn.status !== 200) throw new Error(`Signing in answered ${JSON.stringify(signedIn.body)}`);
  const cookie = cookieOf(signedIn);
  const ask: Ask = (method, path, options = {}) =>
    harness.ask(method, path, { ...options, headers: { cookie, origin: ORIGIN, ...options.headers } });
  return { id, name, email, cookie, ask };
}

/** Whether the agents of a workgroup see all of its projects. */
export async function setSharing(workgroupId: string, projectSharing: boolean): Promise<void> {
  await createDb(env.DB)
    .insert(workgroupSettings)
    .values({ workgroupId, projectSharing })
    .onConflictDoUpdate({ target: workgroupSettings.workgroupId, set: { projectSharing } });
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export const ADMIN = { username: 'admin@old.example', password: 'the secret of the admin' };

/** A project between two endpoints of the workgroup, with mailboxes. */
export async function makeProject(ask: Ask, mailboxCount = 0, credentials: typeof ADMIN | null = ADMIN) {
  const endpoint = async (name: string): Promise<string> => {
    const body = { name, url: `https://${name}.example/EWS/Exchange.asmx`, ...(credentials ? { credentials } : {}) };
    return String((await ask('POST', '/api/endpoints', { body })).body.id);
  };
  const sourceEndpointId = await endpoint('old');
  const destinationEndpointId = await endpoint('new');
  const made = await ask('POST', '/api/projects', {
    body: { name: 'Contoso', sourceEndpointId, destinationEndpointId },
  });
  const projectId = String(made.body.id);
  const mailboxes = Array.from({ length: mailboxCount }, (_, index) => ({
    sourceEmail: `user${String(index)}@old.example`,
    destinationEmail: `user${String(index)}@new.example`,
  }));
  const added = mailboxCount === 0 ? [] : await addMailboxes(ask, projectId, mailboxes);
  return {
    projectId,
    sourceEndpointId,
    destinationEndpointId,
    mailboxIds: added.map((mailbox) => mailbox.id),
  };
}

async function addMailboxes(ask: Ask, projectId: string, mailboxes: unknown[]): Promise<{ id: string }[]> {
  const answer = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  if (answer.status !== 201) throw new Error(`Adding mailboxes answered ${JSON.stringify(answer.body)}`);
  return answer.body.items as { id: string }[];
}
