import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { Language } from '../../lib/mail/languages.ts';
import { matchLanguage } from '../../lib/mail/languages.ts';
import type { MailboxRow } from './table.ts';

type Choice = { language: Language | null; timeZone: string | null };

/** To whom Mailferry writes about a mailbox, and how. */
export type Recipient = { address: string; name: string | null; language: Language; timeZone: string };

/**
 * The owner of a mailbox. What was entered for the mailbox itself comes first, then what its user, customer and workgroup
 * say. `at`: where their mail arrives: at the source until the mailbox has moved.
 */
export function recipientOf(
  mailbox: Pick<MailboxRow, `${MailboxSide}Email` | 'contactEmail' | 'contactName' | 'contactLanguage'>,
  user: { name: string | null } | undefined,
  customer: Choice | undefined,
  workgroup: Choice | undefined,
  at: MailboxSide = 'source',
): Recipient {
  return {
    address: mailbox.contactEmail ?? mailbox[`${at}Email`],
    name: mailbox.contactName ?? user?.name ?? null,
    language: matchLanguage(mailbox.contactLanguage ?? customer?.language ?? workgroup?.language),
    timeZone: customer?.timeZone ?? workgroup?.timeZone ?? 'UTC',
  };
}
