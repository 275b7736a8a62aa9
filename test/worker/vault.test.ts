import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { rotateSeals } from '../../worker/features/credentials/rotate-seals.ts';
import { sealedEndpointPasswords } from '../../worker/features/endpoints/sealed-passwords.ts';
import { sealedMailboxPasswords } from '../../worker/features/mailboxes/sealed-passwords.ts';
import { toBase64Url } from '../../worker/lib/encoding.ts';
import { createVault, readVaultKeys } from '../../worker/runtime/platform/vault.ts';
import { ADMIN, createHarness, makeProject, signUp } from './harness.ts';

const random = (bytes: Uint8Array) => void crypto.getRandomValues(bytes);
const OLD = toBase64Url(new Uint8Array(32).fill(1));
const NEW = toBase64Url(new Uint8Array(32).fill(2));
const binding = { table: 'endpoints', rowId: 'end_1', field: 'password' };
const SERVER = { origin: 'https://old.example', hosts: [] };
const ADDRESS = 'https://old.example/EWS/Exchange.asmx';

test('what is sealed opens again, looks different every time, and does not show its text', async () => {
  const vault = createVault({ currentId: 'k1', keys: { k1: OLD } }, random);
  const texts = ['', 'pässwörd 🔑', 'x'.repeat(1000)];
  for (const text of texts) {
    const [first, second] = [await vault.seal(binding, SERVER, text), await vault.seal(binding, SERVER, text)];
    expect(first).not.toBe(second);
    expect(first.startsWith(vault.currentPrefix)).toBe(true);
    expect(await vault.open(binding, first, ADDRESS)).toBe(text);
    expect(await vault.open(binding, second, ADDRESS)).toBe(text);
  }
});

test('a sealed value opens only at its own table, row and field', async () => {
  const vault = createVault({ currentId: 'k1', keys: { k1: OLD } }, random);
  const sealed = await vault.seal(binding, SERVER, 'secret');
  for (const other of [{ table: 'mailboxes' }, { rowId: 'end_2' }, { field: 'source_password' }]) {
    await expect(vault.open({ ...binding, ...other }, sealed, ADDRESS)).rejects.toThrow();
    await expect(vault.rewrap({ ...binding, ...other }, sealed)).rejects.toThrow();
  }
});

test('a sealed value that was tampered with stays shut', async () => {
  const vault = createVault({ currentId: 'k1', keys: { k1: OLD } }, random);
  const sealed = await vault.seal(binding, SERVER, 'secret');
  const parts = sealed.split('.');
  for (const index of [1, 2, 3, 4]) {
    const part = String(parts[index]);
    const changed = parts.with(index, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.');
    await expect(vault.open(binding, changed, ADDRESS), String(index)).rejects.toThrow();
  }
  for (const garbage of ['', 'secret', 'v2.k1.a.b', 'v1.k1.a']) {
    await expect(vault.open(binding, garbage, ADDRESS)).rejects.toThrow('not a value that the vault sealed');
  }
});

test('after a change of keys old values open, are rewrapped, and no longer need the old key', async () => {
  const before = createVault({ currentId: 'k1', keys: { k1: OLD } }, random);
  const sealed = await before.seal(binding, SERVER, 'secret');
  const both = createVault({ currentId: 'k2', keys: { k1: OLD, k2: NEW } }, random);
  expect(await both.open(binding, sealed, ADDRESS)).toBe('secret');
  const rewrapped = await both.rewrap(binding, sealed);
  const after = createVault({ currentId: 'k2', keys: { k2: NEW } }, random);
  expect(await after.open(binding, rewrapped, ADDRESS)).toBe('secret');
  await expect(after.open(binding, sealed, ADDRESS)).rejects.toThrow('There is no vault key with the id k1');
});

test('keys of the environment are checked with one clear line', () => {
  expect(() => readVaultKeys({})).toThrow('VAULT_KEY is not set');
  expect(() => readVaultKeys({ VAULT_KEY: 'c2hvcnQ=' })).toThrow('must be 32 bytes');
  expect(() => readVaultKeys({ VAULT_KEY: NEW, VAULT_OLD_KEYS: '[]' })).toThrow('VAULT_OLD_KEYS');
  expect(() => readVaultKeys({ VAULT_KEY: NEW, VAULT_KEY_ID: 'a.b' })).toThrow('key id');
  expect(readVaultKeys({ VAULT_KEY: NEW, VAULT_OLD_KEYS: JSON.stringify({ k0: OLD }) })).toEqual({
    currentId: 'k1',
    keys: { k0: OLD, k1: NEW },
  });
});

/** Every value of every table of the database as one text. */
async function dumpDatabase(): Promise<string> {
  const tables = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%cf%'`,
  ).all();
  const texts = [];
  for (const { name } of tables.results as { name: string }[]) {
    texts.push(JSON.stringify((await env.DB.prepare(`SELECT * FROM "${name}"`).all()).results));
  }
  return texts.join('\n');
}

test('no password is readable in the database or in any answer, and rotation reaches every row', async () => {
  const harness = createHarness();
  const { ask, password } = await signUp(harness);
  const { projectId } = await makeProject(ask);
  const secrets = [ADMIN.password, password, 'source-secret-1', 'destination-secret-1', 'source-secret-2'];
  const mailboxes = [
    {
      sourceEmail: 'a@old.example',
      destinationEmail: 'a@new.example',
      sourcePassword: 'source-secret-1',
      destinationPassword: 'destination-secret-1',
    },
    { sourceEmail: 'b@old.example', destinationEmail: 'b@new.example', sourcePassword: 'source-secret-2' },
  ];
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expect(added.body.items[0]).toMatchObject({ hasSourcePassword: true, hasDestinationPassword: true });
  expect(added.body.items[1]).toMatchObject({ hasSourcePassword: true, hasDestinationPassword: false });
  const seen = JSON.stringify([added.body, (await ask('GET', `/api/projects/${projectId}/mailboxes`)).body]);
  const dump = await dumpDatabase();
  expect(dump).toContain('a@old.example');
  for (const secret of secrets) {
    expect(dump).not.toContain(secret);
    expect(seen).not.toContain(secret);
  }

  const { db } = harness.deps;
  const stores = [sealedEndpointPasswords(db), sealedMailboxPasswords(db)];
  const keys = { k1: env.VAULT_KEY, k2: NEW };
  const next = createVault({ currentId: 'k2', keys }, random);
  expect(await rotateSeals({ vault: next, log: harness.deps.log }, stores, 1)).toBe(1 + 2);
  expect(await rotateSeals({ vault: next, log: harness.deps.log }, stores, 100)).toBe(1 + 1);
  expect(await rotateSeals({ vault: next, log: harness.deps.log }, stores, 100)).toBe(0);
  expect(await dumpDatabase()).not.toContain('v2.k1.');
  const rotated = createHarness({ vault: createVault({ currentId: 'k2', keys: { k2: NEW } }, random) });
  const { items } = (await ask('GET', '/api/endpoints')).body;
  harness.deps.vault = rotated.deps.vault;
  expect((await ask('POST', `/api/endpoints/${items[0].id}/probe`)).status).toBe(200);
  expect(harness.probes.at(-1)?.credentials).toEqual(ADMIN);
});
