import { startMailferry } from '../e2e/mailferry.ts';
import type { Mailferry } from '../e2e/mailferry.ts';

/** What the rounds have in common: one server, and how often it, or its gateway, has died. */
export type CrashServer = {
  mailferry: Mailferry;
  /** How the sandbox is reached. */
  by: 'http' | 'https';
  deaths: () => number;
  /** While this runs nothing is killed. */
  calmly: <T>(work: () => Promise<T>) => Promise<T>;
  /** SIGKILL for the server and its workerd, or for the gateway, and a new start. */
  crash: () => Promise<void>;
  close: () => Promise<void>;
};

const MOST_STARTS = 3;

export async function startCrashServer(settings: Record<string, string>): Promise<CrashServer> {
  const mailferry = await startMailferry(settings);
  let deaths = 0;
  const calmly = oneByOne();
  const restart = async () => {
    for (let start = 1; ; start++) {
      await mailferry.kill();
      try {
        await mailferry.start();
        return;
      } catch (error) {
        if (start === MOST_STARTS) throw new Error('The server does not start any more.', { cause: error });
      }
    }
  };
  return {
    mailferry,
    by: 'http',
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

/** Runs one piece of work after the other. */
export function oneByOne(): CrashServer['calmly'] {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = turn.then(work);
    turn = run.catch(() => undefined);
    return run;
  };
}
