import { createRandom } from '../fakes/prng.ts';
import type { MailboxAnswer, Mailferry } from '../e2e/mailferry.ts';
import { startMailferry } from '../e2e/mailferry.ts';
import { createMigration } from '../e2e/migration.ts';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { patiently } from './patient.ts';
import type { PassPlan, RoundPlan } from './round-plan.ts';
import { planRound } from './round-plan.ts';
import { problemsOf, subjectsOf } from './round-verdict.ts';
import { goneOf } from '../e2e/gone.ts';

/**
 * The sandbox carries out a request in far less than Exchange's one minute, and here it is told to take two seconds
 * at most: so a doubt may be resolved that soon. Leases and waits are as short, and a round takes seconds.
 */
const EXECUTION_MS = 2_000;
const SETTINGS = {
  DOUBT_WAIT_MS: '3000',
  SLICE_MS: '20000',
  HEARTBEAT_MS: '400',
  LEASE_MS: '6000',
  LONGEST_WAIT_MS: '600',
  ANSWER_TIMEOUT_MS: '5000',
};
/** So often a pass that ended without its work done is started again, as a person would. */
const MOST_RESTARTS = 4;
const MUTATIONS = { new: 3, changed: 4, read: 3, moved: 3, deleted: 3 };

export type Round = {
  seed: number;
  passes: number;
  /** Of the server, while this round's passes ran. */
  kills: number;
  /** That the sandbox provoked. */
  faults: number;
  restarts: number;
  items: number;
  /** What it was, for the log. */
  kind: string;
  problems: string[];
};

type Shared = { mailferry: Mailferry; kills: number; log: (line: string) => void };

/**
 * Rounds side by side against one real local server, which is killed with SIGKILL, with its workerd, at random moments,
 * and started again, while the sandboxes make faults. Each round's passes have to complete; the sandbox's own stores
 * decide what came of it. Everything but the clock follows from the seeds.
 */
export async function crashRounds(
  seeds: readonly number[],
  { kills = 6, log = () => {} }: { kills?: number; log?: (line: string) => void } = {},
): Promise<Round[]> {
  const random = createRandom(seeds[0]! * 97);
  const mailferry = await startMailferry(SETTINGS);
  const shared: Shared = { mailferry, kills: 0, log };
  const open = new Set(seeds);
  try {
    const plans = seeds.map(planRound);
    const sandboxes: Sandbox[] = [];
    const projects: string[] = [];
    for (const plan of plans) {
      const sandbox = await openSandbox(plan);
      sandboxes.push(sandbox);
      const { deletions, copyPaths } = plan;
      projects.push(await createMigration(mailferry, sandbox, { deletions, ...(copyPaths && { copyPaths }) }));
    }
    const rounds = plans.map(async (plan, index) => {
      try {
        return await runRound(plan, sandboxes[index]!, projects[index]!, shared);
      } finally {
        open.delete(plan.seed);
      }
    });
    for (let kill = 0; kill < kills && open.size > 0; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 800 + random() * 5_000));
      await mailferry.kill();
      await mailferry.start();
      shared.kills += 1;
    }
    const ended = await Promise.all(rounds);
    for (const sandbox of sandboxes) await sandbox.close();
    return ended;
  } finally {
    await mailferry.close();
  }
}

async function openSandbox(plan: RoundPlan): Promise<Sandbox> {
  const signIn = (ntlm: boolean) => ({ schemes: ntlm ? (['NTLM'] as const) : (['Basic'] as const) });
  return startSandbox({
    source: {
      profile: plan.source,
      mailboxes: plan.mailboxes.map(({ name, items, largeBytes }, index) => ({
        email: `${name}@old.example`,
        fill: { seed: plan.seed * 10 + index, items, ...(largeBytes && { largeItems: [{ bytes: largeBytes }] }) },
      })),
      executionMs: EXECUTION_MS,
      signIn: signIn(plan.ntlm.source),
    },
    destination: {
      profile: plan.destination,
      mailboxes: plan.mailboxes.map(({ name }) => ({ email: `${name}@new.example` })),
      executionMs: EXECUTION_MS,
      signIn: signIn(plan.ntlm.destination),
    },
    // A real distance, so that there are moments at which something is on its way.
    roundTripMs: plan.roundTripMs,
  });
}

async function runRound(plan: RoundPlan, sandbox: Sandbox, projectId: string, shared: Shared): Promise<Round> {
  const { seed } = plan;
  const { source, destination } = sandbox;
  const deleted = new Map<string, string[]>();
  const killsBefore = shared.kills;
  let restarts = 0;
  let items = 0;
  const problems: string[] = [];
  let mutations = 0;
  const change = () => {
    mutations += 1;
    for (const { name } of plan.mailboxes) {
      const email = `${name}@old.example`;
      const subjects = subjectsOf(source.store, email);
      const done = mutateMailbox(source.store, email, { seed: seed * 10 + mutations, ...MUTATIONS });
      const gone = goneOf(source.store, email, done).map((row) => subjects.get(row) ?? '');
      deleted.set(name, [...(deleted.get(name) ?? []), ...gone]);
    }
  };
  for (const rule of plan.mishaps.source) source.side.faults.add(rule);
  for (const rule of plan.mishaps.destination) destination.side.faults.add(rule);
  for (const [index, pass] of plan.passes.entries()) {
    if (pass.changesBefore) change();
    for (let attempt = 0; ; attempt++) {
      const mailboxes = await runPass(shared, projectId, pass, `${seed}-${index}-${attempt}`, change);
      items = mailboxes.reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0);
      const bad = mailboxes.filter(({ status }) => !/^Completed( \(|$)/.test(status));
      if (bad.length === 0) break;
      const told = bad.map(
        ({ sourceEmail, status, failure }) => `${sourceEmail}: ${status} ${JSON.stringify(failure)}`,
      );
      shared.log(`  seed ${seed}, pass ${index + 1}: ${told.join('; ')}`);
      restarts += 1;
      if (restarts > MOST_RESTARTS) {
        problems.push(...told);
        break;
      }
    }
  }
  problems.push(...problemsOf(plan, sandbox, deleted));
  const hits = [source, destination].flatMap((side) => Object.values(side.stats().faults));
  const kind = [
    `${plan.source} to ${plan.destination}`,
    plan.copyPaths?.join('+') ?? 'every path',
    plan.passes.map(({ type }) => type).join(', '),
    `deletions ${plan.deletions}`,
    ...(plan.ntlm.source || plan.ntlm.destination ? ['NTLM'] : []),
  ].join('; ');
  return {
    seed,
    passes: plan.passes.length,
    kills: shared.kills - killsBefore,
    faults: hits.reduce((sum, count) => sum + count, 0),
    restarts,
    items,
    kind,
    problems,
  };
}

async function runPass(
  { mailferry }: Shared,
  projectId: string,
  pass: PassPlan,
  key: string,
  change: () => void,
): Promise<MailboxAnswer[]> {
  const body = { type: pass.type, ...(pass.before && { olderThan: { date: pass.before } }) };
  const headers = { 'idempotency-key': key };
  const { id } = await patiently<{ id: string }>(mailferry, 'POST', `/api/projects/${projectId}/passes`, body, headers);
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (pass.changesAfterMs !== undefined && key.endsWith('-0')) timer = setTimeout(change, pass.changesAfterMs);
  const until = Date.now() + 300_000;
  for (;;) {
    const { endedAt } = await patiently<{ endedAt: string | null }>(mailferry, 'GET', `/api/passes/${id}`);
    const { items } = await patiently<{ items: MailboxAnswer[] }>(
      mailferry,
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=200`,
    );
    if (endedAt !== null) {
      clearTimeout(timer);
      return items;
    }
    if (Date.now() > until)
      throw new Error(
        `The pass did not end: ${JSON.stringify(items.map((m) => [m.status, m.statusDetail, m.progress]))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}
