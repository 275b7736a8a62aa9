import { startMailferry } from '../e2e/mailferry.ts';
import type { Mailferry } from '../e2e/mailferry.ts';

/** What the rounds have in common: one server, and how often it has died. */
export type CrashServer = {
  mailferry: Mailferry;
  deaths: () => number;
  /** While this runs the server is not killed. */
  calmly: <T>(work: () => Promise<T>) => Promise<T>;
  /** SIGKILL for the server and its workerd, and a new start. */
  crash: () => Promise<void>;
  close: () => Promise<void>;
};

const MOST_STARTS = 3;
const LONGEST_START_MS = 120_000;

export async function startCrashServer(settings: Record<string, string>): Promise<CrashServer> {
  const mailferry = await startMailferry(settings);
  let deaths = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const calmly = <T>(work: () => Promise<T>): Promise<T> => {
    const run = turn.then(work);
    turn = run.catch(() => undefined);
    return run;
  };
  const restart = async () => {
    for (let start = 1; ; start++) {
      await mailferry.kill();
      const failure = await within(mailferry.start(), LONGEST_START_MS).catch((error: unknown) => error);
      if (failure === undefined) return;
      if (start === MOST_STARTS) throw new Error('The server does not start any more.', { cause: failure });
    }
  };
  return {
    mailferry,
    deaths: () => deaths,
    calmly,
    crash: () =>
      calmly(async () => {
        await restart();
        deaths += 1;
      }),
    close: () => mailferry.close(),
  };
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
