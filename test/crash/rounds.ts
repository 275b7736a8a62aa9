import { createRandom } from '../fakes/prng.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Round } from './round.ts';
import { SETTINGS, brokenRound, requestsOf, runRound } from './round.ts';
import { startCrashGateway } from './gateway.ts';
import type { CrashServer } from './server.ts';
import { startCrashServer } from './server.ts';

/** About how many requests a round sends to the sandbox. The server dies after a number of requests, so it dies during work. */
const REQUESTS_OF_A_ROUND = 350;
/** It dies as well where nothing is asked for long: waits are moments of a pass, too. */
const LEAST_QUIET_MS = 10_000;
const LONGEST_QUIET_MS = 15_000;
const LOOK_EVERY_MS = 15;

type Options = {
  /** What is killed: the server, or the gateway through which it then reaches the sandbox. */
  victim?: 'server' | 'gateway';
  /** Rounds that run at one time. */
  beside?: number;
  /** Deaths of the server while as many rounds as are beside one another run, about; at least so many in all. */
  kills?: number;
  log?: (line: string) => void;
  onRound?: (round: Round) => void;
};

/**
 * Rounds side by side against one real local server. It, with its workerd, or its gateway is killed with SIGKILL at random
 * moments, and started again, while the sandboxes make faults. Each round's passes have to complete; the sandbox's own stores
 * decide what came of it. Everything but the clock follows from the seeds.
 */
export async function crashRounds(
  seeds: readonly number[],
  { victim = 'server', beside = seeds.length, kills = 3, log = () => {}, onRound = () => {} }: Options = {},
): Promise<{ rounds: Round[]; deaths: number }> {
  const random = createRandom(seeds[0]! * 97);
  const server = await (victim === 'gateway' ? startCrashGateway : startCrashServer)(SETTINGS);
  try {
    const queue = [...seeds];
    const ended: Round[] = [];
    const open = new Set<Sandbox>();
    const lane = async () => {
      for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
        const round = await runRound(seed, server, open, log).catch((error: unknown) => brokenRound(seed, error));
        ended.push(round);
        onRound(round);
      }
    };
    const between = (REQUESTS_OF_A_ROUND * Math.min(beside, seeds.length)) / kills;
    const isOver = () => ended.length === seeds.length;
    const lanes = Promise.all(Array.from({ length: beside }, lane));
    await Promise.all([lanes, killNowAndThen(server, open, between, random, isOver, log)]);
    return { rounds: ended.sort((a, b) => a.seed - b.seed), deaths: server.deaths() };
  } finally {
    await server.close();
  }
}

async function killNowAndThen(
  server: CrashServer,
  open: ReadonlySet<Sandbox>,
  between: number,
  random: () => number,
  isOver: () => boolean,
  log: (line: string) => void,
): Promise<void> {
  for (;;) {
    const counts = new Map<Sandbox, number>([...open].map((sandbox) => [sandbox, requestsOf(sandbox)]));
    const bornAt = Date.now();
    const life = 1 + Math.floor(random() * 1.4 * between);
    const quietMs = LEAST_QUIET_MS + random() * (LONGEST_QUIET_MS - LEAST_QUIET_MS);
    let asked = 0;
    for (let heardAt = Infinity; asked < life && Date.now() - heardAt < quietMs && !isOver();) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * 2 * random()));
      for (const sandbox of open) {
        const count = requestsOf(sandbox);
        const more = count - (counts.get(sandbox) ?? 0);
        if (more > 0) heardAt = Date.now();
        asked += more;
        counts.set(sandbox, count);
      }
    }
    if (isOver()) return;
    await server.crash();
    log(`  death ${server.deaths()}, after ${asked} requests in ${Math.round((Date.now() - bornAt) / 1000)} s`);
  }
}
