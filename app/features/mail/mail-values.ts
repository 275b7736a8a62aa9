import type { MailDriver, MailSecurity } from '../../../worker/lib/mail/mail-settings.ts';
import type { MailSettings } from '../../api.ts';

/** What the form holds: texts, as inputs have them. */
export type MailValues = {
  driver: MailDriver | 'usual';
  senderName: string;
  senderAddress: string;
  replyTo: string;
  host: string;
  port: string;
  security: MailSecurity;
  username: string;
  password: string;
  dkimSelector: string;
  hourlyLimit: string;
};

export const USUAL_PORTS: Readonly<Record<MailSecurity, string>> = { tls: '465', starttls: '587', none: '25' };

export const DRIVER_LABELS: Readonly<Record<MailDriver, string>> = {
  smtp: 'Mail server (SMTP)',
  binding: 'Cloudflare Email Service',
  outbox: 'Outbox: files on this computer, sent to no one',
};

export function valuesOf(settings: MailSettings): MailValues {
  const { smtp } = settings;
  return {
    driver: settings.driver ?? 'usual',
    senderName: settings.senderName ?? '',
    senderAddress: settings.senderAddress ?? '',
    replyTo: settings.replyTo ?? '',
    host: smtp?.host ?? '',
    port: String(smtp?.port ?? USUAL_PORTS.starttls),
    security: smtp?.security ?? 'starttls',
    username: smtp?.username ?? '',
    password: '',
    dkimSelector: settings.dkimSelector ?? '',
    hourlyLimit: settings.hourlyLimit === null ? '' : String(settings.hourlyLimit),
  };
}

const orNull = (text: string): string | null => text.trim() || null;

/** The body of the request. An empty password leaves the one that is kept. */
export function requestOf(values: MailValues) {
  const hasServer = values.driver === 'smtp';
  return {
    driver: values.driver === 'usual' ? null : values.driver,
    senderName: orNull(values.senderName),
    senderAddress: orNull(values.senderAddress),
    replyTo: orNull(values.replyTo),
    smtp: hasServer
      ? {
          host: values.host,
          port: Number(values.port),
          security: values.security,
          username: orNull(values.username),
          ...(values.password !== '' && { password: values.password }),
        }
      : null,
    dkimSelector: orNull(values.dkimSelector),
    hourlyLimit: values.hourlyLimit.trim() === '' ? null : Number(values.hourlyLimit),
  };
}

/** `smtp.host` → `host`. */
export function fieldOf(path: string): string {
  return path === 'smtp' ? 'host' : path.replace(/^smtp\./, '');
}
