import type { NoticeLanguage } from '../../lib/new-notice.ts';
import { toIso } from '../../lib/clock.ts';
import type { Language } from '../../lib/mail/languages.ts';
import { matchLanguage } from '../../lib/mail/languages.ts';
import type { MessageVariables } from '../../lib/mail/message-kinds.ts';
import type { NoticeKind, SkipReason } from '../../lib/notice-facts.ts';
import { contactOf } from '../customers/contact-of.ts';
import type { CustomerRow } from '../customers/table.ts';
import { recipientOf } from '../mailboxes/recipient.ts';
import type { MailboxRow } from '../mailboxes/table.ts';

/** What all recipients of a notice have in common. */
export type Setting = {
  kind: NoticeKind;
  language: NoticeLanguage;
  /** Where the start is chosen: dates are in this zone for those who have none. */
  startsZone: string | null;
  customer: CustomerRow;
  isProjectArchived: boolean;
  workgroup: { name: string; language: Language | null; timeZone: string | null };
};

export type Owner = { mailbox: MailboxRow; user: { name: string | null } | undefined; startsAt: number | null };

type Variables = MessageVariables<'migration-notice'> | MessageVariables<'completion'>;

/** A message of a notice, but for its id and place. */
export type PlannedMessage = {
  kind: NoticeKind;
  recipient: string;
  language: Language;
  timeZone: string;
  variables: Variables;
};

/** What an owner of a mailbox is sent, or why nothing. `owner` undefined: the mailbox is gone. */
export function planMessage(setting: Setting, owner: Owner | undefined): PlannedMessage | SkipReason {
  if (setting.isProjectArchived) return 'project-archived';
  if (setting.customer.archivedAt !== null) return 'customer-archived';
  return owner ? messageOf(setting, owner) : 'mailbox-deleted';
}

/** What the owner of a mailbox is sent. */
export function messageOf(setting: Setting, { mailbox, user, startsAt }: Owner): PlannedMessage {
  const { kind, customer, workgroup, startsZone } = setting;
  const place = { language: workgroup.language, timeZone: workgroup.timeZone ?? startsZone };
  // By the time a mailbox is completed, its mail arrives at the destination.
  const side = kind === 'completion' ? 'destination' : 'source';
  const { address, name, language, timeZone } = recipientOf(mailbox, user, customer, place, side);
  const shared = {
    customer: customer.companyName,
    mailbox: mailbox.sourceEmail,
    newAddress: mailbox.destinationEmail,
    contact: contactOf(customer, workgroup.name),
    ...(name !== null && { name }),
  };
  return {
    kind,
    recipient: address,
    language: languageOf(setting, language),
    timeZone,
    variables:
      kind === 'completion'
        ? { ...shared, items: mailbox.itemsDone, size: mailbox.bytesDone }
        : { ...shared, startAt: toIso(startsAt ?? 0) },
  };
}

function languageOf({ language, customer, workgroup }: Setting, own: Language): Language {
  if (language === 'user') return own;
  return language === 'customer' ? matchLanguage(customer.language ?? workgroup.language) : language;
}
