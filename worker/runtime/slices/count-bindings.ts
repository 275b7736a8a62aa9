import type { Spend } from '../../engine/pacing/spend.ts';
import type { Env } from '../passes/env.ts';
import { countStatements } from '../platform/count-statements.ts';

/** The bindings as one slice uses them: each call through them counts. Its ledger is no binding; see `countCalls`. */
export function countBindings(env: Env, spend: Pick<Spend, 'count'>): Env {
  return {
    ...env,
    DB: countStatements(env.DB, (statements) => spend.count('database', statements)),
    PROJECT_COORDINATOR: countStubs(env.PROJECT_COORDINATOR, () => spend.count('coordinator')),
    CREDENTIAL_LIMITER: countStubs(env.CREDENTIAL_LIMITER, () => spend.count('limiter')),
  };
}

/** Durable Objects whose stubs count their calls. */
function countStubs<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  count: () => void,
): DurableObjectNamespace<T> {
  return new Proxy(namespace, {
    get: (target, name) => {
      if (name === 'get') return (id: DurableObjectId) => countCalls(target.get(id), count);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** An object whose calls are counted. */
export function countCalls<T extends object>(stub: T, count: () => void): T {
  return new Proxy(stub, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        count();
        return Reflect.apply(value, target, values) as unknown;
      };
    },
  });
}
