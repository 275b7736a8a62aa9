import type { QueryClient } from '@tanstack/solid-query';
import { createSignal, onCleanup, onMount } from 'solid-js';
import { SOCKET_ENDED } from '../worker/lib/live-socket.ts';
import type { SpeedSample } from '../worker/lib/speed-sample.ts';
import type { Rates } from '../worker/lib/units.ts';
import type { Counters, Project } from './api.ts';
import { api, read } from './api.ts';
import type { MailboxList, MailboxPatch } from './features/mailboxes/mailbox-list.ts';
import { patchMailboxes } from './features/mailboxes/mailbox-list.ts';
import { keys } from './lib/query-keys.ts';

/** `idle` until the first connection is there, or has failed. */
export type LiveState = 'idle' | 'live' | 'reconnecting' | 'offline';

type Message =
  | {
      type: 'snapshot' | 'patch';
      mailboxes: MailboxPatch[];
      counters?: Counters;
      rates: Rates;
      slotLimit: Project['slotLimit'];
      at?: string;
      /** In a snapshot: how fast it was until now, oldest first. */
      speeds?: SpeedSample[];
    }
  | { type: 'pong' };

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const PING_EVERY_MS = 20_000;
/** No word for this long after a ping: the connection is dead, whatever the browser thinks. */
const SILENCE_MS = 30_000;

/** How long to wait before the n-th attempt to reconnect, ms. */
export function retryDelay(attempt: number, random: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.75 + random / 2);
}

/** Keeps one project live: its mailboxes and counters in the query cache, its speed now and until now as signals. */
export function createLive(client: QueryClient, projectId: string) {
  const [state, setState] = createSignal<LiveState>('idle');
  const [rates, setRates] = createSignal<Rates>({ itemsPerSecond: 0, bytesPerSecond: 0 });
  const [speeds, setSpeeds] = createSignal<SpeedSample[]>([]);
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lastMessageAt = 0;

  const apply = (message: Message) => {
    if (message.type === 'pong') return;
    setRates(message.rates);
    if (message.speeds) setSpeeds(message.speeds);
    if (message.mailboxes.length > 0)
      client.setQueryData<MailboxList>(
        keys.mailboxes(projectId),
        (list) => list && patchMailboxes(list, message.mailboxes),
      );
    const { counters, slotLimit } = message;
    client.setQueryData<Project>(
      keys.project(projectId),
      (project) => project && { ...project, slotLimit, ...(counters && { counters }) },
    );
  };
  const connect = () => {
    if (!navigator.onLine) {
      setState('offline');
      return;
    }
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${location.host}/api/projects/${projectId}/live`);
    socket.addEventListener('open', () => {
      if (attempt > 0) refresh();
      attempt = 0;
      lastMessageAt = Date.now();
      setState('live');
    });
    socket.addEventListener('message', (event) => {
      lastMessageAt = Date.now();
      apply(JSON.parse(String(event.data)) as Message);
    });
    socket.addEventListener('close', ({ code }) => {
      socket = undefined;
      // The session has ended: the shell asks who is here, and leads to the sign-in. Or the project was taken away: nothing
      // of it stays on the screen.
      if (code === SOCKET_ENDED) {
        setState('offline');
        void client.invalidateQueries({ queryKey: keys.me });
        for (const queryKey of [keys.project(projectId), keys.mailboxes(projectId), keys.projects])
          void client.resetQueries({ queryKey });
        return;
      }
      // Why it does not open, an answer says; see `noteAnswer`.
      if (attempt > 0 && navigator.onLine) void read(api.me.$get()).catch(() => undefined);
      setState(navigator.onLine ? 'reconnecting' : 'offline');
      timer = setTimeout(connect, retryDelay(attempt++, Math.random()));
    });
  };
  // Refetch what changed while disconnected.
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.project(projectId) });
    void client.invalidateQueries({ queryKey: keys.mailboxes(projectId) });
  };
  const ping = setInterval(() => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - lastMessageAt > SILENCE_MS + PING_EVERY_MS) socket.close();
    else socket.send('{"type":"ping"}');
  }, PING_EVERY_MS);
  const online = () => {
    clearTimeout(timer);
    if (!socket) connect();
  };
  const offline = () => setState('offline');

  onMount(() => {
    // In a task of its own: a slow phone takes a moment to open it.
    timer = setTimeout(connect);
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
  });
  onCleanup(() => {
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    clearInterval(ping);
    clearTimeout(timer);
    const open = socket;
    socket = undefined;
    open?.close();
    clearTimeout(timer);
  });
  return { state, rates, speeds };
}
