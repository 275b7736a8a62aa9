import { compareMailboxes } from '../sandbox/compare.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { createRandom } from '../fakes/prng.ts';
import type { Mailferry } from '../e2e/mailferry.ts';
import { startMailferry, waitForPass } from '../e2e/mailferry.ts';
import { createMigration, startPass } from '../e2e/migration.ts';

/**
 * The sandbox carries out a request in far less than Exchange's one minute, and here it is told to take two seconds
 * at most: so a doubt may be resolved that soon, and a round takes seconds instead of minutes.
 */
const EXECUTION_MS = 2_000;
const SETTINGS = { DOUBT_WAIT_MS: '3000', SLICE_MS: '8000', HEARTBEAT_MS: '500' };
const MAILBOXES = 4;

export type Round = { seed: number; kills: number; items: number; problems: string[] };

/**
 * One round: the real local server is killed with SIGKILL, with its workerd, at random moments of a full pass, and
 * started again, until the pass has completed by itself. The sandbox's own stores decide what came of it.
 */
export async function crashRound(seed: number): Promise<Round> {
  const random = createRandom(seed);
  const emails = Array.from({ length: MAILBOXES }, (_, index) => `user${index}`);
  const sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: emails.map((name, index) => ({
        email: `${name}@old.example`,
        fill: { seed: seed * 10 + index, items: 150, ...(index === 0 && { largeItems: [{ bytes: 8_000_000 }] }) },
      })),
      executionMs: EXECUTION_MS,
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: emails.map((name) => ({ email: `${name}@new.example` })),
      executionMs: EXECUTION_MS,
    },
    // A real distance, so that there are moments at which something is on its way.
    roundTripMs: 15,
  });
  const mailferry = await startMailferry(SETTINGS);
  try {
    const projectId = await createMigration(mailferry, sandbox);
    await startPass(mailferry, projectId, 'full');
    const kills = 1 + Math.floor(random() * 3);
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 200 + random() * 2_500));
      await mailferry.kill();
      await mailferry.start();
    }
    const mailboxes = await waitForPass(mailferry, projectId, 100_000);
    const problems = mailboxes
      .filter((mailbox) => mailbox.status !== 'Completed')
      .map((mailbox) => `${mailbox.sourceEmail}: ${mailbox.status} ${JSON.stringify(mailbox.failure)}`);
    problems.push(...differencesOf(sandbox, emails));
    return { seed, kills, items: mailboxes.reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0), problems };
  } finally {
    await closeAll(mailferry, sandbox);
  }
}

function differencesOf(sandbox: Sandbox, names: readonly string[]): string[] {
  const problems = names.flatMap((name) =>
    compareMailboxes(sandbox.source.store, `${name}@old.example`, sandbox.destination.store, `${name}@new.example`),
  );
  const lines = problems.map((difference) => JSON.stringify(difference));
  const outgoing = sandbox.source.stats().outgoing + sandbox.destination.stats().outgoing;
  if (outgoing > 0) lines.push(`${outgoing} messages went out`);
  const writes = Object.entries(sandbox.source.stats().writes);
  if (writes.length > 0) lines.push(`the source was written to: ${JSON.stringify(writes)}`);
  return lines;
}

async function closeAll(mailferry: Mailferry, sandbox: Sandbox): Promise<void> {
  await mailferry.close();
  await sandbox.close();
}
