import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire-log.ts';

// A client that no one here wrote: Debian's python3-exchangelib.
const PYTHON = '/usr/bin/python3';

function isHere(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import exchangelib'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const found = isHere();
if (!found && process.env['CI'] === 'true')
  throw new Error('python3-exchangelib is needed in CI (apt-get install python3-exchangelib)');

describe.skipIf(!found)('exchangelib against the sandbox (skipped without python3-exchangelib)', () => {
  let sandbox: Sandbox;
  let seen: Record<string, unknown>;
  let log: string;

  beforeAll(async () => {
    log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
    sandbox = await startSandbox({
      recordTo: log,
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: [{ email: 'ada@old.example', language: 'de', fill: { seed: 11, items: 150, language: 'de' } }],
      },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'ada@new.example' }] },
    });
    const describeSide = ({ url, admin, mailboxes }: Sandbox['source']) => ({ url, admin, mailboxes });
    const script = new URL('exchangelib-session.py', import.meta.url).pathname;
    const output = await new Promise<string>((resolve, reject) => {
      const child = execFile(PYTHON, [script], { timeout: 90_000, maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout),
      );
      child.stdin?.end(
        JSON.stringify({ source: describeSide(sandbox.source), destination: describeSide(sandbox.destination) }),
      );
    });
    seen = JSON.parse(output.split('\n').findLast((line) => line.startsWith('{')) ?? '{}') as Record<string, unknown>;
  }, 100_000);

  afterAll(async () => {
    await sandbox.close();
    rmSync(log, { recursive: true });
  });

  test('it lists folders, and reads every item of the old server', () => {
    expect(seen['folders']).toEqual(expect.arrayContaining(['Posteingang', 'Kalender', 'Empty child']));
    const { inbox, read } = seen['counts'] as { inbox: number; read: number };
    expect(inbox).toBeGreaterThan(20);
    expect(read).toBe(inbox);
    expect(seen['full']).toMatchObject({ inbox });
    expect(seen['mime']).toBe(10);
    expect(seen['sync']).toBe(inbox);
    expect(seen['syncAgain']).toBe(0);
    expect(seen['hierarchy']).toBeGreaterThan(10);
    expect([seen['delegate'], seen['impersonation']]).toEqual([inbox, inbox]);
  });

  test('it creates every kind of item it knows and reads it back', () => {
    expect(seen['created']).toEqual(['Made by exchangelib']);
    expect(seen['message']).toEqual({
      subject: 'Grüße из 東京',
      body: '<p>Hallo &amp; hello</p>',
      to: ['a@b.example'],
      categories: ['Rot', 'Blue'],
      importance: 'High',
      isDraft: true,
      attachments: [
        ['inner', 'Inner'],
        ['ä.bin', 5120],
      ],
    });
    expect(seen['updated']).toEqual(['Changed', 2]);
    expect(seen['contact']).toEqual(['Jürgen', 'j@g.example', '+49 1', 'Köln']);
    expect(seen['list']).toEqual(['a@b.example']);
    expect(seen['task']).toEqual(['InProgress', 40, '2026-06-01']);
    expect(seen['post']).toBe('Posted');
    expect(seen['rawMime']).toBe(true);
  });

  test('its series has a moved and a deleted occurrence', () => {
    expect(seen['meeting']).toMatchObject({
      subject: 'Series',
      type: 'RecurringMaster',
      attendees: 1,
      pattern: 'WeeklyPattern',
      deleted: 1,
      view: 7,
      modified: ['2026-03-16T13:00:00+00:00'],
    });
  });

  test('its searches, exports and uploads work', () => {
    expect(seen['filtered']).toEqual(['Changed']);
    expect(seen['ordered']).toEqual(['by MIME', 'Changed', 'Posted']);
    expect(seen['transfer']).toEqual([25, 25]);
    expect(seen['same']).toBe(true);
    expect(seen['deleted']).toBe(0);
  });

  test('nothing went out, and the old server was not written to', () => {
    expect(sandbox.destination.stats().outgoing).toBe(0);
    expect(sandbox.source.stats().writes).toEqual({});
  });

  test('every envelope is valid against the schemas', ({ skip }) => {
    const result = validateEnvelopes(log);
    if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
    expect(result.checked).toBeGreaterThan(50);
    expect(result.problems).toEqual([]);
  });
});
