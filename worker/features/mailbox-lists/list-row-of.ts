import { UNKNOWN_LOGIN } from '../../lib/credential-request-facts.ts';
import type { ListRow } from '../../lib/mailbox-list/fields.ts';
import type { MailboxRow } from '../mailboxes/table.ts';

/** A mailbox as a row of a list. Nothing opens its passwords. `waves`: names by id. */
export function listRowOf(row: MailboxRow, waves: ReadonlyMap<string, string>): Omit<ListRow, 'line'> {
  const { sourceEmail, destinationEmail, contactEmail, contactName, contactLanguage } = row;
  const sourceLogin = row.sourceLoginUnknown ? UNKNOWN_LOGIN : row.sourceLogin;
  const destinationLogin = row.destinationLoginUnknown ? UNKNOWN_LOGIN : row.destinationLogin;
  const wave = row.waveId === null ? undefined : waves.get(row.waveId);
  return {
    sourceEmail,
    destinationEmail,
    ...(sourceLogin !== null && { sourceLogin }),
    ...(destinationLogin !== null && { destinationLogin }),
    ...(contactEmail !== null && { contactEmail }),
    ...(contactName !== null && { contactName }),
    ...(contactLanguage !== null && { language: contactLanguage }),
    ...(row.tags.length > 0 && { tags: row.tags.join('; ') }),
    ...(wave !== undefined && { wave }),
  };
}
