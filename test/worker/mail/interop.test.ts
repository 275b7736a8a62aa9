import { describe, expect, inject, test } from 'vitest';
import type { MailWay } from '../../../worker/lib/mail/outgoing-mail.ts';
import { createMailer } from '../../../worker/runtime/delivery/mailer.ts';
import type { Loose } from '../harness.ts';

const server = inject('aiosmtpd');

const MAIL = {
  messageId: 'msg_1.abc@harbour.example',
  from: { name: 'Fähre; <Harbour>', address: 'ferry@harbour.example' },
  to: 'kim@new.example',
  replyTo: null,
  subject: 'Größe: 7 €, “quoted” – and a line that is so long that it has to be folded somewhere on its way',
  text: `Guten Tag\n.\n..\n.dots at the start of lines\n${'long '.repeat(400)}\n`,
  html: '<p>Guten Tag</p>',
  language: 'de',
} as const;

/** aiosmtpd was written by others: what both understand is SMTP, and not only what we make of it. */
describe.skipIf(!server)('a mail server that others wrote', () => {
  const mailer = createMailer({}, { allowPrivate: true }, 'https://ferry.example');
  const way = (password: string): MailWay => ({
    driver: 'smtp',
    host: 'localhost',
    port: server!.port,
    security: 'none',
    account: { username: 'ferry', password },
  });
  const received = async (): Promise<Loose[]> => (await fetch(`${server!.url}/messages`)).json();

  test('takes a mail with dots, long lines and letters of all kinds after a sign-in with an umlaut', async () => {
    expect(await mailer.send(way('Überfahrt 7'), MAIL)).toMatchObject({
      end: 'accepted',
      response: expect.stringContaining('Kept as number'),
    });
    const [mail] = (await received()).slice(-1);
    expect(mail).toMatchObject({ from: 'ferry@harbour.example', to: ['kim@new.example'] });
    const [head = '', body = ''] = String(mail.raw).split(/\r\n\r\n(.*)/s);
    expect(head).toContain('Message-ID: <msg_1.abc@harbour.example>');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThan(200);
    expect(body).toContain('\r\n.\r\n..\r\n.dots at the start of lines');
  });

  test('refuses a wrong password as a fault of the settings', async () => {
    expect(await mailer.send(way('wrong'), MAIL)).toMatchObject({
      end: 'refused',
      by: 'settings',
      response: expect.stringContaining('535'),
    });
  });

  test('refuses a sender who does not sign in as a fault of the settings', async () => {
    const { account: _account, ...open } = way('x') as Extract<MailWay, { driver: 'smtp' }>;
    expect(await mailer.send(open, MAIL)).toMatchObject({
      end: 'refused',
      by: 'settings',
      response: expect.stringContaining('530'),
    });
  });

  test('refuses a recipient for good', async () => {
    expect(await mailer.send(way('Überfahrt 7'), { ...MAIL, to: 'gone@new.example' })).toMatchObject({
      end: 'refused',
      by: 'recipient',
      isFinal: true,
    });
  });
});
