import type { MailboxAnswer } from '../e2e/mailferry.ts';
import { createMigration } from '../e2e/migration.ts';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { followItems } from './lineage.ts';
import { patiently } from './patient.ts';
import type { PassPlan, RoundPlan } from './round-plan.ts';
import { planRound } from './round-plan.ts';
import { problemsOf } from './round-verdict.ts';
import type { CrashServer } from './server.ts';

/**
 * The sandbox carries out a request in far less than Exchange's one minute, and here it is set to take two seconds
 * at most: so an unconfirmed item may be resolved that soon. Leases and waits are as short, and a round takes seconds.
 */
const EXECUTION_MS = 2_000;
export const SETTINGS = {
  DOUBT_WAIT_MS: '3000',
  SLICE_MS: '10000',
  HEARTBEAT_MS: '400',
  LEASE_MS: '6000',
  LONGEST_WAIT_MS: '600',
  ANSWER_TIMEOUT_MS: '5000',
};
/** So often a pass that ended without its work done is started again, as a person would. */
const MOST_RESTARTS = 4;
const FIRST_DAY = Date.UTC(2026, 9, 2, 12);
const MUTATIONS = { new: 3, changed: 4, read: 3, moved: 3, deleted: 3 };
const LOOK_EVERY_MS = 500;
/** A pass in which no server was asked anything for so long hangs, and so does one that takes too long in all. */
const LONGEST_SILENCE_MS = 120_000;
const LONGEST_PASS_MS = 600_000;

export type Round = {
  seed: number;
  passes: number;
  /** Of the server or the gateway, while this round's passes ran. */
  kills: number;
  /** That the sandbox provoked. */
  faults: number;
  restarts: number;
  items: number;
  /** That the sandbox was asked. */
  requests: number;
  seconds: number;
  /** What it was, for the log. */
  kind: string;
  problems: string[];
};

type Running = {
  plan: RoundPlan;
  sandbox: Sandbox;
  server: CrashServer;
  projectId: string;
  change: () => void;
  log: (line: string) => void;
};

export const requestsOf = ({ source, destination }: Sandbox): number =>
  source.side.stats.totalRequests + destination.side.stats.totalRequests;

/** Runs the passes of a round and asks the sandbox's own stores what came of them. Never throws for what a pass does. */
export async function runRound(
  seed: number,
  server: CrashServer,
  open: Set<Sandbox>,
  log: (line: string) => void,
): Promise<Round> {
  const startedAt = Date.now();
  const plan = planRound(seed);
  const sandbox = await openSandbox(plan);
  open.add(sandbox);
  const deathsBefore = server.deaths();
  const lineages = new Map(
    plan.mailboxes.map(({ name }) => [name, followItems(sandbox.source.store, `${name}@old.example`)]),
  );
  for (const { note } of lineages.values()) note();
  let mutations = 0;
  const change = () => {
    mutations += 1;
    for (const { name } of plan.mailboxes) {
      mutateMailbox(sandbox.source.store, `${name}@old.example`, {
        seed: seed * 10 + mutations,
        // Each day's changes bear its own date: two edits of one instant and one size can't be told apart.
        now: FIRST_DAY + mutations * 86_400_000,
        ...MUTATIONS,
      });
      lineages.get(name)!.note();
    }
  };
  const round = newRound(plan);
  try {
    const { deletions, copyPaths } = plan;
    const projectId = await server.calmly(() =>
      createMigration(server.mailferry, sandbox, { deletions, ...(copyPaths && { copyPaths }) }, server.by),
    );
    for (const rule of plan.mishaps.source) sandbox.source.side.faults.add(rule);
    for (const rule of plan.mishaps.destination) sandbox.destination.side.faults.add(rule);
    await runPasses({ plan, sandbox, server, projectId, change, log }, round);
    round.problems.push(...problemsOf(plan, sandbox, lineages));
  } catch (error) {
    round.problems.push(String(error));
  }
  round.kills = server.deaths() - deathsBefore;
  const hits = [sandbox.source, sandbox.destination].flatMap((side) => Object.values(side.stats().faults));
  round.faults = hits.reduce((sum, count) => sum + count, 0);
  round.requests = requestsOf(sandbox);
  round.seconds = Math.round((Date.now() - startedAt) / 1000);
  open.delete(sandbox);
  await sandbox.close();
  return round;
}

/** One that could not even be begun. */
export function brokenRound(seed: number, error: unknown): Round {
  return {
    ...newRound(planRound(seed)),
    problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  };
}

function newRound(plan: RoundPlan): Round {
  const { seed, passes } = plan;
  const counts = { kills: 0, faults: 0, restarts: 0, items: 0, requests: 0, seconds: 0 };
  return { seed, passes: passes.length, ...counts, kind: kindOf(plan), problems: [] };
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

async function runPasses(running: Running, round: Round): Promise<void> {
  const { plan, log, change } = running;
  for (const [index, pass] of plan.passes.entries()) {
    if (pass.changesBefore) change();
    let again: PassPlan | { type: 'retry-errors' } = pass;
    for (let attempt = 0; ; attempt++) {
      const mailboxes = await runPass(running, again, index, attempt);
      round.items = mailboxes.reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0);
      log(`  seed ${plan.seed}, pass ${index + 1}: ${mailboxes.map(({ status }) => status).join(', ')}`);
      const bad = mailboxes.filter(({ status }) => !/^Completed( \(|$)/.test(status));
      if (bad.length === 0) break;
      const told = await Promise.all(bad.map((mailbox) => tellOf(running, mailbox)));
      // An item that the faults met again and again is listed, and tried once more when a person asks for it.
      again = bad.every(({ status }) => status.startsWith('Completed')) ? { type: 'retry-errors' } : pass;
      log(`  ${told.join('; ')}`);
      round.restarts += 1;
      if (round.restarts > MOST_RESTARTS) {
        round.problems.push(...told);
        return;
      }
    }
  }
}

/** What a person reads of a mailbox whose pass did not do all of its work. */
async function tellOf({ server: { mailferry } }: Running, { id, sourceEmail, status, failure }: MailboxAnswer) {
  const { items } = await patiently<{ items: unknown[] }>(mailferry, 'GET', `/api/mailboxes/${id}/errors`);
  return `${sourceEmail}: ${status} ${JSON.stringify(failure)} ${JSON.stringify(items)}`;
}

async function runPass(
  { plan, sandbox, server: { mailferry }, projectId, change }: Running,
  pass: Pick<PassPlan, 'before' | 'changesAfterMs'> & { type: PassPlan['type'] | 'retry-errors' },
  index: number,
  attempt: number,
): Promise<MailboxAnswer[]> {
  const body = { type: pass.type, ...(pass.before && { olderThan: { date: pass.before } }) };
  const headers = { 'idempotency-key': `${plan.seed}-${index}-${attempt}` };
  const { id } = await patiently<{ id: string }>(mailferry, 'POST', `/api/projects/${projectId}/passes`, body, headers);
  const listMailboxes = async () => {
    const path = `/api/projects/${projectId}/mailboxes?limit=200`;
    return (await patiently<{ items: MailboxAnswer[] }>(mailferry, 'GET', path)).items;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (pass.changesAfterMs !== undefined && attempt === 0) timer = setTimeout(change, pass.changesAfterMs);
  try {
    const startedAt = Date.now();
    let heardAt = startedAt;
    for (let requests = requestsOf(sandbox); ;) {
      const { endedAt } = await patiently<{ endedAt: string | null }>(mailferry, 'GET', `/api/passes/${id}`);
      if (endedAt !== null) return await listMailboxes();
      const now = Date.now();
      if (requestsOf(sandbox) !== requests) heardAt = now;
      requests = requestsOf(sandbox);
      if (now - heardAt > LONGEST_SILENCE_MS || now - startedAt > LONGEST_PASS_MS) {
        const stands = (await listMailboxes()).map((m) => [m.sourceEmail, m.status, m.statusDetail, m.progress]);
        await patiently(mailferry, 'POST', `/api/passes/${id}/stop`);
        const seconds = Math.round((now - startedAt) / 1000);
        throw new Error(`pass ${index + 1} hangs after ${seconds} s: ${JSON.stringify(stands)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    clearTimeout(timer);
  }
}

function kindOf(plan: RoundPlan): string {
  return [
    `${plan.source} to ${plan.destination}`,
    plan.copyPaths?.join('+') ?? 'every path',
    plan.passes.map(({ type }) => type).join(', '),
    `deletions ${plan.deletions}`,
    ...(plan.ntlm.source || plan.ntlm.destination ? ['NTLM'] : []),
  ].join('; ');
}
