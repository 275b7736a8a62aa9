import type { Statement } from '../../features/kernel/db.ts';

/**
 * A database in which a statement that begins with `start` is carried out in one batch with further ones, directly before
 * them: for libraries that write by themselves.
 */
export function writeBeside(database: D1Database, start: string, further: readonly Statement[]): D1Database {
  const others = further.map((statement) => {
    const { sql, params } = (statement as unknown as { toSQL(): { sql: string; params: unknown[] } }).toSQL();
    return database.prepare(sql).bind(...params);
  });
  const together = async (statement: D1PreparedStatement): Promise<D1Result<Record<string, unknown>>> => {
    const [result] = await database.batch<Record<string, unknown>>([statement, ...others]);
    if (!result) throw new Error('A batch without its first result');
    return result;
  };
  const joined = (statement: D1PreparedStatement) => ({
    bind: (...values: unknown[]) => joined(statement.bind(...values)),
    all: () => together(statement),
    run: () => together(statement),
    raw: async () => (await together(statement)).results.map((row) => Object.values(row)),
  });
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'prepare')
        return (query: string) => (query.startsWith(start) ? joined(target.prepare(query)) : target.prepare(query));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(target) : value;
    },
  });
}
