import type { Deps } from '../../../worker/features/kernel/deps.ts';

/** A database that nothing can be written to any more, once its guard is on. */
export type GuardedDatabase = {
  database: D1Database;
  guard(): void;
  /** How many writes were tried since, and refused. */
  refused(): number;
  /** Takes what the API logs. */
  note: Deps['log']['error'];
  /** Whether a request failed because it wrote: by the problem that it was answered with. */
  hasWritten(problem: { detail?: string }): boolean;
};

const REFUSAL = 'The matrix writes nothing.';

const WRITES = /^\s*(?:insert|update|delete|replace|create|drop|alter)\b/i;
/** Behind a WITH. */
const WRITES_INSIDE = /\b(?:insert into|update|delete from)\b/i;

const isWrite = (query: string): boolean =>
  WRITES.test(query) || (/^\s*with\b/i.test(query) && WRITES_INSIDE.test(query));

/** A request that gets as far as a write has been let through: it is seen, and changes nothing for the next one. */
export function guardDatabase(real: D1Database): GuardedDatabase {
  let isGuarded = false;
  let refused = 0;
  const behind = new WeakMap<D1PreparedStatement, { statement: D1PreparedStatement; query: string }>();
  const check = (queries: readonly string[]) => {
    if (!isGuarded || !queries.some(isWrite)) return;
    refused += 1;
    throw new Error(REFUSAL);
  };
  const wrap = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => wrap(target.bind(...values), query);
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...values: unknown[]) => {
          check([query]);
          return (value as (...values: unknown[]) => unknown).apply(target, values);
        };
      },
    });
    behind.set(wrapped, { statement, query });
    return wrapped;
  };
  const database = new Proxy(real, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => wrap(target.prepare(query), query);
      if (name === 'batch')
        return async (statements: D1PreparedStatement[]) => {
          const all = statements.map((each) => behind.get(each) ?? { statement: each, query: '' });
          check(all.map(({ query }) => query));
          return target.batch(all.map(({ statement }) => statement));
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const failed = new Set<string>();
  return {
    database,
    guard: () => void (isGuarded = true),
    refused: () => refused,
    note: (_, { id, error } = {}) => {
      for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
        if (cause.message === REFUSAL) failed.add(String(id));
    },
    hasWritten: ({ detail = '' }) => [...failed].some((id) => detail.includes(id)),
  };
}
