import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import type { PartError } from '../../lib/problem.ts';
import type { Vault } from '../kernel/deps.ts';
import type { SealedAccount } from './open-credentials.ts';
import { reasonToAskAgain } from './reason-to-ask-again.ts';

/** What of a mailbox says how it is signed in to. */
type MailboxAccess = { id: string } & Record<`${MailboxSide}Email`, string> &
  Record<`${MailboxSide}PasswordSealed`, string | null> &
  Record<`${MailboxSide}LoginUnknown`, boolean> &
  Record<`${MailboxSide}GivenAt`, number | null>;

type Endpoints = Readonly<Record<MailboxSide, SealedAccount & { url: string }>>;

export type SignIns = {
  /** What agents have to mend before a pass can start. */
  missing: PartError[];
  /** The mailboxes that these are about, by id. */
  unusable: Set<string>;
  /** Mailboxes whose owner has to give credentials, by id, with the sides. */
  asked: Map<string, MailboxSide[]>;
};

/**
 * Which mailboxes can't be signed in to, and who has to do what about it. The owner of a mailbox is asked where only they
 * know the login, where neither endpoint nor mailbox has a password, and where the one that they gave was given for another
 * server. What agents entered for another server, they enter again: nobody is written to by surprise.
 */
export function planSignIns(
  vault: Pick<Vault, 'boundTo'>,
  rows: readonly MailboxAccess[],
  endpoints: Endpoints,
): SignIns {
  const missing: PartError[] = [];
  const unusable = new Set<string>();
  const asked: SignIns['asked'] = new Map();
  const verdictAt = {
    source: endpointVerdict(vault, endpoints, 'source'),
    destination: endpointVerdict(vault, endpoints, 'destination'),
  };
  for (const row of rows) {
    const sides = SIDES.filter((side) => {
      const verdict = ownVerdict(vault, row, endpoints, side) ?? verdictAt[side];
      if (typeof verdict === 'object') {
        unusable.add(row.id);
        missing.push({ path: `mailboxes.${row.id}.${side}Password`, ...verdict });
      }
      return verdict === 'ask';
    });
    if (sides.length > 0) asked.set(row.id, sides);
  }
  return { missing, unusable, asked };
}

type Verdict = 'fine' | 'ask' | { message: string };

/** What the mailbox alone says; undefined where it is signed in to by the endpoint. */
function ownVerdict(
  vault: Pick<Vault, 'boundTo'>,
  row: MailboxAccess,
  endpoints: Endpoints,
  side: MailboxSide,
): Verdict | undefined {
  const isOwners = row[`${side}LoginUnknown`] || row[`${side}GivenAt`] !== null;
  const sealed = row[`${side}PasswordSealed`];
  if (sealed === null) return isOwners ? 'ask' : undefined;
  const reason = reasonToAskAgain(vault, sealed, endpoints[side].url);
  if (reason === null) return 'fine';
  return isOwners ? 'ask' : { message: `${row[`${side}Email`]}: ${reason}` };
}

function endpointVerdict(vault: Pick<Vault, 'boundTo'>, endpoints: Endpoints, side: MailboxSide): Verdict {
  const { url, passwordSealed } = endpoints[side];
  if (!hasAdministrator(endpoints[side]) || passwordSealed === null) return 'ask';
  const reason = reasonToAskAgain(vault, passwordSealed, url);
  return reason === null ? 'fine' : { message: `Password of the ${side} endpoint: ${reason}` };
}

export function hasAdministrator({ username, passwordSealed }: SealedAccount): boolean {
  return username !== null && passwordSealed !== null;
}
