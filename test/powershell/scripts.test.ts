import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScriptInput } from '../../worker/features/scripts/script-input.ts';
import { writeScript } from '../../worker/features/scripts/write-script.ts';
import { EXCHANGE_VERSIONS, SCRIPTS, scriptsFor } from '../../worker/lib/script-facts.ts';
import { countSample, SAMPLE_SIZE, sampleOf } from '../sample.ts';
import { type PesterReport, runPester } from './run-pester.ts';
import { CASES, someOf } from './scenarios/plan.ts';
import { HOSTILE } from './scenarios/people.ts';
import { inputFor } from './scenarios/scenario.ts';
import { serveScenarios } from './scenarios/serve.ts';
import { findPester, findPowerShell } from './setup.ts';

const servers: Server[] = [];
let folder: string;

/** An address at which scenarios are served; each has one open at a time. */
async function scenariosAt(): Promise<string> {
  const server = serveScenarios().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const [shell, pester] = [findPowerShell(), findPester()];
const programs = shell && pester ? { shell, pester } : undefined;
/** So many take no longer than a second PowerShell takes to start. */
const FEW = 20;
const MISSING = 'PowerShell or Pester is not here: no script was run';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailferry-lint-'));
  if (process.env['CI'] === 'true' && !programs) throw new Error('PowerShell and Pester are missing');
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

/** Prints Pester's count, and expects that nothing failed. */
function judge(what: string, { tests, broken, version, shell: shellVersion }: PesterReport): void {
  const failed = tests.filter(({ result }) => result === 'Failed');
  const passed = tests.filter(({ result }) => result === 'Passed').length;
  const seconds = Math.round(tests.reduce((sum, { ms }) => sum + ms, 0) / 1000);
  process.stdout.write(
    `${what}: Pester ${version} in PowerShell ${shellVersion}: ${passed} passed, ${failed.length} failed, in ${seconds} s\n`,
  );
  expect(broken).toEqual([]);
  expect(failed.map(({ name, message }) => `${name}: ${message.slice(0, 900)}`)).toEqual([]);
  expect(passed).toBeGreaterThan(0);
}

test('the small sample has every script, and every version', () => {
  const some = someOf(CASES);
  expect(new Set(some.map(({ id }) => id))).toEqual(new Set(CASES.map(({ id }) => id)));
  expect(new Set(some.map(({ version }) => version))).toEqual(new Set(EXCHANGE_VERSIONS));
});

/** Many of them in two halves at the same time: most of the time of each is spent by its own PowerShell. */
test('every script in the shell of every version', { timeout: 600_000 }, async ({ skip }) => {
  if (!programs) return skip(MISSING);
  const only = process.env['SCRIPTS'];
  const chosen = new Set(SAMPLE_SIZE === 'full' || only !== undefined ? CASES : someOf(CASES));
  const cases = CASES.map((each, index) => ({ ...each, index }))
    .filter((_, index) => chosen.has(CASES[index]!))
    .filter(({ id, version }) => only === undefined || `${id} ${version}`.includes(only));
  countSample(cases.length, CASES.length);
  const middle = cases.length > FEW ? Math.ceil(cases.length / 2) : cases.length;
  const halves = [cases.slice(0, middle), cases.slice(middle)];
  const reports = await Promise.all(
    halves
      .filter((half) => half.length > 0)
      .map(async (half) => runPester(programs, 'Scripts.Tests.ps1', half, await scenariosAt())),
  );
  const [first, ...rest] = reports;
  if (!first) throw new Error(`No script is ${only ?? 'there'}`);
  const all = (key: 'tests' | 'broken') => reports.flatMap((each) => each[key] as never[]);
  judge(`${cases.length} scripts`, { ...first, tests: all('tests'), broken: all('broken') });
  expect(rest.length).toBeLessThan(2);
});

test('where others went wrong, and the stand-ins themselves', { timeout: 600_000 }, async ({ skip }) => {
  if (!programs) return skip(MISSING);
  const run = async (file: string) => runPester(programs, file, [], await scenariosAt());
  const files = ['Traps', 'Cmdlets'];
  await Promise.all(sampleOf(files, 4).map(async (file) => judge(file, await run(`${file}.Tests.ps1`))));
});

/** How a script can be asked for. */
const VARIANTS: Readonly<Record<string, Partial<ScriptInput>>> = {
  plain: {},
  preview: { whatIf: true },
  'all of a domain, no account': { scope: 'domains', account: null },
  tenant: { organization: HOSTILE[0], forwardDomain: 'tenant.new.example' },
};

test('every script is of the language of its shell', { timeout: 600_000 }, async ({ skip }) => {
  if (!programs) return skip(MISSING);
  const texts = EXCHANGE_VERSIONS.flatMap((version) => scriptsFor(version).map((id) => ({ version, id })));
  // What differs by how it is asked for differs in the oldest of both languages as in the others.
  const variantsOf = (version: string) => Object.entries(VARIANTS).slice(0, ['2010', '2016'].includes(version) ? 4 : 1);
  const cases = sampleOf(texts, 5).flatMap(({ version, id }) =>
    variantsOf(version).map(([variant, more], at) => {
      const path = join(folder, `${version}-${id}-${at}.ps1`);
      const side = SCRIPTS[id].sides[0] ?? 'source';
      writeFileSync(path, writeScript(id, { ...inputFor(version, side), ...more }).text);
      return {
        id: `${id} (${variant})`,
        version,
        path,
        isOld: version.startsWith('2007') || version.startsWith('2010'),
      };
    }),
  );
  judge(`${cases.length} texts`, await runPester(programs, 'Lint.Tests.ps1', cases, ''));
});
