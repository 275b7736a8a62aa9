import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDavMail, findPython } from '../needs.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire/wire-log.ts';
import { type Gateway, startDavMail } from './davmail/gateway.ts';

// What others' mail, calendar and address programs do, DavMail says in EWS. Its cases stand in davmail/*.py and assert
// there what came back; here is what the mailbox then has to be.
const jar = findDavMail();
const python = findPython();
const isHere = jar !== undefined && python !== undefined;
if (!isHere && process.env['CI'] === 'true')
  throw new Error('DavMail, Java and Python are needed in CI (apt-get install davmail-server default-jre-headless)');

/** Runs the cases over a gateway; null or what went wrong, by case. */
async function runCases(given: object): Promise<Record<string, string | null>> {
  const script = new URL('davmail/main.py', import.meta.url).pathname;
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
    child.stdin?.end(JSON.stringify(given));
  });
  return JSON.parse(output) as Record<string, string | null>;
}

describe.skipIf(!isHere)('DavMail (skipped without davmail, Java and Python)', () => {
  const log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
  let sandbox: Sandbox;
  const gateways: Gateway[] = [];
  const results: Record<string, Record<string, string | null>> = {};
  const operations: Record<string, string[]> = {};

  beforeAll(async () => {
    const mailboxes = [
      { email: 'ada@one.example', fill: { seed: 41, items: 60 } },
      { email: 'bo@one.example', fill: { seed: 42, items: 10 } },
    ];
    const source = { profile: 'Exchange2010_SP2' as const, mailboxes };
    const destination = { profile: 'Exchange2019' as const, mailboxes };
    sandbox = await startSandbox({ recordTo: log, source, destination });
    await Promise.all(
      [sandbox.source, sandbox.destination].map(async (side) => {
        const gateway = await startDavMail(jar ?? '', side.url);
        gateways.push(gateway);
        const [mailbox, colleague] = side.mailboxes;
        const { name } = side.side.profile;
        results[name] = await runCases({ ports: gateway.ports, mailbox, colleague: colleague?.email });
        operations[name] = Object.keys(side.stats().requests);
      }),
    );
  }, 150_000);

  afterAll(async () => {
    for (const gateway of gateways) await gateway.stop();
    await sandbox.close();
    rmSync(log, { recursive: true });
  });

  const sideOf = (profile: string) => (profile === 'Exchange2019' ? sandbox.destination : sandbox.source);

  test.each(['Exchange2010_SP2', 'Exchange2019'])('every case holds at %s', (profile) => {
    const cases = Object.entries(results[profile] ?? {});
    const problems = cases.filter(([, problem]) => problem !== null);
    process.stdout.write(`DavMail at ${profile}: ${cases.length} cases, ${operations[profile]?.length} operations\n`);
    expect(problems, gateways.map((gateway) => gateway.log().slice(-3000)).join('\n')).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(23);
    expect(operations[profile]?.length).toBeGreaterThanOrEqual(19);
  });

  test.each(['Exchange2010_SP2', 'Exchange2019'])('what it did is in the mailbox of %s', (profile) => {
    const { store } = sideOf(profile);
    const named = (subject: string): Record<string, unknown>[] =>
      store
        .sql(
          "select i.class, i.is_read, f.name from items i join folders f on f.id = i.folder where i.mailbox = 1 and i.subject = ? and f.distinguished is not 'recoverableitemsdeletions'",
        )
        .all(subject);
    expect(named('Jour fixe')).toEqual([expect.objectContaining({ class: 'IPM.Appointment' })]);
    expect(named('Treffen').map((each) => each['class'])).toEqual(['IPM.Appointment', 'IPM.Schedule.Meeting.Request']);
    expect(named('Anrufen')).toEqual([expect.objectContaining({ class: 'IPM.Task' })]);
    expect(named('Jürgen Groß')).toEqual([expect.objectContaining({ class: 'IPM.Contact', name: 'Deleted Items' })]);
    expect(named('sent by SMTP')).toHaveLength(1);
    expect(named('parts')).toEqual([expect.objectContaining({ class: 'IPM.Note', name: 'Parts' })]);
  });

  test('the mail and the invitation went out, and nothing else', () => {
    expect([sandbox.source.stats().outgoing, sandbox.destination.stats().outgoing]).toEqual([2, 2]);
  });

  test('every envelope is valid against the schemas', ({ skip }) => {
    const result = validateEnvelopes(log);
    if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
    expect(result.problems).toEqual([]);
  });
});
