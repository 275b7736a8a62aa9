import type { OutgoingMail } from '../../../lib/mail/outgoing-mail.ts';
import type { Outcome } from '../../../lib/mail/outcome.ts';
import type { EmailBinding } from '../../platform/email-binding.ts';

/** What its error codes concern. Others concern the message alone. */
const CODES: Readonly<Record<string, { by: 'recipient' | 'settings' | 'server'; isFinal: boolean }>> = {
  E_RECIPIENT_NOT_ALLOWED: { by: 'recipient', isFinal: true },
  E_RECIPIENT_SUPPRESSED: { by: 'recipient', isFinal: true },
  E_DELIVERY_FAILED: { by: 'recipient', isFinal: false },
  E_SENDER_NOT_VERIFIED: { by: 'settings', isFinal: false },
  E_SENDER_DOMAIN_NOT_AVAILABLE: { by: 'settings', isFinal: false },
  E_RATE_LIMIT_EXCEEDED: { by: 'server', isFinal: false },
  E_DAILY_LIMIT_EXCEEDED: { by: 'server', isFinal: false },
  E_INTERNAL_SERVER_ERROR: { by: 'server', isFinal: false },
};

/** One attempt by Cloudflare’s service, which sets its own Message-ID; ours goes beside it. */
export async function sendByBinding(binding: EmailBinding, mail: OutgoingMail): Promise<Outcome> {
  const { from, to, replyTo, subject, text, html, messageId, language } = mail;
  try {
    const sent = await binding.send({
      to,
      from: { email: from.address, name: from.name },
      ...(replyTo !== null && { replyTo }),
      subject,
      text,
      html,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'Content-Language': language,
        'X-Mailferry-Message': messageId,
      },
    });
    return { end: 'accepted', response: `Taken by Cloudflare Email Service as ${sent.messageId}` };
  } catch (error) {
    const { code, message = String(error) } = error as { code?: unknown; message?: string };
    if (typeof code !== 'string') return { end: 'refused', by: 'server', isFinal: false, response: message };
    const known = CODES[code] ?? ({ by: 'content', isFinal: true } as const);
    return { end: 'refused', ...known, response: `${code}: ${message}` };
  }
}
