import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { AddressPolicy } from '../../../lib/address.ts';
import type { MailWay, OutgoingMail } from '../../../lib/mail/outgoing-mail.ts';
import type { Outcome } from '../../../lib/mail/outcome.ts';
import { SECOND_MS } from '../../../lib/units.ts';
import { passMailGate } from './mail-gate.ts';
import { mimeOf } from './mime.ts';
import type { SmtpFault } from './smtp-outcome.ts';
import { smtpOutcome } from './smtp-outcome.ts';

type SmtpWay = Extract<MailWay, { driver: 'smtp' }>;

const CONNECT_MS = 15 * SECOND_MS;
const SILENCE_MS = 60 * SECOND_MS;
/** Of one attempt as a whole. A server may answer the end of a message late (RFC 5321 4.5.3.2), not endlessly. */
const ATTEMPT_MS = 3 * 60 * SECOND_MS;
const NO_HOST = '0.0.0.0';
/** As many addresses of a server are tried. */
const MOST_ADDRESSES = 2;

export type SmtpOptions = {
  policy: AddressPolicy;
  resolverUrl: string | undefined;
  /** How this computer introduces itself, EHLO. */
  ownName: string;
};

/** One attempt over SMTP. Without TLS nothing is sent, and no password, unless the operator turned it off. */
export async function sendBySmtp(way: SmtpWay, mail: OutgoingMail, options: SmtpOptions): Promise<Outcome> {
  const target = await passMailGate(way.host, way.port, options.policy, options.resolverUrl);
  if (typeof target === 'string') return { end: 'refused', by: 'settings', isFinal: false, response: target };
  const mime = await mimeOf(mail, new Date());
  // The platform checks a certificate for the name that it connects to, and for no other. Without TLS it is one of the
  // addresses that the gate has seen, so that the name can't change in between.
  const hosts = way.security === 'none' ? target.addresses.slice(0, MOST_ADDRESSES) : [target.name];
  let failure = 'The server has no address.';
  for (const host of hosts) {
    const line = await openLine(host, way.port, way.security === 'tls');
    if (typeof line !== 'string') return deliver(way, line, mail, mime, options.ownName);
    failure = line;
  }
  return { end: 'refused', by: 'server', isFinal: false, response: failure };
}

/** A connection to a host that the gate has passed, with TLS from the start or without; or why there is none. */
function openLine(host: string, port: number, isSecure: boolean): Promise<Socket | string> {
  const socket = isSecure ? connectTls({ host, port }) : connect({ host, port });
  const what = isSecure ? 'no connection with TLS from the start' : 'no connection';
  return new Promise((resolve) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      socket.on('error', () => {});
      socket.destroy();
      resolve(`${host}, port ${port}: ${what} (${why})`);
    };
    const failed = (error: Error): void => fail(error.message);
    const timer = setTimeout(() => fail(`after ${CONNECT_MS / SECOND_MS} seconds`), CONNECT_MS);
    socket.on('error', failed);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

/** The connection stands by then, so it is TLS that failed. The runtime does not say why. */
function tlsFault({ message }: SmtpFault): SmtpFault {
  const why = 'TLS failed: the certificate is not trusted, has expired, or is for another name';
  return { code: 'ETLS', message: `${why} (${message})` };
}

/** What the server answered to the message decides; the end of the connection adds nothing to that. */
function deliver(way: SmtpWay, line: Socket, mail: OutgoingMail, mime: Uint8Array, ownName: string): Promise<Outcome> {
  const connection = new SMTPConnection({
    // With a name here, the library would ask for a certificate check that workerd does not know; see `hosts` above.
    host: NO_HOST,
    port: way.port,
    connection: line,
    name: ownName,
    secure: way.security === 'tls',
    secured: way.security === 'tls',
    requireTLS: way.security === 'starttls',
    ignoreTLS: way.security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: SECOND_MS,
    maxResponseSize: 64 * 1024,
  });
  return new Promise((resolve) => {
    let isOver = false;
    let isOpen = false;
    let isHandedOver = false;
    const end = (outcome: Outcome): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      // What a closing connection reports is of no interest.
      connection.on('error', () => {});
      if (outcome.end === 'accepted') connection.quit();
      else connection.close();
      resolve(outcome);
    };
    const fail = (fault: SmtpFault): void => {
      // With everything handed over and no answer, it may have arrived.
      if (isHandedOver && fault.responseCode === undefined) end({ end: 'unclear', response: fault.message });
      else if (!isOpen && way.security !== 'none' && fault.code === 'ESOCKET') end(smtpOutcome(tlsFault(fault)));
      else end(smtpOutcome(fault));
    };
    const timer = setTimeout(
      () => fail({ message: `No end within ${ATTEMPT_MS / SECOND_MS} seconds`, code: 'ETIMEDOUT' }),
      ATTEMPT_MS,
    );
    connection.on('error', fail);
    connection.on('end', () => fail({ message: 'The server closed the connection', code: 'ECONNECTION' }));
    const send = (): void => {
      const content = Readable.from([mime]);
      content.on('end', () => {
        isHandedOver = true;
      });
      connection.send({ from: mail.from.address, to: [mail.to], size: mime.byteLength }, content, (error, info) => {
        if (error) fail(error);
        else end({ end: 'accepted', response: info.response });
      });
    };
    connection.connect((error) => {
      if (error) return fail(error);
      isOpen = true;
      if (!way.account) return send();
      const { username: user, password: pass } = way.account;
      connection.login({ user, pass, credentials: { user, pass } }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}
