import type { Deps } from '../kernel/deps.ts';
import type { MailWay } from '../../lib/mail/outgoing-mail.ts';
import { oneLine } from '../../lib/mail/one-line.ts';
import { mailOrigin, mailPasswordBinding } from './settings-store.ts';
import type { MailSettingsRow } from './table.ts';

export type SenderFacts = { from: { name: string; address: string }; replyTo: string | null };

/** Where mail goes to no one, it needs no real sender. */
const NO_ADDRESS = 'mailferry@mailferry.invalid';

/**
 * How a workgroup sends, and as whom; or why it cannot, for people. `company` is the sender name where none is set.
 * Opens the password of the mail server.
 */
export async function openMailWay(
  deps: Pick<Deps, 'vault' | 'mailer'>,
  workgroupId: string,
  settings: MailSettingsRow | undefined,
  company: string,
): Promise<{ way: MailWay; sender: SenderFacts } | string> {
  const driver = settings?.driver ?? deps.mailer.drivers[0];
  if (!driver) return 'No mail server is set up. Enter one under Settings → Mail.';
  if (driver !== 'smtp' && !deps.mailer.drivers.includes(driver))
    return 'This installation cannot send this way. Choose another under Settings → Mail.';
  const address = settings?.senderAddress ?? (driver === 'outbox' ? NO_ADDRESS : undefined);
  if (!address) return 'There is no sender address. Enter one under Settings → Mail.';
  const name = oneLine(settings?.senderName ?? company, 100);
  const sender = { from: { name, address }, replyTo: settings?.replyTo ?? null };
  if (driver !== 'smtp') return { way: { driver }, sender };
  const { smtpHost: host, smtpPort: port, smtpUsername: username, smtpPasswordSealed: sealed } = settings ?? {};
  if (!host || !port) return 'The mail server is missing. Enter one under Settings → Mail.';
  const password =
    username && sealed
      ? await deps.vault.open(mailPasswordBinding(workgroupId), sealed, mailOrigin(host, port))
      : undefined;
  return {
    way: {
      driver,
      host,
      port,
      security: settings?.smtpSecurity ?? 'starttls',
      ...(username && password !== undefined && { account: { username, password } }),
    },
    sender,
  };
}
