import { simpleParser } from 'mailparser';

/** A message as the host shows it. */
export type KeptMessage = {
  id: string;
  /** The address of the From header. */
  from: string;
  /** Recipients of the envelope. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** By name in lower case, unfolded, otherwise as they came; repeated ones are joined by a comma. */
  headers: Record<string, string>;
  receivedAt: string;
};

/** Older ones go. */
const MOST_MESSAGES = 2_000;

export type KeptMessages = {
  add: (recipients: readonly string[], raw: Buffer) => Promise<void>;
  /** Newest first; of one recipient, whatever the case. */
  list: (to?: string) => KeptMessage[];
  get: (id: string) => KeptMessage | undefined;
  clear: () => void;
};

function headersOf(lines: readonly { key: string; line: string }[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

/** What has arrived, in memory. */
export function createKeptMessages(now: () => Date): KeptMessages {
  let messages: KeptMessage[] = [];
  let count = 0;
  return {
    add: async (recipients, raw) => {
      const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
      count += 1;
      const kept: KeptMessage = {
        id: String(count),
        from: parsed.from?.value[0]?.address ?? '',
        to: recipients.join(', '),
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html || '',
        headers: headersOf(parsed.headerLines),
        receivedAt: now().toISOString(),
      };
      messages = [kept, ...messages].slice(0, MOST_MESSAGES);
    },
    list: (to) => {
      const wanted = to?.trim().toLowerCase();
      return messages.filter((message) => !wanted || message.to.toLowerCase().split(', ').includes(wanted));
    },
    get: (id) => messages.find((message) => message.id === id),
    clear: () => {
      messages = [];
    },
  };
}
