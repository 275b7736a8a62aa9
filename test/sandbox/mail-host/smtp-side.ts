import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { MailFaults } from './faults.ts';
import type { KeptMessages } from './kept-messages.ts';

const MAX_BYTES = 10 * 1024 * 1024;
/** What was written has left by then. */
const FLUSH_MS = 20;

export type SmtpSide = {
  port: number;
  /** Takes changed faults over. Connections of before end where the port closes or TLS changes. */
  refresh: () => Promise<void>;
  /** How many connections were opened, and how many commands AUTH came. */
  counts: { connections: number; signIns: number; messages: number };
  close: () => Promise<void>;
};

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/**
 * An SMTP server that takes a message for anyone, unless a fault of `faults` is on. STARTTLS with `certificate`.
 * A port of 0 is any free one, and stays the same while it is down and up again.
 */
export async function openSmtpSide(
  wantedPort: number,
  certificate: { key: string; cert: string },
  faults: MailFaults,
  messages: KeptMessages,
): Promise<SmtpSide> {
  const counts = { connections: 0, signIns: 0, messages: 0 };
  const sockets = new Map<number, Socket>();
  const greeted = new Map<string, number>();
  let struck = 0;
  let server: SMTPServer | undefined;
  let port = wantedPort;
  let open = '';

  const later = (work: () => void): void => void (faults.slowMs > 0 ? setTimeout(work, faults.slowMs) : work());
  const cut = (session: SMTPServerSession): void => void sockets.get(session.remotePort)?.destroy();
  /** Whether a fault of DATA strikes now. */
  const strikes = (): boolean => {
    if (!faults.cut && !faults.dataAnswer) return false;
    struck += 1;
    return faults.times === 0 || struck <= faults.times;
  };

  const options = (): SMTPServerOptions => ({
    ...certificate,
    secure: faults.isTlsFirst,
    authOptional: faults.signIn !== 'required',
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    hideSTARTTLS: !faults.hasStartTls,
    disabledCommands: faults.hasStartTls ? [] : ['STARTTLS'],
    closeTimeout: 50,
    size: MAX_BYTES,
    logger: false,
    onConnect: (_session, done) => {
      counts.connections += 1;
      later(() => done());
    },
    onAuth: (_auth, _session, done) => {
      counts.signIns += 1;
      later(() => {
        if (faults.signIn === 'refused') done(refusal(535, '5.7.8 Authentication credentials invalid'));
        else done(null, { user: 'anyone' });
      });
    },
    onMailFrom: (_address, _session, done) => later(() => done()),
    onRcptTo: ({ address }, _session, done) =>
      later(() => {
        const name = address.toLowerCase();
        if (faults.refused.some((one) => one.toLowerCase() === name))
          return done(refusal(550, '5.1.1 No such user here'));
        const times = (greeted.get(name) ?? 0) + 1;
        greeted.set(name, times);
        done(times <= faults.greylist ? refusal(451, '4.7.1 Greylisted, try again later') : null);
      }),
    onData: (stream, session, done) => {
      const isStruck = strikes();
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (isStruck && faults.cut === 'mid-data') cut(session);
      });
      // A connection that ends amid the message ends the stream with an error, or never.
      stream.on('error', () => {});
      stream.on('end', () => {
        if (isStruck && faults.cut === 'mid-data') return;
        if (isStruck && faults.dataAnswer) return done(refusal(faults.dataAnswer.code, faults.dataAnswer.text));
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        counts.messages += 1;
        void messages.add(recipients, Buffer.concat(chunks)).then(() => {
          if (isStruck && faults.cut === 'before-answer') return cut(session);
          later(() => done());
          if (isStruck && faults.cut === 'after-answer') setTimeout(() => cut(session), FLUSH_MS + faults.slowMs);
        });
      });
    },
  });

  const listen = async (): Promise<void> => {
    const made = new SMTPServer(options());
    // What clients do to a connection ends that connection, not the host.
    made.on('error', () => {});
    made.server.on('connection', (socket: Socket) => {
      const from = socket.remotePort ?? 0;
      sockets.set(from, socket);
      socket.once('close', () => sockets.delete(from));
    });
    if (faults.ignoresQuit) ignoreQuit(made);
    await new Promise<void>((resolve, reject) => {
      made.server.once('error', reject);
      made.listen(port, '127.0.0.1', resolve);
    });
    port = (made.server.address() as AddressInfo).port;
    server = made;
  };
  const end = async (): Promise<void> => {
    const gone = server;
    server = undefined;
    for (const socket of sockets.values()) socket.destroy();
    if (gone) await new Promise<void>((resolve) => gone.close(() => resolve()));
  };
  const shape = (): string =>
    JSON.stringify([faults.isDown, faults.hasStartTls, faults.signIn, faults.ignoresQuit, faults.isTlsFirst]);
  const refresh = async (): Promise<void> => {
    struck = 0;
    greeted.clear();
    if (open === shape()) return;
    open = shape();
    await end();
    if (!faults.isDown) await listen();
  };

  await refresh();
  return {
    get port() {
      return port;
    },
    refresh,
    counts,
    close: end,
  };
}

/** The connections of the package answer QUIT by a method of theirs. */
function ignoreQuit(server: SMTPServer): void {
  server.server.on('connection', () => {
    for (const connection of (server as unknown as { connections: Set<{ handler_QUIT: () => void }> }).connections)
      connection.handler_QUIT = () => {};
  });
}
