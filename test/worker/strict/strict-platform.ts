import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation } from '../../fakes/invocation.ts';
import { callsOf } from '../../fakes/invocation.ts';
import type { Env } from '../../../worker/runtime/passes/env.ts';

type Edge = Exclude<keyof Invocation, 'refused' | 'tookMs'>;

const running = new AsyncLocalStorage<Invocation & { limit: number }>();
const realFetch = globalThis.fetch;

/** Every invocation so far that called something. */
export const invocations: Invocation[] = [];

/** Counts calls as Cloudflare does, and throws as it does beyond the limit. Knows nothing of Mailferry's own count. */
export function call(edge: Edge, calls = 1): void {
  const invocation = running.getStore();
  if (!invocation) return;
  if (edge !== 'ledger' && callsOf(invocation) + calls > invocation.limit) {
    invocation.refused += 1;
    throw new Error('Too many subrequests by single Worker invocation.');
  }
  invocation[edge] += calls;
}

globalThis.fetch = async (input, init) => {
  call('servers');
  return realFetch(input, init);
};

/** Runs one invocation with a limited number of calls through the bindings. */
export async function strictly(limit: number, run: () => Promise<void>): Promise<void> {
  const invocation = { servers: 0, coordinator: 0, limiter: 0, statements: 0, ledger: 0, refused: 0, tookMs: 0, limit };
  const startedAt = Date.now();
  await running.run(invocation, run);
  invocation.tookMs = Date.now() - startedAt;
  if (callsOf(invocation) > 0) invocations.push(invocation);
}

/** Bindings that count what an invocation calls through them. */
export function strictBindings(env: Env): Env {
  return {
    ...env,
    DB: strictDatabase(env.DB),
    PROJECT_COORDINATOR: strictObjects(env.PROJECT_COORDINATOR, 'coordinator'),
    CREDENTIAL_LIMITER: strictObjects(env.CREDENTIAL_LIMITER, 'limiter'),
  };
}

function strictObjects<N extends object>(namespace: N, edge: Edge): N {
  const objects = namespace as unknown as DurableObjectNamespace;
  return {
    idFromName: (name: string) => objects.idFromName(name),
    get: (id: DurableObjectId) =>
      new Proxy<object>(objects.get(id), {
        get:
          (stub, name) =>
          async (...values: unknown[]) => {
            call(edge);
            return (stub as Record<string | symbol, (...values: unknown[]) => unknown>)[name]!(...values);
          },
      }),
  } as unknown as N;
}

type Statement = { inner: D1PreparedStatement };

function strictDatabase(database: D1Database): D1Database {
  const strict = (inner: D1PreparedStatement): Statement & Record<string, unknown> => ({
    inner,
    bind: (...values: unknown[]) => strict(inner.bind(...values)),
    ...Object.fromEntries(
      (['all', 'run', 'raw', 'first'] as const).map((name) => [
        name,
        async (...values: unknown[]) => {
          call('statements');
          return (inner[name] as (...values: unknown[]) => Promise<unknown>).apply(inner, values);
        },
      ]),
    ),
  });
  return {
    prepare: (query: string) => strict(database.prepare(query)),
    batch: async (statements: unknown[]) => {
      call('statements', statements.length);
      return database.batch((statements as Statement[]).map(({ inner }) => inner));
    },
  } as unknown as D1Database;
}
