import type { Outcome, RefusedBy } from '../../../lib/mail/outcome.ts';

/** What nodemailer says of an attempt that failed. */
export type SmtpFault = {
  message: string;
  /** Such as EAUTH, ETLS, ETIMEDOUT, ECONNECTION, EENVELOPE. */
  code?: string;
  /** The command that was answered, such as `RCPT TO`. */
  command?: string;
  /** Of the server. */
  responseCode?: number;
  response?: string;
};

/** The server wants a sign-in first (RFC 4954 4). */
const SIGN_IN_NEEDED = 530;
/** It closes the connection, whatever the command (RFC 5321 4.2.3). */
const CLOSING = 421;

const refused = (by: RefusedBy, isFinal: boolean, response: string): Outcome => ({
  end: 'refused',
  by,
  isFinal,
  response,
});

/** Whether what a server or the runtime says is about TLS. The texts of runtimes differ; all of them name it. */
function isAboutTls({ code, message }: SmtpFault): boolean {
  return code === 'ETLS' || code === 'EREQUIRETLS' || /\b(TLS|SSL|certificate)\b/i.test(message);
}

/** What a failed attempt means: RFC 5321 4.2.1, 4xx for now and 5xx for good, by the command that was answered. */
export function smtpOutcome(fault: SmtpFault): Outcome {
  const { code, command = '', responseCode, message } = fault;
  const response = fault.response ?? message;
  if (responseCode === CLOSING) return refused('server', false, response);
  if (responseCode === SIGN_IN_NEEDED || /\brelay/i.test(fault.response ?? ''))
    return refused('settings', false, response);
  const isFinal = responseCode !== undefined && responseCode >= 500;
  if (code === 'EAUTH') return refused(responseCode !== undefined && !isFinal ? 'server' : 'settings', false, response);
  if (responseCode !== undefined) {
    if (command === 'RCPT TO') return refused('recipient', isFinal, response);
    if (command === 'DATA') return refused('content', isFinal, response);
    if (command === 'MAIL FROM') return refused(isFinal ? 'settings' : 'server', false, response);
  }
  if (isAboutTls(fault)) return refused('settings', false, /\bTLS\b/.test(response) ? response : `TLS: ${response}`);
  if (code === 'EMESSAGE' || command === 'API') return refused('content', true, response);
  return refused('server', false, response);
}
