import type { Caller, Side } from '../../side.ts';
import { type Reach, verdictOnImpersonation, verdictOnOpening } from '../../management/access.ts';
import type { Mailbox } from '../../store/store.ts';

/** For all mailboxes, none, or these (addresses). */
export type Scope = boolean | readonly string[];

/** What an account may do in mailboxes that are not its own. */
export type Rights = {
  /** Add-MailboxPermission … FullAccess: open it under one's own name. */
  fullAccess: Scope;
  /** The role ApplicationImpersonation with its scope: act as its owner. */
  impersonation: Scope;
};

const covers = (scope: Scope | undefined, { email }: Mailbox): boolean =>
  typeof scope === 'object' ? scope.some((each) => each.toLowerCase() === email.toLowerCase()) : scope === true;

function rightsOf(side: Side, { username }: Caller): Partial<Rights> | undefined {
  if (username === undefined) return undefined;
  const name = username.toLowerCase();
  return name === side.admin.username.toLowerCase() ? side.rights : side.grants.get(name);
}

/** How far the caller may look into a mailbox that is not his, by right of its administrator; undefined: not at all. */
export function mayOpen(side: Side, caller: Caller, mailbox: Mailbox): Reach | undefined {
  const verdict = verdictOnOpening(side, caller, mailbox);
  if (verdict === 'denied') return undefined;
  return covers(rightsOf(side, caller)?.fullAccess, mailbox) ? 'all' : verdict;
}

/** Why the caller may not impersonate a mailbox's owner, in the codes of EWS; undefined: he may. */
export function refusalToImpersonate(side: Side, caller: Caller, mailbox: Mailbox): string | undefined {
  const scope = rightsOf(side, caller)?.impersonation;
  if (covers(scope, mailbox)) return undefined;
  const verdict = verdictOnImpersonation(side, caller, mailbox);
  if (verdict === 'allowed') return undefined;
  // 2007 has two rights: to impersonate at all, and to impersonate this one.
  const isOld = side.profile.build[0] < 14 && typeof scope !== 'object';
  return verdict ?? (isOld ? 'ErrorImpersonationDenied' : 'ErrorImpersonateUserDenied');
}
