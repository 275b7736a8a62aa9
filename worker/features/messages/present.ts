import { toIso } from '../../lib/clock.ts';
import { isLoopbackHost } from '../../lib/address.ts';
import type { Deps } from '../kernel/deps.ts';
import type { MailSettingsRow, MessageRow } from './table.ts';

export function presentMessage(row: MessageRow) {
  const { id, kind, recipient, language, subject, state, attempts, lastResponse, customerId, projectId, mailboxId } =
    row;
  return {
    id,
    kind,
    to: recipient,
    language,
    subject,
    state,
    attempts,
    lastResponse,
    nextAttemptAt: state === 'queued' ? toIso(row.dueAt) : null,
    customerId,
    projectId,
    mailboxId,
    createdAt: toIso(row.createdAt),
    sentAt: toIso(row.sentAt),
  };
}

export function presentMailSettings(deps: Pick<Deps, 'mailer' | 'settings'>, row: MailSettingsRow | undefined) {
  const { publicUrl } = deps.settings;
  return {
    driver: row?.driver ?? null,
    drivers: [...deps.mailer.drivers, ...(deps.mailer.drivers.includes('smtp') ? [] : (['smtp'] as const))],
    senderName: row?.senderName ?? null,
    senderAddress: row?.senderAddress ?? null,
    replyTo: row?.replyTo ?? null,
    smtp: row?.smtpHost
      ? {
          host: row.smtpHost,
          port: row.smtpPort ?? 587,
          security: row.smtpSecurity ?? ('starttls' as const),
          username: row.smtpUsername,
          hasPassword: row.smtpPasswordSealed !== null,
        }
      : null,
    dkimSelector: row?.dkimSelector ?? null,
    hourlyLimit: row?.hourlyLimit ?? null,
    fault: row?.faultText
      ? { text: row.faultText, at: toIso(row.faultAt ?? row.updatedAt), pausedUntil: toIso(row.pausedUntil) }
      : null,
    publicUrl,
    isPublicUrlLocal: isLoopbackHost(new URL(publicUrl).hostname),
  };
}
