import { env } from 'cloudflare:workers';
import type { Role } from '../../../worker/lib/roles.ts';
import type { Harness } from '../harness.ts';

let count = 0;

/** A person without a password, as a member of a workgroup; written without the API. Gives the id of the agent. */
export async function putIntoWorkgroup({ deps }: Harness, workgroupId: string, role: Role): Promise<string> {
  count += 1;
  const id = deps.newId('agt');
  const email = `member${String(count)}@service.example`;
  const at = deps.now();
  await env.DB.batch([
    env.DB.prepare(
      'INSERT INTO user (id, name, email, email_verified, created_at, updated_at) VALUES (?, ?, ?, 1, ?, ?)',
    ).bind(id, `Member ${String(count)}`, email, at, at),
    env.DB.prepare('INSERT INTO member (id, organization_id, user_id, role, created_at) VALUES (?, ?, ?, ?, ?)').bind(
      deps.newId('mem'),
      workgroupId,
      id,
      role,
      at,
    ),
  ]);
  return id;
}
