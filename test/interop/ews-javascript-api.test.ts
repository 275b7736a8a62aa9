import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExchangeVersion } from 'ews-javascript-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire-log.ts';
import { type Client, openClient } from './ews-api/client.ts';
import { speakOverFetch } from './ews-api/fetch-xhr.ts';
import { testFolders } from './ews-api/folders.ts';
import { testItems } from './ews-api/items.ts';
import { testSettings } from './ews-api/settings.ts';
import { testTypedItems } from './ews-api/typed-items.ts';

// A client that Microsoft designed: the EWS Managed API, put into JavaScript by others.

const PAIRS = [['Exchange2010_SP2', 'Exchange2019']] as const;
const SPEAKS = { Exchange2010_SP2: ExchangeVersion.Exchange2010_SP2, Exchange2019: ExchangeVersion.Exchange2016 };

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
  describe('folders', () => testFolders(of));
  describe('messages and posts', () => testItems(of));
  describe('calendar, contacts and tasks', () => testTypedItems(of));
  describe('settings', () => testSettings(of));

  test('nothing went out to people', () => {
    expect(of().side.stats().outgoing).toBe(0);
  });
});

test('every envelope is valid against the schemas', ({ skip }) => {
  for (const [left] of PAIRS) {
    const result = validateEnvelopes(join(log, left));
    if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
    expect(result.problems).toEqual([]);
  }
});
