import type { SpeedSample } from '../../lib/speed-sample.ts';
import type { Rates } from '../../lib/units.ts';
import type { SlotLimit } from '../../features/kernel/deps.ts';
import type { MailboxPatch, PresentedMailbox } from '../../features/mailboxes/present-mailbox.ts';
import type { LiveBoard } from './live-board.ts';
import type { Counters } from './live-counters.ts';
import { createLiveCounters } from './live-counters.ts';
import type { Turns } from './turns.ts';

const SEND_EVERY_MS = 500;

/** Sends news to the screens of a project, at most twice a second. */
export type LiveFeed = {
  /** The board has something new, or a limit has changed. */
  sendSoon(): void;
  /** Makes a change to these mailboxes, and sends it. */
  change(mailboxIds: readonly string[], write: () => Promise<void>): Promise<void>;
  /** Mailboxes may have changed by others. */
  recount(): void;
  /** The first message of a socket. */
  greet(socket: WebSocket): Promise<void>;
};

export type LiveFeedPorts = {
  board: LiveBoard;
  sockets: () => WebSocket[];
  /** Closes the sockets of users who have lost access. */
  endWatchers: () => Promise<void>;
  /** Mailboxes as the API presents them. */
  readMailboxes: (ids: readonly string[]) => Promise<PresentedMailbox[]>;
  countMailboxes: () => Promise<Counters>;
  limit: () => SlotLimit | null;
  /** Speed over time, up to now. */
  speeds: () => SpeedSample[];
  /** Changes are carried out one after the other; counting must not cross them. */
  serially: Turns;
  waitUntil: (work: Promise<unknown>) => void;
};

type Message = {
  type: 'snapshot' | 'patch';
  mailboxes: MailboxPatch[];
  counters: Counters | undefined;
  rates: Rates;
  slotLimit: SlotLimit | null;
  at?: string;
  /** In a snapshot: how fast it was until now. */
  speeds?: SpeedSample[];
};

export function createLiveFeed(ports: LiveFeedPorts): LiveFeed {
  const { board, sockets, endWatchers, readMailboxes, countMailboxes, limit, speeds, serially, waitUntil } = ports;
  const counters = createLiveCounters(countMailboxes);
  let isScheduled = false;
  let hasChanged = false;
  let sentLimit = '';
  const sendNews = async (): Promise<void> => {
    const mailboxes = board.take();
    const slotLimit = limit();
    const isNews = mailboxes.length > 0 || hasChanged || JSON.stringify(slotLimit) !== sentLimit;
    if (sockets().length === 0 || !isNews) return;
    await endWatchers();
    const wantsCounters = hasChanged;
    hasChanged = false;
    sentLimit = JSON.stringify(slotLimit);
    const counted = wantsCounters ? await serially(() => counters.get(Date.now())) : undefined;
    const at = new Date().toISOString();
    const message: Message = { type: 'patch', mailboxes, counters: counted, rates: board.rates(), slotLimit, at };
    const text = JSON.stringify(message);
    for (const socket of sockets()) {
      try {
        socket.send(text);
      } catch {
        // A socket that is closing; its screen comes back and reads everything again.
      }
    }
  };
  const sendSoon = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      waitUntil(sendNews());
    }, SEND_EVERY_MS);
  };
  return {
    sendSoon,
    async change(mailboxIds, write) {
      const isWatched = sockets().length > 0;
      if (!isWatched) counters.forget();
      const before = isWatched ? await readMailboxes(mailboxIds) : [];
      await write();
      hasChanged = true;
      const after = isWatched ? await readMailboxes(mailboxIds) : [];
      counters.move(before, after);
      for (const mailbox of after) board.change(mailbox);
      sendSoon();
    },
    recount: () => counters.forget(),
    async greet(socket) {
      // The feed is not notified when mailboxes are added or deleted.
      counters.forget();
      const counted = await serially(() => counters.get(Date.now()));
      const shown = { counters: counted, rates: board.rates(), slotLimit: limit(), speeds: speeds() };
      const message: Message = { type: 'snapshot', mailboxes: [], ...shown };
      socket.send(JSON.stringify(message));
    },
  };
}
