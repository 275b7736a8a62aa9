import type { Caller, Side } from '../../side.ts';
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

/** Whether the caller has full access to a mailbox that is not his. */
export const mayOpen = (side: Side, caller: Caller, mailbox: Mailbox): boolean =>
  covers(rightsOf(side, caller)?.fullAccess, mailbox);

/** Whether the caller may impersonate a mailbox's owner. */
export const mayImpersonate = (side: Side, caller: Caller, mailbox: Mailbox): boolean =>
  covers(rightsOf(side, caller)?.impersonation, mailbox);
