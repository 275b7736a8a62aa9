import type { SQL } from 'drizzle-orm';
import type { Statement } from '../kernel/db.ts';
import { insertStatements } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { validationProblem } from '../kernel/validate.ts';
import { faultOfPassword } from '../workgroups/password-rules.ts';
import { account, unprovenSignIns, user } from '../workgroups/table.ts';
import { unprovenEmail } from '../workgroups/unproven-email.ts';
import type { OpenInvitation } from './open-invitation.ts';

type Needs = Pick<Deps, 'db' | 'now' | 'newId' | 'sessions'>;

/**
 * The account of an invited person, written only `where` the invitation is theirs. With a link that proves the address the
 * account has it; else it is one of those whose address nobody has proven, of which any number may have the same.
 */
export async function newAccount(
  { db, now, newId, sessions }: Needs,
  { invitation, workgroupName }: OpenInvitation,
  { name, password }: { name: string; password: string },
  where: SQL,
): Promise<{ agentId: string; email: string; statements: Statement[] }> {
  const { email: address, provesEmail } = invitation;
  const fault = faultOfPassword(password, [address, name, workgroupName]);
  if (fault !== undefined) throw validationProblem([{ path: ['password'], message: fault }]);
  const agentId = newId('agt');
  const at = new Date(now());
  const email = provesEmail ? address : unprovenEmail(address, agentId);
  const login = {
    id: newId('acc'),
    accountId: agentId,
    providerId: 'credential',
    userId: agentId,
    password: await sessions.hashPassword(password),
    createdAt: at,
    updatedAt: at,
  };
  const person = { id: agentId, name, email, emailVerified: provesEmail, createdAt: at, updatedAt: at };
  const signInKeys = provesEmail ? [] : [{ agentId, key: await sessions.signInKey(address, password) }];
  return {
    agentId,
    email,
    statements: [
      ...insertStatements(db, user, [person], { where }),
      ...insertStatements(db, account, [login], { where }),
      ...insertStatements(db, unprovenSignIns, signInKeys, { where }),
    ],
  };
}
