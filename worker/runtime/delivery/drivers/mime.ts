import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMail } from '../../../lib/mail/outgoing-mail.ts';

/** A mail as bytes. The library encodes names and subjects, so that no text can begin a header of its own. */
export function mimeOf(mail: OutgoingMail, at: Date): Promise<Uint8Array> {
  const { messageId, from, to, replyTo, subject, text, html, language } = mail;
  return new MailComposer({
    from,
    to: { name: '', address: to },
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    messageId: `<${messageId}>`,
    subject,
    text,
    html,
    date: at,
    headers: {
      // No answers of machines (RFC 3834), Exchange's included.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
    },
    // Nothing in a mail names a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
