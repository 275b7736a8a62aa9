import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExchangeVersion } from 'ews-javascript-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire/wire-log.ts';
import { type Client, openClient } from './ews-api/client.ts';
import { speakOverFetch } from './ews-api/fetch-xhr.ts';
import { testFolders } from './ews-api/folders.ts';
import { testItems } from './ews-api/items.ts';
import { testSettings } from './ews-api/settings.ts';
import { testTypedItems } from './ews-api/typed-items.ts';

// A client that Microsoft designed: the EWS Managed API, put into JavaScript by others.

const PAIRS = [
  ['Exchange2007_SP1', 'Exchange2016'],
  ['Exchange2010_SP2', 'Exchange2013'],
] as const;
const SPEAKS = {
  Exchange2007_SP1: ExchangeVersion.Exchange2007_SP1,
  Exchange2010_SP2: ExchangeVersion.Exchange2010_SP2,
  Exchange2013: ExchangeVersion.Exchange2013,
  Exchange2016: ExchangeVersion.Exchange2016,
};

const log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
const sandboxes: Sandbox[] = [];
const clients: Record<string, Client> = {};

const mailboxes = [
  { email: 'ada@one.example', fill: { seed: 41, items: 60 } },
  { email: 'bo@one.example', fill: { seed: 42, items: 30 } },
];

beforeAll(async () => {
  speakOverFetch();
  for (const [left, right] of PAIRS) {
    const source = { profile: left, mailboxes };
    const destination = { profile: right, mailboxes };
    const sandbox = await startSandbox({ recordTo: join(log, left), source, destination });
    sandboxes.push(sandbox);
    clients[left] = openClient(sandbox.source, SPEAKS[left]);
    clients[right] = openClient(sandbox.destination, SPEAKS[right]);
  }
});

afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.close();
  rmSync(log, { recursive: true });
});

describe.each(PAIRS.flat())('the EWS Managed API at %s', (profile) => {
  const of = (): Client => clients[profile] as Client;
  const { level } = PROFILES[profile];
  describe('folders', () => testFolders(of, level));
  describe('messages and posts', () => testItems(of, level));
  describe('calendar, contacts and tasks', () => testTypedItems(of, level));
  describe('settings', () => testSettings(of, level));

  let cases = 0;
  afterEach(({ task }) => {
    if (task.result?.state === 'pass') cases += 1;
  });

  test('nothing went out to people, and nothing was left out', () => {
    const { outgoing, requests } = of().side.stats();
    const operations = Object.keys(requests).length;
    process.stdout.write(`EWS Managed API at ${profile}: ${cases} cases, ${operations} operations\n`);
    expect(outgoing).toBe(0);
    const [leastCases, leastOperations] = level < 10 ? [30, 26] : [35, 35];
    expect(cases).toBeGreaterThanOrEqual(leastCases);
    expect(operations).toBeGreaterThanOrEqual(leastOperations);
  });
});

test('every envelope is valid against the schemas', ({ skip }) => {
  for (const [left] of PAIRS) {
    const result = validateEnvelopes(join(log, left));
    if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
    expect(result.problems).toEqual([]);
  }
});
