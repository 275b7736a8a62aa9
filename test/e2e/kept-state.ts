import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliDecompressSync } from 'node:zlib';
import { findFreePort, isPortFree } from '../../worker/local/ports.ts';

type Ports = { source: string; destination: string };

const D1 =
  'mailferry/v3/d1/miniflare-D1DatabaseObject/9ba2b04bf514d9facfd57ed57d849e77241a7adc99d1c1545d06688b43d84248.sqlite';

/**
 * Unpacks a state folder that an older version wrote. Its sandbox servers keep their addresses, which the endpoints
 * name; where one of the ports is taken, both get free ones, and the endpoints follow.
 */
export async function unpackState(name: string, stateDir: string): Promise<void> {
  const archive = brotliDecompressSync(readFileSync(new URL(`fixtures/${name}.tar.br`, import.meta.url)));
  const { status, stderr } = spawnSync('tar', ['-xf', '-', '-C', stateDir], { input: archive });
  if (status !== 0) throw new Error(`tar could not unpack ${name}: ${String(stderr)}`);
  const file = join(stateDir, 'exchange/ports.json');
  const ports = JSON.parse(readFileSync(file, 'utf8')) as Ports;
  if ((await isPortFree(Number(ports.source))) && (await isPortFree(Number(ports.destination)))) return;
  const free: Ports = { source: String(await findFreePort()), destination: String(await findFreePort()) };
  writeFileSync(file, JSON.stringify(free));
  const database = new DatabaseSync(join(stateDir, D1));
  const move = database.prepare(`UPDATE endpoints SET url = replace(url, ?, ?)`);
  for (const side of ['source', 'destination'] as const) move.run(`:${ports[side]}/`, `:${free[side]}/`);
  database.close();
}

export const SECOND_AGENT = { name: 'Bo Second', email: 'bo@mailferry.test' };

/** A second agent with a session in a state folder that is not running, as the version of then wrote it; gives the cookie. */
export function addSession(stateDir: string): string {
  const { BETTER_AUTH_SECRET: secret } = JSON.parse(readFileSync(join(stateDir, 'secrets.json'), 'utf8')) as Record<
    'BETTER_AUTH_SECRET',
    string
  >;
  const token = 'the-token-of-a-session-of-before';
  const now = Date.now();
  const id = '01kb4hp2d0w3wh6c71v2k1q1rs';
  const database = new DatabaseSync(join(stateDir, D1));
  const run = (sql: string, ...values: (string | number)[]) => database.prepare(sql).run(...values);
  run(
    'INSERT INTO user (id, name, email, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    `agt_${id}`,
    SECOND_AGENT.name,
    SECOND_AGENT.email,
    now,
    now,
  );
  run(
    `INSERT INTO member (id, organization_id, user_id, role, created_at)
    SELECT ?, organization_id, ?, 'agent', ? FROM member ORDER BY id LIMIT 1`,
    `mem_${id}`,
    `agt_${id}`,
    now,
  );
  run(
    'INSERT INTO session (id, expires_at, token, created_at, updated_at, user_id) VALUES (?, ?, ?, ?, ?, ?)',
    `ses_${id}`,
    now + 86_400_000,
    token,
    now,
    now,
    `agt_${id}`,
  );
  database.close();
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `mailferry.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}
