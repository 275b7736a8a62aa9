import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { ListedOmission } from '../../worker/engine/model/ledger-facts.ts';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import { createPeopleMap } from '../../worker/engine/settings/people-map.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { connect, type SignIn } from './connect.ts';
import { createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, runPass, type World } from '../fakes/slice-world.ts';
import { type MailboxPlan, type Sandbox, type SandboxSide, startSandbox } from '../sandbox/sandbox.ts';
import { isLeftToRun, validateEnvelopes } from '../sandbox/wire/wire-log.ts';

export const ANN = 'ann@old.example';
export const ANN_THERE = 'ann@new.example';
export const SEED = 21;

export type Profile = Parameters<typeof startSandbox>[0]['source']['profile'];
/** A whole pass; gives its result and what the list of omissions got by it. */
export type RunPass = (options?: PassOptions) => Promise<{ result: SliceResult; omissions: ListedOmission[] }>;
export type Pair = {
  sandbox: Sandbox;
  source: SandboxSide;
  destination: SandboxSide;
  pass: RunPass;
  /** Moves on by what is waited for, and by nothing else. */
  clock: { now: number };
};

let running: { sandbox: Sandbox; world: World; log?: string } | undefined;

/**
 * Two servers on which Ann's mailbox moves. Ben and Eve have mailboxes on both (Eve by another name over there), Carl
 * only at the source. After each test: the source is untouched, nothing was sent, and all that was said is valid.
 */
export async function startPair(
  from: Profile,
  to: Profile,
  ann: Omit<MailboxPlan, 'email'> = {},
  annThere: Omit<MailboxPlan, 'email'> = {},
  how: SignIn = 'owner',
): Promise<Pair> {
  const log = isLeftToRun ? undefined : mkdtempSync(join(tmpdir(), 'passes-wire-'));
  const people = (domain: string, names: string[]) => names.map((name) => ({ email: `${name}@${domain}` }));
  const fill = { items: 6, ...ann.fill, seed: SEED };
  const sandbox = await startSandbox({
    ...(log !== undefined && { recordTo: log }),
    source: {
      profile: from,
      mailboxes: [{ ...ann, email: ANN, fill }, ...people('old.example', ['ben', 'eve', 'carl'])],
    },
    destination: {
      profile: to,
      mailboxes: [{ ...annThere, email: ANN_THERE }, ...people('new.example', ['ben', 'eve.adams'])],
    },
  });
  const world = createWorld(createMemoryMailbox('unused', []), createMemoryMailbox('unused', []));
  world.clock.now = Date.now();
  running = { sandbox, world, ...(log !== undefined && { log }) };
  const known = new Map([['eve@old.example', 'eve.adams@new.example']]);
  const directory = { owner: ANN, mapOf: async () => createPeopleMap({ source: ANN, destination: ANN_THERE }, known) };
  const pass: RunPass = async (options = {}) => {
    const source = createExchangeSource(connect(sandbox.source, 'source', { mailbox: ANN, how }));
    const destination = createExchangeDestination(
      connect(sandbox.destination, 'destination', { mailbox: ANN_THERE, how }),
    );
    const result = await runPass(world, { source, destination, options: () => options, people: directory });
    return { result, omissions: await takeOmissions(world) };
  };
  return { sandbox, source: sandbox.source, destination: sandbox.destination, pass, clock: world.clock };
}

afterEach(async () => {
  if (running === undefined) return;
  const { sandbox, world, log } = running;
  running = undefined;
  expect(sandbox.source.stats().writes).toEqual({});
  expect([sandbox.source.stats().outgoing, sandbox.destination.stats().outgoing]).toEqual([0, 0]);
  await sandbox.close();
  world.ledger.close();
  if (log === undefined) return;
  const validation = validateEnvelopes(log);
  rmSync(log, { recursive: true });
  if ('missing' in validation) process.stdout.write(`Not validated: ${validation.missing} is missing\n`);
  else expect(validation.problems).toEqual([]);
});

async function takeOmissions(world: World): Promise<ListedOmission[]> {
  const ledger = world.ledger.lease(world.lease);
  const { omissions, recovered } = await ledger.unlistedOmissions(1000);
  await ledger.omissionsListed([...omissions.map(({ key }) => key), ...recovered]);
  return omissions;
}

/** Omissions of settings, one line each. */
export function briefly(omissions: readonly ListedOmission[]): string[] {
  return omissions
    .filter(({ kind }) => kind !== 'item')
    .map(({ kind, name, code }) => `${kind} | ${name} | ${code}`)
    .toSorted();
}
