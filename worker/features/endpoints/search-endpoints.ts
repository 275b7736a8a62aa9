import { fitsEndpoint } from '../../lib/fits-endpoint.ts';
import type { Db } from '../kernel/db.ts';
import { listEndpoints } from './store.ts';
import type { EndpointRow } from './table.ts';

const BATCH_SIZE = 500;

/**
 * Endpoints that fit a query, latest first; without one, all. The database cannot compare as people spell, so the rows of
 * the workgroup are read: some hundreds at most.
 */
export async function searchEndpoints(
  db: Db,
  workgroupId: string,
  { query, cursor, limit }: { query?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<EndpointRow[]> {
  if (!query) return listEndpoints(db, workgroupId, { cursor, limit });
  const found: EndpointRow[] = [];
  let from = cursor;
  for (;;) {
    const rows = await listEndpoints(db, workgroupId, { cursor: from, limit: BATCH_SIZE });
    found.push(...rows.filter((row) => fitsEndpoint(query, row)));
    from = rows.at(-1)?.id;
    if (found.length >= limit || rows.length < BATCH_SIZE) return found.slice(0, limit);
  }
}
