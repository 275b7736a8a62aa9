import { clientNameOf } from '../../lib/client-name.ts';
import { sha256, toBase64Url } from '../../lib/encoding.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Deps } from '../kernel/deps.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { problem } from '../kernel/errors.ts';
import { requireRightsOfKey } from './key-rules.ts';
import { getApiKeyByHash, touchApiKey } from './store.ts';

const KEY_BYTES = 32;
const PREFIX_LENGTH = 9;

/** A new key: `mf_` and 256 random bits. What is stored is its hash and its first characters. */
export async function makeApiKey(random: Deps['random']): Promise<{ key: string; hash: string; prefix: string }> {
  const bytes = new Uint8Array(KEY_BYTES);
  random(bytes);
  const key = `mf_${toBase64Url(bytes)}`;
  return { key, hash: await sha256(key), prefix: key.slice(0, PREFIX_LENGTH) };
}

/** The caller of a request with an Authorization header. Throws `unauthenticated`. */
export async function requireApiKey(
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  request: Pick<Request, 'headers'>,
): Promise<Principal> {
  const key = /^Bearer +(mf_[\w-]{43})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!key) throw problem('unauthenticated', 'The Authorization header contains no API key.');
  const row = await getApiKeyByHash(deps.db, await sha256(key));
  if (!row) throw problem('unauthenticated', 'The API key is unknown, revoked or expired.');
  const now = deps.now();
  const rights = await requireRightsOfKey(deps.db, row, now);
  // Once a minute is exact enough, and saves a write a request.
  if (row.lastUsedAt === null || now - row.lastUsedAt > MINUTE_MS) {
    await touchApiKey(deps.db, row.workgroupId, row.id, {
      lastUsedAt: now,
      lastUsedFrom: clientAddress(deps.settings, request) ?? null,
      lastUsedBy: clientNameOf(request.headers.get('user-agent')),
    });
  }
  return { workgroupId: row.workgroupId, ...rights, actorId: row.id, actorName: row.name, agentId: null };
}
