import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';

const read = async () =>
  (
    await env.DB.prepare(
      "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations' ORDER BY type, name",
    ).all()
  ).results;

test('the database that every file begins with is that of the migrations', async () => {
  const begunWith = await read();
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  expect(begunWith).toEqual(await read());
  expect(begunWith.length).toBeGreaterThan(100);
});
