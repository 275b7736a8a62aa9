/** What came of an attempt to send. `response`: the server’s own answer, or what happened to the connection. */
export type Outcome =
  | { end: 'accepted'; response: string }
  /** Everything was handed over, and the answer never came: it may have arrived. */
  | { end: 'unclear'; response: string }
  /** Not sent. `isFinal`: the server said so for good (5xx). */
  | { end: 'refused'; by: RefusedBy; isFinal: boolean; response: string };

/**
 * What was refused. `settings`: signing in, TLS, the sender, or an address that is not allowed. `server`: no connection,
 * or it has no time. Both concern every message of the workgroup, the other two only this one.
 */
export type RefusedBy = 'recipient' | 'content' | 'settings' | 'server';

const SENTENCES: Readonly<Record<RefusedBy, string>> = {
  recipient: 'The mail server refused the recipient',
  content: 'The mail server refused the message',
  settings: 'The mail settings do not work',
  server: 'The mail server could not be reached or was busy',
};

const LONGEST = 500;

/** An outcome in plain words, with the server’s answer. */
export function sayOutcome(outcome: Outcome): string {
  const said = outcome.response.replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  switch (outcome.end) {
    case 'accepted':
      return said;
    case 'unclear':
      return `The message was handed over, but the mail server’s answer did not arrive (${said}). It may have been delivered.`;
    case 'refused':
      return `${SENTENCES[outcome.by]}${outcome.isFinal || outcome.by === 'settings' ? '' : ' for now'}: ${said}`;
  }
}
