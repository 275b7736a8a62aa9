import { sha256 } from '../../lib/encoding.ts';
import type { AppContext } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import type { Attempt } from '../workgroups/attempts.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { problem } from './errors.ts';
import { getLinkByToken } from './link-store.ts';
import type { AccountLinkRow, LinkPurpose } from './table.ts';

/**
 * The link that a token belongs to. Throws `link-invalid`, `link-used`, `link-expired` and `too-many-attempts`: whoever
 * tries tokens has to wait.
 */
export async function requireLink(
  c: AppContext,
  purpose: LinkPurpose,
  token: string,
): Promise<{ link: AccountLinkRow; tokenHash: string; attempt: Attempt }> {
  const { deps } = c.var;
  const attempt = await requireAttempt(deps, [
    [LIMITS.guessedLinkFromAddress, clientAddress(deps.settings, c.req.raw)],
  ]);
  const tokenHash = await sha256(token);
  const link = await getLinkByToken(deps.db, purpose, tokenHash);
  if (!link) throw problem('link-invalid');
  if (link.usedAt !== null) throw problem('link-used');
  if (link.expiresAt <= deps.now()) throw problem('link-expired');
  return { link, tokenHash, attempt };
}
