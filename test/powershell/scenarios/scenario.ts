import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptInput } from '../../../worker/features/scripts/script-input.ts';
import { writeScript } from '../../../worker/features/scripts/write-script.ts';
import type { ExchangeVersion, ScriptId, ScriptSide } from '../../../worker/lib/script-facts.ts';
import { SCRIPTS } from '../../../worker/lib/script-facts.ts';
import { manage } from '../../sandbox/management/manage.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { readLimitFiles, writeLimitFiles } from './files.ts';
import { CANARY, HOSTILE, MIGRATION, OTHERS, PEOPLE } from './people.ts';
import { type Case, PROFILE_OF } from './plan.ts';

/** A customer with two servers, and the folder in which an administrator runs scripts. */
export type Scenario = {
  of: Case;
  side: ScriptSide;
  sandbox: Sandbox;
  on: SandboxSide;
  folder: string;
  input: ScriptInput;
  close: () => Promise<void>;
};

/** The side that a script is tried at: the source, unless it is for the destination alone. */
const sideOf = (id: ScriptId): ScriptSide => SCRIPTS[id].sides[0] ?? 'source';

const domainOf = (side: ScriptSide): string => (side === 'source' ? 'old.example' : 'new.example');

/** The directory has names that the project has, and people that it has not. */
function mailboxesAt(side: ScriptSide, isMade: boolean) {
  const domain = domainOf(side);
  const people = PEOPLE.map((each) => ({
    email: each[side],
    name: each.name ?? '',
    legacyDn: `/o=${domain}/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${each[side].split('@')[0] ?? ''}-of-${side}`,
    x500: [`/o=Before/ou=First/cn=Recipients/cn=${each[side].split('@')[0] ?? ''}`],
    fill: { seed: 3, items: 4 },
  }));
  return [
    ...(isMade ? people.slice(0, 1) : people),
    { email: MIGRATION[side], name: 'Migration' },
    ...OTHERS.filter((each) => each.endsWith(domain)).map((email) => ({ email })),
  ];
}

/** What the scripts of the project are written from. */
export const inputFor = (version: ExchangeVersion, side: ScriptSide): ScriptInput => ({
  version,
  side,
  scope: 'mailboxes',
  organization: null,
  account: MIGRATION[side],
  project: { id: 'prj_1', name: HOSTILE[1] },
  customer: HOSTILE[0],
  domains: [domainOf(side)],
  mailboxes: PEOPLE,
  forwardDomain: null,
  sizeLimitMb: 100,
  whatIf: false,
  writtenAt: '2026-11-30T00:00:00.000Z',
});

/** Starts the servers of a case, as an administrator finds them. */
export async function openScenario(of: Case, more: Partial<ScriptInput> = {}): Promise<Scenario> {
  const side = sideOf(of.id);
  const profile = PROFILE_OF[of.version];
  const rights = { fullAccess: false, impersonation: false };
  const isMade = of.id === 'create-mailboxes';
  const sandbox = await startSandbox({
    controlPort: 0,
    source: { profile, rights, mailboxes: mailboxesAt('source', false) },
    destination: { profile, rights, mailboxes: mailboxesAt('destination', isMade) },
  });
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-scripts-'));
  mkdirSync(join(folder, 'exchange'));
  const input: ScriptInput = { ...inputFor(of.version, side), ...more };
  writeLimitFiles(sandbox[side].side, join(folder, 'exchange'));
  const close = async (): Promise<void> => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { of, side, sandbox, on: sandbox[side], folder, input, close };
}

/** Writes a script beside the others, as an administrator saves it. Returns its path. */
export function saveScript({ folder, input }: Scenario, id: ScriptId, more: Partial<ScriptInput> = {}): string {
  const { fileName, text } = writeScript(id, { ...input, ...more });
  const path = join(folder, more.whatIf === true ? `preview-${fileName}` : fileName);
  writeFileSync(path, text);
  return path;
}

/** All that an administrator could have changed, as one text. */
export function stateOf({ sandbox, on, folder }: Scenario): string {
  const sides = [sandbox.source, sandbox.destination].map(({ side }) => {
    // The directory learns of mailboxes when it is asked.
    manage(side, 'Get-Mailbox');
    const { recipients, groups, mailboxEntries, objectEntries, assignments, ...rest } = side.organisation;
    const lasting = <Entry extends { until: number; from: number }>(entries: readonly Entry[]) =>
      entries.filter(({ until }) => until === Infinity).map((entry) => ({ ...entry, from: 0 }));
    return {
      recipients: [...recipients.values()].toSorted((a, b) => a.guid.localeCompare(b.guid)),
      groups: [...groups.values()].map(({ name, members }) => [name, ...members]),
      mailboxEntries: lasting(mailboxEntries),
      objectEntries: lasting(objectEntries),
      assignments: lasting(assignments),
      ...rest,
      scopes: [...rest.scopes.values()],
      policies: [...rest.policies.values()],
      policyOf: [...rest.policyOf],
    };
  });
  return JSON.stringify([...sides, readLimitFiles(on.side, join(folder, 'exchange'))], null, 1);
}

/** Whether something ran that is a name. */
export const isCanaryDead = ({ folder }: Scenario): boolean =>
  [folder, process.cwd()].some((each) => readdirSync(each).includes(CANARY));
