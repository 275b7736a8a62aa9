import { type ChildProcess, fork } from 'node:child_process';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import type { TracedRequest } from './request-trace.ts';
import type { Mutations } from '../sandbox/generate/mutate.ts';
import type { ListedItem, SideOrder, SideStats } from './side-process.ts';

export type SideName = 'source' | 'destination';
export type Login = { email: string; password: string };

export type BenchSide = {
  url: string;
  /** The same by its front door. */
  httpsUrl: string;
  admin: { username: string; password: string };
  mailboxes: Login[];
  /** Sets network and throttle, with budgets and counters as new. */
  prepare: (network: { roundTripMs: number; throttled: boolean }) => Promise<void>;
  stats: (throttleKey: string) => Promise<SideStats>;
  items: (email: string) => Promise<ListedItem[]>;
  /** Changes a mailbox as its owner would. */
  mutate: (email: string, changes: Omit<Mutations, 'seed'>) => Promise<void>;
  /** Requests that ended since the last call; the first one begins to note them. */
  trace: () => Promise<TracedRequest[]>;
  close: () => Promise<void>;
};

export type SandboxPair = { source: BenchSide; destination: BenchSide; close: () => Promise<void> };

/** Both servers of a sandbox, each in a process of its own. They end with this process. */
export async function startPair(options: SandboxOptions): Promise<SandboxPair> {
  const [source, destination] = await Promise.all([
    startSide('source', { ...options, destination: { ...options.destination, mailboxes: [] } }),
    startSide('destination', { ...options, source: { ...options.source, mailboxes: [] } }),
  ]);
  return { source, destination, close: async () => void (await Promise.all([source.close(), destination.close()])) };
}

async function startSide(name: SideName, options: SandboxOptions): Promise<BenchSide> {
  const child = fork(new URL('side-process.ts', import.meta.url), [name, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--no-warnings'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { ready } = await next<{ ready: Pick<BenchSide, 'url' | 'httpsUrl' | 'admin' | 'mailboxes'> }>(child);
  // One order at a time: answers bear no numbers.
  let turn: Promise<unknown> = Promise.resolve();
  const ask = <T>(order: SideOrder): Promise<T> => {
    const asked = turn.then(async () => {
      const answer = next<{ answer: T }>(child);
      child.send(order);
      return (await answer).answer;
    });
    turn = asked;
    return asked;
  };
  return {
    ...ready,
    prepare: async (network) => void (await ask({ do: 'prepare', ...network })),
    stats: (throttleKey) => ask({ do: 'stats', throttleKey }),
    items: (email) => ask({ do: 'items', email }),
    mutate: async (email, changes) => void (await ask({ do: 'mutate', email, changes })),
    trace: () => ask({ do: 'trace' }),
    close: async () => {
      child.disconnect();
      await exited;
    },
  };
}

function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A server of the sandbox ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}
