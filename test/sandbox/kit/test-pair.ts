import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, distinguished, type Login } from './raw-client.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox.ts';
import { validateEnvelopes } from '../wire/wire-log.ts';

export const OLD = 'owner@old.example';
export const NEW = 'owner@new.example';
export const V16 = { version: 'Exchange2016' };

/** The two servers that a test file talks to, each with its owner. */
export type Pair = { old: SandboxSide; recent: SandboxSide; oldOwner: Login; oldOther: Login; owner: Login };

/**
 * Starts a pair for the tests of a file and records what they exchange. Counters begin again with each test; what is
 * returned is filled before the first.
 */
export function usePair(): Pair {
  const pair = {} as Pair;
  let sandbox: Sandbox;
  let log: string;
  beforeAll(async () => {
    log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
    sandbox = await startSandbox({
      recordTo: log,
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: [{ email: OLD, language: 'de', fill: { seed: 7, items: 60 } }, { email: 'other@old.example' }],
      },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
    });
    const { source: old, destination: recent } = sandbox;
    Object.assign(pair, {
      old,
      recent,
      oldOwner: old.mailboxes[0],
      oldOther: old.mailboxes[1],
      owner: recent.mailboxes[0],
    });
    logs.set(pair, log);
  });
  beforeEach(() => {
    pair.old.resetStats();
    pair.recent.resetStats();
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(log, { recursive: true });
  });
  return pair;
}

const logs = new WeakMap<Pair, string>();

/** The last test of a file: all that was exchanged before it is valid. */
export function testEnvelopes(pair: Pair, atLeast: number): void {
  test('every envelope of these tests is valid against the schemas', ({ skip }) => {
    const result = validateEnvelopes(logs.get(pair) ?? '');
    if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
    expect(result.checked).toBeGreaterThan(atLeast);
    expect(result.problems).toEqual([]);
  });
}

const QUIETLY = 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"';

/** CreateItem in the new server's folder; saved and sent to no one unless told. */
export const create = (
  { recent, owner }: Pair,
  item: string,
  folder = 'drafts',
  attributes = QUIETLY,
): Promise<Answer> =>
  call(
    recent,
    owner,
    `<m:CreateItem ${attributes}><m:SavedItemFolderId>${distinguished(folder)}</m:SavedItemFolderId><m:Items>${item}</m:Items></m:CreateItem>`,
    V16,
  );

/** GetItem on the new server. `more` follows the base shape. */
export const get = ({ recent, owner }: Pair, id: string, more = '', shape = 'AllProperties'): Promise<Answer> =>
  call(
    recent,
    owner,
    `<m:GetItem><m:ItemShape><t:BaseShape>${shape}</t:BaseShape>${more}</m:ItemShape><m:ItemIds>${id}</m:ItemIds></m:GetItem>`,
    V16,
  );

/** The first item id of an answer, as an element. */
export const idIn = (text: string): string => /<t:ItemId [^>]*\/>/.exec(text)?.[0] ?? '';
