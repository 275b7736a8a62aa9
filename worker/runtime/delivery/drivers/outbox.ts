import type { OutgoingMail } from '../../../lib/mail/outgoing-mail.ts';
import type { Outcome } from '../../../lib/mail/outcome.ts';
import { mimeOf } from './mime.ts';

/** Writes a mail into a file on this computer; nothing leaves it. */
export async function sendToOutbox(computer: Fetcher, mail: OutgoingMail): Promise<Outcome> {
  const body = await mimeOf(mail, new Date());
  const name = mail.messageId.split('@')[0] ?? '';
  const response = await computer.fetch(`http://computer/outbox/${encodeURIComponent(name)}`, { method: 'PUT', body });
  const said = await response.text();
  return response.ok
    ? { end: 'accepted', response: `Written to ${said}. It was sent to no one.` }
    : { end: 'refused', by: 'server', isFinal: false, response: said || `The outbox answers ${response.status}.` };
}
