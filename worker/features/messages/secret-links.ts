import { sha256, toBase64Url } from '../../lib/encoding.ts';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { MessageRow } from './table.ts';

const TOKEN_BYTES = 32;

/** A link that only its recipient has, and what remembers it: written before the message goes out. */
export type SecretLink = { url: string; statements: readonly Statement[] };

export type LinkDeps = Pick<Deps, 'db' | 'now' | 'random'> & {
  settings: Pick<Deps['settings'], 'publicUrl' | 'openSignUp'>;
};

/** By whose server a message goes out: the owner of a workgroup may read what passes through their own. */
export type SentBy = { byOwnServer: boolean };

/** Makes the link of one attempt to send a message; the links of earlier attempts end with it. Or says why there is none. */
export type LinkMaker = (deps: LinkDeps, row: MessageRow, sentBy: SentBy) => Promise<SecretLink | string>;

/** The makers of links, by the kind of message that has one. */
export type SecretLinks = Partial<Record<MessageKind, LinkMaker>>;

/** A new token of 256 random bits, base64url, and its SHA-256: only that is stored. */
export async function newToken(random: Deps['random']): Promise<{ token: string; hash: string }> {
  const bytes = new Uint8Array(TOKEN_BYTES);
  random(bytes);
  const token = toBase64Url(bytes);
  return { token, hash: await sha256(token) };
}

/** Where a token leads. It stands behind `#`, which browsers send to no server: so it is in no log and no referrer. */
export function linkTo(settings: Pick<Deps['settings'], 'publicUrl'>, page: string, token: string): string {
  return `${settings.publicUrl}/${page}#${token}`;
}
