import type { CustomerRow } from '../customers/table.ts';
import type { Language } from '../../lib/mail/languages.ts';
import { matchLanguage } from '../../lib/mail/languages.ts';
import type { MailboxRow } from './table.ts';

export type Recipient = { address: string; name: string | null; language: Language; timeZone: string };

/** Who owns a mailbox, as messages reach them. The source address: mail still arrives there. */
export function recipientOf(
  { sourceEmail }: Pick<MailboxRow, 'sourceEmail'>,
  user: { name: string | null } | null,
  customer: Pick<CustomerRow, 'language' | 'timeZone'>,
  workgroup: { language: Language | null; timeZone: string | null },
): Recipient {
  return {
    address: sourceEmail,
    name: user?.name ?? null,
    language: matchLanguage(customer.language ?? workgroup.language),
    timeZone: customer.timeZone ?? workgroup.timeZone ?? 'UTC',
  };
}
