import { env } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/d1';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createSpend } from '../../worker/engine/pacing/spend.ts';
import { createDb } from '../../worker/runtime/platform/db.ts';
import { countBindings } from '../../worker/runtime/slices/count-bindings.ts';

function counted() {
  const spend = createSpend({ calls: 1_000, statements: 1_000 });
  return { spend, bindings: countBindings(env, spend) };
}

describe('the bindings of a slice', () => {
  it('count each statement that the database runs', async () => {
    const { spend, bindings } = counted();
    const db = createDb(bindings.DB);
    expect(await db.all(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(spend.spent().database).toBe(1);
    const bare = drizzle(bindings.DB);
    const [first, second] = await bare.batch([
      bare.select({ two: sql<number>`2` }).from(sql`(SELECT 1)`),
      bare.select({ three: sql<number>`3` }).from(sql`(SELECT 1)`),
    ]);
    expect([first, second]).toEqual([[{ two: 2 }], [{ three: 3 }]]);
    expect(spend.spent().database).toBe(3);
    expect(await bindings.DB.prepare('SELECT ? AS four').bind(4).first('four')).toBe(4);
    expect(spend.spent().database).toBe(4);
  });

  it('count each call to a coordinator and to a limiter', async () => {
    const { spend, bindings } = counted();
    const desk = bindings.CREDENTIAL_LIMITER.get(bindings.CREDENTIAL_LIMITER.idFromName('one'));
    await desk.leave('no one');
    const coordinators = bindings.PROJECT_COORDINATOR;
    expect(await coordinators.get(coordinators.idFromName('one')).pair({ source: 'a', destination: 'b' })).toBe(
      'unknown',
    );
    expect(spend.spent()).toEqual({ server: 0, ledger: 0, coordinator: 1, limiter: 1, database: 0 });
  });
});
