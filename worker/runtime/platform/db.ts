import { drizzle } from 'drizzle-orm/d1';
import type { Db } from '../../features/kernel/db.ts';

/** The database of a D1 binding. */
export function createDb(binding: D1Database): Db {
  return drizzle(binding);
}
