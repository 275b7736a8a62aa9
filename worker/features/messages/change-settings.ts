import type { z } from 'zod';
import { canonicalHost, isPrivateMailHost } from '../../lib/mail/mail-settings.ts';
import type { NewMailSettings } from '../../lib/mail/mail-settings.ts';
import type { Deps } from '../kernel/deps.ts';
import { problem } from './errors.ts';
import { mailOrigin, mailPasswordBinding } from './settings-store.ts';
import type { MailSettingsRow } from './table.ts';

type Change = z.output<typeof NewMailSettings>;
type SmtpColumns = Pick<
  MailSettingsRow,
  'smtpHost' | 'smtpPort' | 'smtpSecurity' | 'smtpUsername' | 'smtpPasswordSealed'
>;

const NO_SMTP: SmtpColumns = {
  smtpHost: null,
  smtpPort: null,
  smtpSecurity: null,
  smtpUsername: null,
  smtpPasswordSealed: null,
};

async function smtpColumns(
  deps: Pick<Deps, 'vault' | 'settings'>,
  workgroupId: string,
  row: MailSettingsRow | undefined,
  smtp: Change['smtp'],
): Promise<SmtpColumns> {
  if (!smtp) return NO_SMTP;
  if (!deps.settings.addresses.allowPrivate && isPrivateMailHost(smtp.host)) throw problem('mail-address-not-allowed');
  const host = canonicalHost(smtp.host) ?? smtp.host;
  const { port, security, username, password } = smtp;
  const kept = row?.smtpPasswordSealed ?? null;
  const isSameServer = row?.smtpHost === host && row.smtpPort === port;
  const isLessSafe = security === 'none' && row?.smtpSecurity !== 'none';
  // A password is given for one server, and for a line that nobody reads along.
  if (password === undefined && kept !== null && (!isSameServer || isLessSafe)) throw problem('mail-password-needed');
  const sealed =
    password === undefined
      ? kept
      : password === null
        ? null
        : await deps.vault.seal(
            mailPasswordBinding(workgroupId),
            { origin: mailOrigin(host, port), hosts: [] },
            password,
          );
  return {
    smtpHost: host,
    smtpPort: port,
    smtpSecurity: security,
    smtpUsername: username,
    smtpPasswordSealed: username === null ? null : sealed,
  };
}

/** The columns of changed mail settings. What paused sending before is forgotten: the new ones may work. */
export async function planMailSettings(
  deps: Pick<Deps, 'vault' | 'settings' | 'mailer' | 'now'>,
  workgroupId: string,
  row: MailSettingsRow | undefined,
  change: Change,
): Promise<Omit<MailSettingsRow, 'workgroupId'>> {
  const { smtp, driver, ...rest } = change;
  if (driver !== null && driver !== 'smtp' && !deps.mailer.drivers.includes(driver))
    throw problem('mail-driver-not-available');
  return {
    driver,
    ...rest,
    ...(await smtpColumns(deps, workgroupId, row, smtp)),
    pausedUntil: null,
    faults: 0,
    faultText: null,
    faultAt: null,
    updatedAt: deps.now(),
  };
}
