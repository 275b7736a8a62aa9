import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { getEndpoint } from '../../worker/features/endpoints/store.ts';
import { sealedEndpointPasswords } from '../../worker/features/endpoints/sealed-passwords.ts';
import { rotateSeals } from '../../worker/features/credentials/rotate-seals.ts';
import { getMailbox } from '../../worker/features/mailboxes/store.ts';
import { sealedMailboxPasswords } from '../../worker/features/mailboxes/sealed-passwords.ts';
import { toBase64Url, utf8, fromBase64 } from '../../worker/lib/encoding.ts';
import { credentialsOf } from '../../worker/runtime/slices/credentials-of.ts';
import type { Job } from '../../worker/runtime/slices/load-job.ts';
import { rediscover } from '../../worker/runtime/slices/rediscover.ts';
import { createVault } from '../../worker/runtime/platform/vault.ts';
import type { DiscoverRequest, SealBinding } from '../../worker/features/kernel/deps.ts';
import { ADMIN, createHarness, makeProject, signUp, type Ask } from './harness.ts';

const SECRET = 'the secret of the owner';
const EVIL = 'https://collector.example/EWS/Exchange.asmx';
const harness = createHarness({
  settings: {
    openSignUp: false,
    publicUrl: 'http://mailferry.test',
    addresses: { allowPrivate: false, ports: [8443] },
  },
});

type World = Awaited<ReturnType<typeof makeWorld>>;

/** A project without administrators, whose one mailbox has passwords of its own. */
async function makeWorld() {
  const owner = await signUp(harness, 'agent');
  const project = await makeProject(owner.ask, 0, null);
  const mailboxes = [
    {
      sourceEmail: 'a@old.example',
      destinationEmail: 'a@new.example',
      sourcePassword: SECRET,
      destinationPassword: 'b',
    },
  ];
  const added = await owner.ask('POST', `/api/projects/${project.projectId}/mailboxes`, { body: { mailboxes } });
  return { ...owner, ...project, mailboxId: String(added.body.items[0].id) };
}

const verify = ({ ask, projectId }: World) =>
  ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'verify' } });

async function jobOf({ workgroupId, mailboxId, ask, projectId }: World): Promise<Job> {
  const { db } = harness.deps;
  const project = (await ask('GET', `/api/projects/${projectId}`)).body;
  const mailbox = await getMailbox(db, workgroupId, mailboxId);
  const sourceEndpoint = await getEndpoint(db, workgroupId, project.sourceEndpointId);
  const destinationEndpoint = await getEndpoint(db, workgroupId, project.destinationEndpointId);
  return { db, workgroupId, projectId, mailboxId, mailbox, sourceEndpoint, destinationEndpoint } as Job;
}

async function otherEndpoint(ask: Ask): Promise<string> {
  const body = { name: 'evil', url: EVIL, credentials: { username: 'x', password: 'y' } };
  return String((await ask('POST', '/api/endpoints', { body })).body.id);
}

const WAYS: [string, (world: World) => Promise<unknown>][] = [
  [
    'another address of the endpoint',
    ({ ask, sourceEndpointId }) => ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { url: EVIL } }),
  ],
  [
    'another port of the same host',
    ({ ask, sourceEndpointId }) =>
      ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { url: 'https://old.example:8443/' } }),
  ],
  [
    'another endpoint of the project',
    async ({ ask, projectId }) => {
      const sourceEndpointId = await otherEndpoint(ask);
      const change = await ask('PATCH', `/api/projects/${projectId}`, { body: { sourceEndpointId } });
      expect(change.status).toBe(200);
    },
  ],
];

test.each(WAYS)('the password of a mailbox does not follow to %s, and is asked for again', async (_name, move) => {
  const world = await makeWorld();
  const { ask, projectId, mailboxId } = world;
  await move(world);
  const refused = await verify(world);
  expect(refused).toMatchObject({ status: 422, body: { code: 'credentials-missing' } });
  expect(refused.body.errors).toEqual([
    {
      path: `mailboxes.${mailboxId}.sourcePassword`,
      message: expect.stringContaining(
        'The password was entered for https://old.example, so Mailferry does not send it to',
      ),
    },
  ]);
  const [shown] = (await ask('GET', `/api/projects/${projectId}/mailboxes`)).body.items;
  expect(shown).toMatchObject({ hasSourcePassword: true, destinationPasswordIssue: null });
  expect(shown.sourcePasswordIssue).toContain('Enter it again.');
  // A pass that was under way already does not send it either.
  await expect(credentialsOf(await jobOf(world), 'source', harness.deps.vault)).rejects.toMatchObject({
    fault: { kind: 'credentials', code: 'password-for-other-server', side: 'source' },
  });

  const given = await ask('PATCH', `/api/mailboxes/${mailboxId}`, { body: { sourcePassword: 'given again' } });
  expect(given).toMatchObject({ status: 200, body: { sourcePasswordIssue: null } });
  expect((await verify(world)).status).toBe(201);
  expect(await credentialsOf(await jobOf(world), 'source', harness.deps.vault)).toMatchObject({
    username: 'a@old.example',
    password: 'given again',
    isOwner: true,
  });
});

test('a host that is consented to later is not sent a password that was given before', async () => {
  const world = await makeWorld();
  const { ask, sourceEndpointId, mailboxId, workgroupId } = world;
  const changed = await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, {
    body: { consentHosts: ['collector.example'] },
  });
  expect(changed.status).toBe(200);
  const searches: DiscoverRequest[] = [];
  const fault = { kind: 'wrong-server', scope: 'mailbox', code: '', message: '', side: 'source' } as const;
  const search = async () =>
    rediscover(
      await jobOf(world),
      fault,
      async (side) => credentialsOf(await jobOf(world), side, harness.deps.vault),
      async (request) => {
        searches.push(request);
        return { ok: false, failure: 'not-found', consentHosts: [], attempts: [] };
      },
    );
  await search();
  expect(searches).toMatchObject([{ consentHosts: ['https://old.example'], trustsDomain: false }]);
  await ask('PATCH', `/api/mailboxes/${mailboxId}`, { body: { sourcePassword: 'given again' } });
  await search();
  expect(searches.at(-1)).toMatchObject({ consentHosts: ['https://old.example', 'collector.example'] });
  // Consent that is taken back ends at once, and so does what was found there.
  const own = JSON.stringify({ url: EVIL, insteadOf: 'https://old.example/EWS/Exchange.asmx' });
  await env.DB.prepare('UPDATE mailboxes SET source_server = ? WHERE id = ?').bind(own, mailboxId).run();
  expect(await credentialsOf(await jobOf(world), 'source', harness.deps.vault)).toMatchObject({ isOwner: true });
  await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { consentHosts: [] } });
  await expect(credentialsOf(await jobOf(world), 'source', harness.deps.vault)).rejects.toMatchObject({
    fault: { kind: 'wrong-server', code: 'needs-consent', message: 'It refers to collector.example.' },
  });
  expect(workgroupId).not.toBe('');
});

test('the password of an endpoint is asked for again with each further host', async () => {
  const { ask } = await signUp(harness, 'agent');
  const { sourceEndpointId } = await makeProject(ask);
  const body = { consentHosts: ['collector.example'] };
  const refused = await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body });
  expect(refused).toMatchObject({ status: 422, body: { code: 'endpoint-credentials-needed' } });
  expect((await ask('GET', `/api/endpoints/${sourceEndpointId}`)).body.consentHosts).toEqual([]);
  const given = await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, { body: { ...body, credentials: ADMIN } });
  expect(given).toMatchObject({ status: 200, body: { consentHosts: ['collector.example'] } });
});

/** Seals as versions before 2027 did: bound to table, row and field alone. */
async function sealOld({ table, rowId, field }: SealBinding, text: string): Promise<string> {
  const encrypt = async (raw: Uint8Array<ArrayBuffer>, part: string, plain: Uint8Array<ArrayBuffer>) => {
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = utf8(JSON.stringify(['v1', part, table, rowId, field]));
    const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
    return toBase64Url(new Uint8Array([...iv, ...cipher]));
  };
  const dataKey = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await encrypt(fromBase64(env.VAULT_KEY), 'key', dataKey);
  return `v1.k1.${wrapped}.${await encrypt(dataKey, 'text', utf8(text))}`;
}

/** Runs the migration again, on what old versions have left. */
async function migrate(): Promise<void> {
  const migration = env.MIGRATIONS.find(({ name }) => name.includes('bound_secrets'));
  for (const query of migration?.queries ?? []) await env.DB.prepare(query).run();
}

test('what older versions have sealed belongs to the present server of its endpoint, and is sealed so by the schedule', async () => {
  const world = await makeWorld();
  const { ask, mailboxId, sourceEndpointId } = world;
  await ask('PATCH', `/api/endpoints/${sourceEndpointId}`, {
    body: { credentials: ADMIN, consentHosts: ['Two.Example'] },
  });
  const seals: [string, string, string, SealBinding, string][] = [
    [
      'mailboxes',
      'source_password_sealed',
      mailboxId,
      { table: 'mailboxes', rowId: mailboxId, field: 'source_password' },
      SECRET,
    ],
    [
      'endpoints',
      'password_sealed',
      sourceEndpointId,
      { table: 'endpoints', rowId: sourceEndpointId, field: 'password' },
      ADMIN.password,
    ],
  ];
  for (const [table, column, id, binding, text] of seals)
    await env.DB.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`)
      .bind(await sealOld(binding, text), id)
      .run();
  await migrate();
  await migrate();

  const expectBound = async () => {
    const { mailbox, sourceEndpoint } = await jobOf(world);
    const { vault } = harness.deps;
    const sealed = String(mailbox.sourcePasswordSealed);
    expect(vault.boundTo(sealed)).toEqual({
      origin: 'https://old.example',
      hosts: ['two.example'],
    });
    expect(await vault.open(seals[0]![3], sealed, 'https://old.example/EWS/Exchange.asmx')).toBe(SECRET);
    expect(await vault.open(seals[0]![3], sealed, 'https://two.example/')).toBe(SECRET);
    await expect(vault.open(seals[0]![3], sealed, EVIL)).rejects.toThrow('not sent to any other server');
    const own = String(sourceEndpoint.passwordSealed);
    expect(await vault.open(seals[1]![3], own, 'https://two.example/')).toBe(ADMIN.password);
    await expect(vault.open(seals[1]![3], own, 'https://mail.old.example/')).rejects.toThrow(
      'not sent to any other server',
    );
    return [sealed, own];
  };
  expect((await expectBound()).every((sealed) => sealed.startsWith('v1b.'))).toBe(true);
  await rotateSeals(
    harness.deps,
    [sealedEndpointPasswords(harness.deps.db), sealedMailboxPasswords(harness.deps.db)],
    500,
  );
  expect((await expectBound()).every((sealed) => sealed.startsWith('v2.k1.'))).toBe(true);
  const moved = await ask('PATCH', `/api/projects/${world.projectId}`, {
    body: { sourceEndpointId: await otherEndpoint(ask) },
  });
  expect(moved.status).toBe(200);
  expect((await verify(world)).body.code).toBe('credentials-missing');
});

test('a seal says itself where its secret may go, and cannot be made to say another place', async () => {
  const { vault } = harness.deps;
  const binding = { table: 'endpoints', rowId: 'end_1', field: 'password' };
  const mine = await vault.seal(binding, { origin: 'https://a.example', hosts: [] }, SECRET);
  const theirs = await vault.seal(binding, { origin: 'https://collector.example', hosts: ['a.example'] }, 'x');
  const parts = mine.split('.');
  const forged = parts.with(2, String(theirs.split('.')[2])).join('.');
  expect(vault.boundTo(forged)?.origin).toBe('https://collector.example');
  await expect(vault.open(binding, forged, EVIL)).rejects.toThrow('does not match its row or its key');
  await expect(vault.rewrap(binding, forged)).rejects.toThrow('does not match its row or its key');
  const noted = `v1b.00.${parts.slice(1, 2).join('.')}.${parts.slice(3).join('.')}`;
  await expect(vault.open(binding, noted, EVIL)).rejects.toThrow('not a value that the vault sealed');
  for (const address of [
    'http://a.example/',
    'https://a.example:444/',
    'https://a.example.evil.example/',
    'https://b.example/',
  ])
    await expect(vault.open(binding, mine, address), address).rejects.toThrow('not sent to any other server');
});

test('one seal that cannot be opened keeps no other from a change of keys', async () => {
  const world = await makeWorld();
  const { db } = harness.deps;
  const stores = [sealedEndpointPasswords(db), sealedMailboxPasswords(db)];
  const others = [await makeWorld(), await makeWorld(), await makeWorld()];
  const lost = createVault(
    { currentId: 'lost', keys: { lost: toBase64Url(new Uint8Array(32).fill(7)) } },
    (bytes) => void crypto.getRandomValues(bytes),
  );
  const { mailboxId } = world;
  const shut = await lost.seal(
    { table: 'mailboxes', rowId: mailboxId, field: 'source_password' },
    { origin: 'https://old.example', hosts: [] },
    SECRET,
  );
  await env.DB.prepare('UPDATE mailboxes SET source_password_sealed = ? WHERE id = ?').bind(shut, mailboxId).run();
  await env.DB.prepare(`UPDATE mailboxes SET destination_password_sealed = 'garbage' WHERE id = ?`)
    .bind(mailboxId)
    .run();

  const logged: unknown[][] = [];
  const keys = { k1: env.VAULT_KEY, k2: toBase64Url(new Uint8Array(32).fill(9)) };
  const vault = createVault({ currentId: 'k2', keys }, (bytes) => void crypto.getRandomValues(bytes));
  const needs = { vault, log: { error: (...values: unknown[]) => void logged.push(values) } };
  // One row a call: the shut one is the first of its table.
  for (let calls = 0; calls < 50; calls += 1) if ((await rotateSeals(needs, stores, 1)) === 0) break;
  const { results } = await env.DB.prepare(
    `SELECT id FROM mailboxes WHERE source_password_sealed NOT LIKE 'v2.k2.%'`,
  ).all();
  expect(results).toEqual([{ id: mailboxId }]);
  expect(others.map((other) => other.mailboxId)).not.toContain(mailboxId);
  expect(logged[0]).toMatchObject(['seals-not-opened', { count: 2, first: { rowId: mailboxId } }]);
  await expect(credentialsOf(await jobOf(world), 'source', vault)).rejects.toMatchObject({
    fault: { code: 'password-unreadable', kind: 'credentials' },
  });
  expect((await verify(world)).body.errors).toEqual([
    { path: `mailboxes.${mailboxId}.destinationPassword`, message: expect.stringContaining('cannot be read') },
  ]);
});
