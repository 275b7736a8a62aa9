import type { Rates } from '../../engine/model/tally.ts';
import type { LiveBoard } from './live-board.ts';

const TELL_EVERY_MS = 500;

/** What the screens of a project are told, at most twice a second. */
export type LiveFeed = {
  /** The board has something new. */
  tellSoon(): void;
  /** These mailboxes stand otherwise than before. */
  show(mailboxIds: readonly string[]): Promise<void>;
  /** The first message of a socket. */
  greet(socket: WebSocket): Promise<void>;
};

export type LiveFeedPorts<Counters> = {
  board: LiveBoard;
  sockets: () => WebSocket[];
  /** Mailboxes as the API presents them. */
  readMailboxes: (ids: readonly string[]) => Promise<{ id: string }[]>;
  readCounters: () => Promise<Counters>;
  waitUntil: (work: Promise<unknown>) => void;
};

type Message<Counters> = {
  type: 'snapshot' | 'patch';
  mailboxes: { id: string }[];
  counters: Counters | undefined;
  rates: Rates;
  at?: string;
};

export function createLiveFeed<Counters>(ports: LiveFeedPorts<Counters>): LiveFeed {
  const { board, sockets, readMailboxes, readCounters, waitUntil } = ports;
  let isTelling = false;
  let countersChanged = false;
  const tell = async (): Promise<void> => {
    const mailboxes = board.take();
    const open = sockets();
    if (open.length === 0 || (mailboxes.length === 0 && !countersChanged)) return;
    const counters = countersChanged ? await readCounters() : undefined;
    countersChanged = false;
    const at = new Date().toISOString();
    const message: Message<Counters> = { type: 'patch', mailboxes, counters, rates: board.rates(), at };
    const text = JSON.stringify(message);
    for (const socket of open) {
      try {
        socket.send(text);
      } catch {
        // A socket that is closing; its screen comes back and reads everything again.
      }
    }
  };
  const tellSoon = (): void => {
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => {
      isTelling = false;
      waitUntil(tell());
    }, TELL_EVERY_MS);
  };
  return {
    tellSoon,
    async show(mailboxIds) {
      countersChanged = true;
      if (sockets().length > 0) for (const mailbox of await readMailboxes(mailboxIds)) board.change(mailbox);
      tellSoon();
    },
    async greet(socket) {
      const counters = await readCounters();
      const message: Message<Counters> = { type: 'snapshot', mailboxes: [], counters, rates: board.rates() };
      socket.send(JSON.stringify(message));
    },
  };
}
