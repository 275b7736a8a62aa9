import type { Caller, Side } from '../side.ts';
import type { Mailbox } from '../store/store.ts';
import { readFilter } from './filter.ts';
import {
  DATABASE,
  groupsOf,
  isAdministrator,
  type Lasting,
  type Organisation,
  type RoleAssignment,
  SERVER,
} from './organisation.ts';
import { isBelow, propertiesOf, type Recipient, recipientOfMailbox, recipientsOf } from './recipient.ts';

/** How far a right reaches into a mailbox: everywhere, or its root alone, without the folders below. */
export type Reach = 'all' | 'root';

/** What an access list says: nothing is said where it does not name the account. */
export type Verdict = 'denied' | Reach | undefined;

const IMPERSONATE_AT = 'ms-exch-epi-impersonation';
const MAY_IMPERSONATE = 'ms-exch-epi-may-impersonate';

const counts = (each: Lasting, now: number): boolean => each.from <= now && now < each.until;

/** An account with all its groups, in small letters. */
const namesOf = (organisation: Organisation, account: string): Set<string> =>
  groupsOf(organisation, account).add(account.toLowerCase());

const accountOf = ({ username, mailbox }: Caller): string => (username ?? mailbox?.email ?? '').toLowerCase();

/** What an object of the configuration (the organisation above it included) says of a right. */
function saidOf(side: Side, names: ReadonlySet<string>, objects: readonly string[], right: string): Verdict {
  const now = side.now();
  const found = side.organisation.objectEntries.filter(
    (each) => each.right === right && names.has(each.user) && objects.includes(each.object) && counts(each, now),
  );
  if (found.some(({ isDeny }) => isDeny)) return 'denied';
  return found.length > 0 ? 'all' : undefined;
}

/**
 * What the lists say of an account that wants to open a mailbox. In the order of Windows: an explicit denial, an
 * explicit permission, what is inherited. Members of the administrators' groups are denied before all that, as
 * reported of every version (https://help.bittitan.com/hc/en-us/articles/360039368533); the exact order of the
 * entries is unproven.
 */
export function verdictOnOpening(side: Side, caller: Caller, mailbox: Mailbox): Verdict {
  const { organisation } = side;
  const account = accountOf(caller);
  const names = namesOf(organisation, account);
  const now = side.now();
  const own = organisation.mailboxEntries.filter(
    (each) =>
      each.mailbox === mailbox.id && names.has(each.user) && each.rights.includes('FullAccess') && counts(each, now),
  );
  if (own.some(({ isDeny }) => isDeny)) return 'denied';
  if (isAdministrator(organisation, account)) return 'denied';
  if (own.length > 0)
    return own.some(({ inheritance }) => inheritance === 'All' || inheritance === 'Descendents') ? 'all' : 'root';
  return saidOf(side, names, [databaseOf(side, mailbox), 'organisation'], 'receive-as');
}

const databaseOf = (side: Side, mailbox: Mailbox): string =>
  (recipientOfMailbox(side, mailbox)?.database ?? DATABASE).toLowerCase();

/** Whether the scope of a role assignment has a recipient. Without one it has all. */
function isInScope(side: Side, assignment: RoleAssignment, recipient: Recipient): boolean {
  if (assignment.unit !== undefined) return isBelow(recipient, assignment.unit);
  if (assignment.scope === undefined) return true;
  const scope = side.organisation.scopes.get(assignment.scope.toLowerCase());
  if (!scope) return false;
  if (scope.root !== undefined && !isBelow(recipient, scope.root)) return false;
  return scope.filter === undefined || readFilter(scope.filter)(propertiesOf(recipient));
}

/** What impersonation of a mailbox's owner comes to, in the codes of EWS; undefined where no one said anything. */
export function verdictOnImpersonation(
  side: Side,
  caller: Caller,
  mailbox: Mailbox,
): 'allowed' | 'ErrorImpersonationDenied' | 'ErrorImpersonateUserDenied' | undefined {
  const { organisation } = side;
  const account = accountOf(caller);
  const names = namesOf(organisation, account);
  if (side.profile.build[0] >= 14) {
    const now = side.now();
    const held = organisation.assignments.filter(
      (each) => each.role === 'ApplicationImpersonation' && names.has(each.assignee.toLowerCase()) && counts(each, now),
    );
    if (held.length === 0) return undefined;
    recipientsOf(side);
    const recipient = recipientOfMailbox(side, mailbox);
    return recipient && held.some((each) => isInScope(side, each, recipient))
      ? 'allowed'
      : 'ErrorImpersonateUserDenied';
  }
  const objects = [SERVER.toLowerCase(), 'organisation'];
  const atServer = saidOf(side, names, objects, IMPERSONATE_AT);
  const ofUser = saidOf(side, names, [databaseOf(side, mailbox), mailbox.guid, ...objects], MAY_IMPERSONATE);
  if (atServer === undefined && ofUser === undefined) return undefined;
  const isBarred = isAdministrator(organisation, account);
  if (isBarred || atServer !== 'all') return 'ErrorImpersonationDenied';
  return ofUser === 'all' ? 'allowed' : 'ErrorImpersonateUserDenied';
}
