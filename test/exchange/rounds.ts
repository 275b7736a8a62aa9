import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';

/** So many turns of the event loop without a new request: nothing more comes before an answer does. */
const IDLE_TURNS = 50;

/**
 * Lets requests through in rounds: all that were made without waiting for each other go together, and the next ones
 * when all of these are answered. So the number of rounds is the number of requests in a row, on any machine.
 */
export function createRounds(): { fetch: Fetch; rounds: string[][] } {
  const rounds: string[][] = [];
  const waiting: { operation: string; send: () => Promise<void> }[] = [];
  let isRunning = false;
  const run = async () => {
    for (;;) {
      await untilIdle(() => waiting.length);
      const round = waiting.splice(0);
      if (round.length === 0) break;
      rounds.push(round.map(({ operation }) => operation));
      await Promise.all(round.map(({ send }) => send()));
    }
    isRunning = false;
  };
  return {
    rounds,
    fetch: async (url, init) => {
      const body = await new Response(init.body).text();
      const { promise, resolve, reject } = Promise.withResolvers<Response>();
      const send = async () => {
        try {
          const response = await fetch(url, { ...init, body });
          resolve(new Response(await response.arrayBuffer(), response));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      waiting.push({ operation: /<s:Body><m:(\w+)/.exec(body)?.[1] ?? '', send });
      if (!isRunning) {
        isRunning = true;
        void run();
      }
      return promise;
    },
  };
}

async function untilIdle(count: () => number): Promise<void> {
  let before = count();
  for (let turns = 0; turns < IDLE_TURNS; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (count() !== before) turns = 0;
    before = count();
  }
}
