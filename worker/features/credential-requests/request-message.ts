import { toIso } from '../../lib/clock.ts';
import type { NewMessage } from '../messages/message-statement.ts';
import type { Person } from './people-store.ts';
import type { RequestRow } from './table.ts';

type Kind = 'credential-request' | 'reminder';

/** The message that carries the link of a request; `id` becomes its `messageId`. */
export function requestMessage(
  kind: Kind,
  id: string,
  { mailboxId, projectId, sourceEmail, customer, customerId }: Omit<Person, 'recipient'>,
  request: Pick<RequestRow, 'recipient' | 'recipientName' | 'language' | 'timeZone' | 'contact' | 'expiresAt'>,
  now: number,
): NewMessage<Kind> {
  const { recipient, recipientName: name, language, timeZone, contact, expiresAt } = request;
  return {
    id,
    kind,
    recipient,
    language,
    timeZone,
    variables: {
      customer,
      mailbox: sourceEmail,
      contact,
      expiresAt: toIso(expiresAt),
      ...(name !== null && { name }),
    },
    customerId,
    projectId,
    mailboxId,
    now,
  };
}
