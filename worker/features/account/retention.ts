import { lt } from 'drizzle-orm';
import { DAY_MS } from '../../lib/units.ts';
import type { Db } from '../kernel/db.ts';
import { accountLinks, pendingSignIns } from './table.ts';

/** As long is it still said of a link that it has expired or was used. */
const KEPT_MS = 7 * DAY_MS;

/** Drops links that expired long ago, and sign-ins that were not finished. */
export async function dropOldAccountRows(db: Db, now: number): Promise<void> {
  await db.delete(accountLinks).where(lt(accountLinks.expiresAt, now - KEPT_MS));
  await db.delete(pendingSignIns).where(lt(pendingSignIns.expiresAt, now));
}
