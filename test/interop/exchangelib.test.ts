import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findExchangelib } from '../needs.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire/wire-log.ts';

// Its cases stand in exchangelib/*.py and assert there; here are the servers, and what has to be true of all of it.
const python = findExchangelib();
if (!python && process.env['CI'] === 'true')
  throw new Error('exchangelib is needed in CI (apt-get install python3-exchangelib)');

// Items cross from the left to the right; the oldest and the newest are held against every case.
const PAIRS = [
  ['Exchange2010_SP2', 'Exchange2016'],
  ['Exchange2013', 'Exchange2019'],
] as const;
const FULL = new Set<string>(['Exchange2010_SP2', 'Exchange2019']);

/** Runs the cases against servers; null or what went wrong, by server and case. */
async function runCases(sides: readonly SandboxSide[]): Promise<Record<string, Record<string, string | null>>> {
  const script = new URL('exchangelib/main.py', import.meta.url).pathname;
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      python ?? '',
      ['-B', script],
      { timeout: 120_000, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stderr}`));
        else resolve(stdout);
      },
    );
    const servers = sides.map(({ url, side, admin, mailboxes }) => ({
      name: side.profile.name,
      build: side.profile.build,
      url,
      admin,
      mailboxes,
      full: FULL.has(side.profile.name),
    }));
    child.stdin?.end(JSON.stringify(servers));
  });
  return JSON.parse(output) as Record<string, Record<string, string | null>>;
}

describe.skipIf(!python)('exchangelib, case by case (skipped without python3-exchangelib)', () => {
  const log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
  const sandboxes: Sandbox[] = [];
  const results: Record<string, Record<string, string | null>> = {};
  const operations: Record<string, number> = {};

  beforeAll(async () => {
    const mailboxes = [
      { email: 'ada@one.example', language: 'de', archive: true, fill: { seed: 41, items: 60 } },
      { email: 'bo@one.example', fill: { seed: 42, items: 20 } },
    ];
    for (const [left, right] of PAIRS) {
      const signIn = { schemes: ['Negotiate', 'NTLM', 'Basic'] as const };
      const source = { profile: left, mailboxes, signIn };
      const destination = { profile: right, mailboxes, signIn };
      sandboxes.push(await startSandbox({ recordTo: join(log, left), source, destination }));
    }
    const perPair = sandboxes.map(({ source, destination }) => runCases([source, destination]));
    for (const each of await Promise.all(perPair)) Object.assign(results, each);
    for (const { side, stats } of sandboxes.flatMap(({ source, destination }) => [source, destination]))
      operations[side.profile.name] = Object.keys(stats().requests).length;
  }, 150_000);

  afterAll(async () => {
    for (const sandbox of sandboxes) await sandbox.close();
    rmSync(log, { recursive: true });
  });

  test.each(PAIRS.flat())('every case holds at %s', (profile) => {
    const cases = Object.entries(results[profile] ?? {});
    process.stdout.write(`exchangelib at ${profile}: ${cases.length} cases, ${operations[profile]} operations\n`);
    expect(cases.filter(([, problem]) => problem !== null)).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(FULL.has(profile) ? 50 : 39);
    expect(operations[profile]).toBeGreaterThanOrEqual(FULL.has(profile) ? 34 : 31);
  });

  test('a mail and an invitation to two went out of each, and nothing else', () => {
    for (const { source, destination } of sandboxes)
      expect([source.stats().outgoing, destination.stats().outgoing]).toEqual([3, 3]);
  });

  test('every envelope is valid against the schemas', ({ skip }) => {
    for (const [left] of PAIRS) {
      const result = validateEnvelopes(join(log, left));
      if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
      expect(result.problems).toEqual([]);
    }
  });
});
