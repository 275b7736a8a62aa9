/**
 * A database that reports how many statements each call runs. Cloudflare limits the statements of an invocation, and
 * counts each one in a batch (https://developers.cloudflare.com/d1/platform/limits/).
 */
export function countStatements(database: D1Database, count: (statements: number) => void): D1Database {
  /** The statements as the database made them, which is how it wants them back. */
  const made = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const counted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]) => {
          if (name === 'bind') return counted(target.bind(...values));
          count(1);
          return Reflect.apply(value, target, values) as unknown;
        };
      },
    });
    made.set(proxy, statement);
    return proxy;
  };
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => counted(target.prepare(query));
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) => {
          count(statements.length);
          return target.batch(statements.map((statement) => made.get(statement) ?? statement));
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
}
