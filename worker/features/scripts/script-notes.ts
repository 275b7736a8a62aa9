import type { ScriptId } from '../../lib/script-facts.ts';
import { FOR_ACCOUNT, WITH_SCOPE } from '../../lib/script-facts.ts';
import type { ScriptInput } from './script-input.ts';
import { domainsOf } from './script-input.ts';

const NEEDS_LIST: readonly ScriptId[] = ['create-mailboxes', 'forwarding', 'x500'];

const domainOf = (address: string): string => (address.split('@').at(-1) ?? '').toLowerCase();

/** Whether forwarded mail would come back: some new address is in a domain of the old provider. */
function forwardsToItself({ forwardDomain, mailboxes }: ScriptInput): boolean {
  const own = new Set(mailboxes.map(({ source }) => domainOf(source)));
  if (forwardDomain !== null) return own.has(forwardDomain.toLowerCase());
  return mailboxes.some(({ destination }) => own.has(domainOf(destination)));
}

/** What whoever sends the script should know: one sentence each. */
export function notesOf(id: ScriptId, input: ScriptInput): string[] {
  const notes: string[] = [];
  if (FOR_ACCOUNT.includes(id) && input.account === null)
    notes.push(
      'The endpoint has no account. Enter the migration account here, or the administrator does so in the script.',
    );
  const isOfList = NEEDS_LIST.includes(id) || (WITH_SCOPE.includes(id) && input.scope === 'mailboxes');
  if (isOfList && input.mailboxes.length === 0)
    notes.push('The project has no mailboxes yet, so the script does nothing.');
  if (WITH_SCOPE.includes(id) && input.scope === 'domains' && domainsOf(input).length === 0)
    notes.push('No domain is known at this side, so the script does nothing. Enter the mail domains at the endpoint.');
  if (id === 'forwarding' && forwardsToItself(input))
    notes.push(
      'The new addresses are in a domain of the old provider, so mail would come back. Enter a domain that only the new provider has. Otherwise the script stops.',
    );
  if (id === 'x500')
    notes.push('It needs the file that “Export the mailbox list” writes at the source, in the same folder.');
  if (id === 'size-limits') notes.push('It has to run on each Exchange server.');
  return notes;
}
