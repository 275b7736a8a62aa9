import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FaultError } from '../../../worker/engine/model/fault.ts';
import { findPeople, type PeopleFound, type PeopleSearch } from '../../../worker/exchange/people/find-people.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { createConnection } from '../../../worker/exchange/client/connection.ts';
import { manage } from '../../sandbox/management/manage.ts';
import { newOrganisation } from '../../sandbox/management/organisation.ts';
import type { ProfileName } from '../../sandbox/profiles/profiles.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { validateEnvelopes } from '../../sandbox/wire/wire-log.ts';

const ADMIN = { username: 'admin@old.example', password: 'right' };
const OWN = ['ada@old.example', 'adam@old.example', 'ben@old.example'];

let sandbox: Sandbox;
let oldest: SandboxSide;
let recent: SandboxSide;
let log: string;
beforeAll(async () => {
  log = mkdtempSync(join(tmpdir(), 'people-wire-'));
  const side = (profile: ProfileName) => ({
    profile,
    mailboxes: OWN.map((email) => ({ email })),
    admins: [ADMIN],
  });
  sandbox = await startSandbox({ recordTo: log, source: side('Exchange2007_SP1'), destination: side('Exchange2016') });
  oldest = sandbox.source;
  recent = sandbox.destination;
});
afterAll(async () => {
  await sandbox.close();
  rmSync(log, { recursive: true });
});
beforeEach(() => {
  for (const server of [oldest, recent]) {
    server.side.organisation = newOrganisation();
    server.side.faults.clear();
    server.resetStats();
    server.store.sql("delete from mailboxes where email like 'many%' or email = 'an@old.example'").run();
  }
});

const signal = new AbortController().signal;
const open = (server: SandboxSide, login = ADMIN) =>
  createConnection({
    url: server.url,
    side: 'source',
    authenticator: basicAuthenticator(fetch, login),
    mailbox: login.username,
    impersonate: false,
    newRequestId: () => crypto.randomUUID(),
    timeoutMs: 20_000,
  });
const find = (server: SandboxSide, more: Partial<PeopleSearch> = {}, login = ADMIN): Promise<PeopleFound> =>
  findPeople(
    open(server, login),
    { domains: ['old.example'], maxRequests: 1000, maxMs: 60_000, ...more },
    Date.now,
    signal,
  );
const emails = ({ people }: PeopleFound) => people.map(({ email }) => email).toSorted();
const order = (server: SandboxSide, cmdlet: string, parameters: Record<string, unknown>) =>
  manage(server.side, cmdlet, parameters);
const addMany = ({ store }: SandboxSide, count: number) => {
  for (let at = 0; at < count; at += 1) store.insertMailbox(`many${at}@old.example`, 'x', `Many Number ${at}`);
};

test('every version lists its mailboxes, for an account that has none', async () => {
  for (const server of [oldest, recent]) {
    const found = await find(server);
    expect(emails(found)).toEqual(OWN);
    expect(found).toMatchObject({ isComplete: true });
    expect(found.left).toBeUndefined();
  }
});

test('groups, mail contacts and whoever is hidden are not offered', async () => {
  order(recent, 'New-MailContact', { Name: 'Carla Else', ExternalEmailAddress: 'SMTP:carla@else.example' });
  order(recent, 'New-DistributionGroup', { Name: 'Dispatch', PrimarySmtpAddress: 'dispatch@old.example' });
  order(recent, 'Set-Mailbox', { Identity: 'ben@old.example', HiddenFromAddressListsEnabled: true });
  expect(emails(await find(recent))).toEqual(['ada@old.example', 'adam@old.example']);
  expect(emails(await find(recent, { search: 'smtp:ben@old.example' }))).toEqual([]);
});

test('rooms are recognised where the server has room lists, which 2007 lacks', async () => {
  for (const server of [oldest, recent]) {
    order(server, 'Set-Mailbox', { Identity: 'ben@old.example', Type: 'Room' });
    order(server, 'New-DistributionGroup', {
      Name: 'Rooms',
      PrimarySmtpAddress: 'rooms@old.example',
      RoomList: true,
      Members: ['ben@old.example', 'ada@old.example'],
    });
  }
  const types = async (server: SandboxSide) =>
    Object.fromEntries((await find(server)).people.map(({ email, type }) => [email.split('@')[0], type]));
  expect(await types(recent)).toEqual({ ada: 'mailbox', adam: 'mailbox', ben: 'room' });
  expect(await types(oldest)).toEqual({ ada: 'mailbox', adam: 'mailbox', ben: 'mailbox' });
  expect(oldest.stats().requests['GetRoomLists']).toBeUndefined();
});

test('more than a hundred of one beginning are found all the same', async () => {
  addMany(recent, 260);
  const found = await find(recent, { search: 'many' });
  expect(found).toMatchObject({ isComplete: true });
  expect(found.people).toHaveLength(260);
});

test('an alias that is itself the beginning which found too many is found by its address', async () => {
  recent.store.insertMailbox('an@old.example', 'x', 'An');
  for (let at = 0; at < 120; at += 1) recent.store.insertMailbox(`many-an${at}@old.example`, 'x', `Anna${at}`);
  recent.store.sql("update mailboxes set id = 100000 where email = 'an@old.example'").run();
  expect(emails(await find(recent, { search: 'an' }))).toContain('an@old.example');
  expect(emails(await find(recent, { search: 'an', domains: [] }))).not.toContain('an@old.example');
});

test('a call makes no more requests than it may, and the next goes on where it ended', async () => {
  addMany(recent, 150);
  const all = new Set<string>();
  let calls = 0;
  let plan: PeopleSearch['plan'];
  do {
    recent.resetStats();
    // oxlint-disable-next-line no-await-in-loop -- each goes on where the one before ended
    const found = await find(recent, { maxRequests: 12, ...(plan && { plan }) });
    expect(recent.stats().requests['ResolveNames']).toBeLessThanOrEqual(12 + 2);
    for (const email of emails(found)) all.add(email);
    plan = found.left;
    calls += 1;
  } while (plan);
  expect(calls).toBeGreaterThan(3);
  expect(all.size).toBe(150 + OWN.length);
});

test('no time left: what has been found counts, and the rest is left', async () => {
  const found = await find(recent, { maxMs: 0 });
  expect(found.people).toEqual([]);
  expect(found.left?.pending.at(-1)).toBe('a');
});

test('a busy server keeps what was found, and says how long to wait', async () => {
  recent.side.faults.add({
    operation: 'ResolveNames',
    nth: 5,
    effect: { kind: 'soap-fault', code: 'ErrorServerBusy', values: { BackOffMilliseconds: 4321 } },
  });
  const found = await find(recent);
  expect(found).toMatchObject({ waitMs: 4321, isComplete: false });
  expect(found.left?.pending.length).toBeGreaterThan(10);
  recent.side.faults.clear();
  const rest = await find(recent, { plan: found.left! });
  expect([...new Set([...emails(found), ...emails(rest)])].toSorted()).toEqual(OWN);
});

test('a wrong password is tried once', async () => {
  const failed = await find(recent, {}, { ...ADMIN, password: 'wrong' }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(FaultError);
  expect((failed as FaultError).fault.kind).toBe('credentials');
  expect(recent.stats().refusedSignIns).toBe(1);
});

test('a server that refuses the address list says so', async () => {
  recent.side.faults.add({
    operation: 'ResolveNames',
    effect: { kind: 'batch-error', code: 'ErrorAccessDenied' },
  });
  const failed = await find(recent).catch((error: unknown) => error);
  expect((failed as FaultError).fault).toMatchObject({ kind: 'access', code: 'ErrorAccessDenied' });
});

test('customers of a hosted server see themselves alone', async () => {
  const base = { Password: 'Long-Enough-1', Name: 'Sam' };
  for (const tenant of ['one', 'two'])
    order(recent, 'New-Mailbox', {
      ...base,
      UserPrincipalName: `sam@${tenant}.example`,
      Organization: tenant,
      OrganizationalUnit: `old.example/Hosting/${tenant}`,
    });
  const login = { username: 'sam@one.example', password: 'Long-Enough-1' };
  expect(emails(await find(recent, {}, login))).toEqual(['sam@one.example']);
});

test('every request and answer of these tests is valid against the schema of its version', ({ skip }) => {
  const result = validateEnvelopes(log);
  if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
  expect(result.checked).toBeGreaterThan(5);
  expect(result.problems).toEqual([]);
});
