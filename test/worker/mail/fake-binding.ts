import type { EmailBinding } from '../../../worker/runtime/platform/email-binding.ts';

type Message = Parameters<EmailBinding['send']>[0];

/** The headers that may be set beside those that begin with X-, as Cloudflare lists them. */
const ALLOWED = new Set(
  `in-reply-to references list-unsubscribe list-unsubscribe-post list-id list-archive list-help list-owner list-post
list-subscribe precedence auto-submitted content-language keywords comments importance priority sensitivity organization
require-recipient-valid-since expires reply-by archived-at`.split(/\s+/),
);
const OF_FIELDS = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'reply-to']);
const AUTOMATIC = ['auto-generated', 'auto-replied', 'auto-notified'];
const ADDRESS = /^[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+$/;

class BindingError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;

/** https://developers.cloudflare.com/email-service/reference/headers/ */
function checkHeaders(headers: Record<string, string>): void {
  const entries = Object.entries(headers);
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    const isOwn = key.startsWith('x-');
    if (name.length > 100 || !(isOwn ? /^x-[a-z0-9_-]+$/ : /^[a-z0-9-]+$/).test(key))
      throw new BindingError('E_HEADER_NAME_INVALID', `Header name '${name}' contains invalid characters.`);
    if (OF_FIELDS.has(key))
      throw new BindingError('E_HEADER_USE_API_FIELD', `Header '${name}' must be set via the API field.`);
    if (!isOwn && !ALLOWED.has(key)) throw new BindingError('E_HEADER_NOT_ALLOWED', `Header '${name}' is not allowed.`);
    if (bytesOf(value) > 2048)
      throw new BindingError('E_HEADER_VALUE_TOO_LONG', `Header '${name}' exceeds 2048 bytes.`);
    if (value === '' || /[\r\n]/.test(value) || (key === 'auto-submitted' && !AUTOMATIC.includes(value)))
      throw new BindingError('E_HEADER_VALUE_INVALID', `Header '${name}' has an invalid value.`);
  }
  if (entries.reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(value) + 4, 0) > 16 * 1024)
    throw new BindingError('E_HEADERS_TOO_LARGE', 'The custom headers exceed 16 KB.');
  if (entries.filter(([name]) => !/^x-/i.test(name)).length > 20)
    throw new BindingError('E_HEADERS_TOO_MANY', 'More than 20 headers.');
}

/**
 * Cloudflare's binding as its documentation describes it: it refuses what the service refuses, with its codes. `fails`:
 * what happens to everything meanwhile.
 */
export function createFakeBinding(options: { domain: string; suppressed?: readonly string[] }) {
  const sent: Message[] = [];
  let failure: Error | undefined;
  const binding: EmailBinding = {
    async send(message) {
      if (failure) throw failure;
      const { from, to, replyTo, subject, text, html, headers } = message;
      if (!to || !from.email || !subject) throw new BindingError('E_FIELD_MISSING', 'A required field is missing.');
      for (const address of [to, from.email, ...(replyTo === undefined ? [] : [replyTo])])
        if (!ADDRESS.test(address)) throw new BindingError('E_VALIDATION_ERROR', `Invalid address ${address}.`);
      if (/[\r\n]/.test(subject + from.name) || subject.length > 998)
        throw new BindingError('E_VALIDATION_ERROR', 'Invalid subject or name.');
      checkHeaders(headers);
      if (!from.email.endsWith(`@${options.domain}`))
        throw new BindingError('E_SENDER_NOT_VERIFIED', 'The sender domain is not verified.');
      if (options.suppressed?.includes(to))
        throw new BindingError('E_RECIPIENT_SUPPRESSED', 'The recipient is on the suppression list.');
      if (bytesOf(text) + bytesOf(html) > 5 * 1024 * 1024)
        throw new BindingError('E_CONTENT_TOO_LARGE', 'The message exceeds 5 MiB.');
      sent.push(message);
      return { messageId: `<${String(sent.length)}@cloudflare-email.example>` };
    },
  };
  return {
    binding,
    sent,
    fail: (code?: string) => {
      failure = code === undefined ? undefined : new BindingError(code, 'As the test wants it.');
    },
    break: () => {
      failure = new Error('Network connection lost.');
    },
  };
}
