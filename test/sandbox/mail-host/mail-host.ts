import type { AddressInfo } from 'node:net';
import type { MailFaults } from './faults.ts';
import { NO_FAULTS, readFaults } from './faults.ts';
import { createHttpSide } from './http-side.ts';
import type { KeptMessage } from './kept-messages.ts';
import { createKeptMessages } from './kept-messages.ts';
import type { SmtpSide } from './smtp-side.ts';
import { openSmtpSide } from './smtp-side.ts';

export type MailHost = {
  /** `smtp://127.0.0.1:port`; STARTTLS, any account or none. */
  smtp: string;
  port: number;
  /** Of the page, the list of messages and the control port. */
  url: string;
  messages: (to?: string) => KeptMessage[];
  counts: SmtpSide['counts'];
  setFaults: (faults: Partial<MailFaults>) => Promise<void>;
  /** No faults, no messages. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
};

export type MailHostOptions = {
  /** 0 or absent: any free one. */
  smtpPort?: number;
  httpPort?: number;
  /** For STARTTLS; PEM. */
  certificate: { key: string; cert: string };
};

/** A mail server on loopback that takes a message for anyone, keeps it and shows it. */
export async function startMailHost({ smtpPort = 0, httpPort = 0, certificate }: MailHostOptions): Promise<MailHost> {
  const faults: MailFaults = { ...NO_FAULTS };
  const messages = createKeptMessages(() => new Date());
  const smtp = await openSmtpSide(smtpPort, certificate, faults, messages);
  const read = () => ({ faults, counts: smtp.counts });
  const change = async (changes: Partial<MailFaults>): Promise<unknown> => {
    Object.assign(faults, changes);
    await smtp.refresh();
    return read();
  };
  const http = createHttpSide(messages, {
    read,
    change: (order) => change(readFaults(order)),
    reset: () => change(NO_FAULTS),
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(httpPort, '127.0.0.1', resolve);
  });
  return {
    smtp: `smtp://127.0.0.1:${smtp.port}`,
    port: smtp.port,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    messages: (to) => messages.list(to),
    counts: smtp.counts,
    setFaults: async (changes) => void (await change(changes)),
    reset: async () => {
      await change(NO_FAULTS);
      messages.clear();
    },
    close: async () => {
      await smtp.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
