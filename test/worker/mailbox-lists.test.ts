import { expect, inject, test } from 'vitest';
import { mailboxPasswordBinding } from '../../worker/features/credentials/open-credentials.ts';
import { listProjectMailboxes } from '../../worker/features/mailboxes/store.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const PATTERN = '{local}@new.example';

async function world(count = 0, credentials?: null) {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const project = await makeProject(ask, count, credentials);
  const path = `/api/projects/${project.projectId}`;
  const preview = (body: object) => ask('POST', `${path}/mailboxes/preview`, { body });
  const add = (body: object, key?: string) =>
    ask('POST', `${path}/mailboxes/import`, { body, ...(key && { headers: { 'idempotency-key': key } }) });
  const rows = () => listProjectMailboxes(harness.deps.db, workgroupId, project.projectId);
  return { harness, ask, workgroupId, project, path, preview, add, rows };
}

test('a list is previewed with a verdict for each row, without its passwords, and nothing is stored', async () => {
  const { preview, rows, harness } = await world(1);
  const text = `Source Email;Source Password;Flags;Destination Email
user0@old.example;;;user0@new.example
\u200Bann@old.example;top secret;8;
ANN@old.example;;0;ann2@new.example
wrong;;;`;
  const { status, body } = await preview({ text, pattern: PATTERN });
  expect(status).toBe(200);
  expect(body.rows.map(({ line, verdict }: { line: number; verdict: string }) => [line, verdict])).toEqual([
    [2, 'already-there'],
    [3, 'new'],
    [4, 'twice'],
    [5, 'invalid-address'],
  ]);
  expect(body.rows[1]).toMatchObject({
    values: { sourceEmail: 'ann@old.example', destinationEmail: 'ann@new.example' },
    hasSourcePassword: true,
    hasDestinationPassword: false,
    problems: [{ field: 'sourceEmail', verdict: null, message: expect.stringContaining('U+200B') }],
  });
  expect(body.counts).toMatchObject({ new: 1, twice: 1, 'already-there': 1, 'invalid-address': 1, invalid: 0 });
  expect(body.columns[2]).toMatchObject({
    title: 'Flags',
    field: null,
    note: expect.stringContaining('1 row has one'),
  });
  expect(JSON.stringify(body)).not.toContain('top secret');
  expect(await rows()).toHaveLength(1);
  expect(harness.calls).toEqual([]);
});

test('what the preview showed is added, with passwords as they are in the list, byte for byte', async () => {
  const { add, rows, harness } = await world();
  const passwords = [' x ', 'a"b', 'a,b', '=1+1', '0012', "'=1", '\u00A0ü%&<'];
  const list = passwords.map((password, index) => `p${String(index)}@old.example,"${password.replaceAll('"', '""')}"`);
  const text = `Source Email,Source Password\r\n${list.join('\r\n')}`;
  const { status, body } = await add({ text, pattern: PATTERN });
  expect([status, body.mailboxCount, body.undoneAt]).toEqual([201, 7, null]);
  const opened = await Promise.all(
    (await rows()).map((row) =>
      harness.deps.vault.open(
        mailboxPasswordBinding(row.id, 'source_password'),
        row.sourcePasswordSealed!,
        harness.deps.vault.boundTo(row.sourcePasswordSealed!)!.origin,
      ),
    ),
  );
  expect(opened).toEqual(passwords);
});

test('one row at fault refuses the list, unless rows of its kind are left out', async () => {
  const { add, rows } = await world(1);
  const text = 'user0@old.example\nann@old.example\nwrong\nann@old.example';
  const refused = await add({ text, pattern: PATTERN, skip: ['twice'] });
  expect(refused).toMatchObject({ status: 422, body: { code: 'mailbox-rows-refused' } });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'rows[1].sourceEmail',
    'rows[1].destinationEmail',
    'rows[3].sourceEmail',
    'rows[3].destinationEmail',
  ]);
  expect(await rows()).toHaveLength(1);
  const skip = ['twice', 'already-there', 'invalid-address'];
  expect((await add({ text, pattern: PATTERN, skip })).body).toMatchObject({ mailboxCount: 1 });
  expect(await add({ text, pattern: PATTERN, skip })).toMatchObject({
    status: 422,
    body: { code: 'mailbox-list-empty' },
  });
  expect(await add({ text: '' })).toMatchObject({ status: 422, body: { code: 'mailbox-list-empty' } });
});

test('a list is added once by its key, however many requests come at once', async () => {
  const { add, rows } = await world();
  const body = { text: 'ann@old.example\nben@old.example', pattern: PATTERN };
  const answers = await Promise.all([add(body, 'k1'), add(body, 'k1'), add(body, 'k1')]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  expect((await add(body, 'k1')).headers.get('idempotency-replayed')).toBe('true');
  expect(await rows()).toHaveLength(2);
  const other = await add({ ...body, text: 'other@old.example' }, 'k1');
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  // Without a key, the second finds them there.
  expect(await add(body)).toMatchObject({ status: 422, body: { code: 'mailbox-rows-refused' } });
});

test('undoing an import removes exactly what it added, and the customer users that came with it', async () => {
  const { ask, add, rows, path } = await world(1);
  const { customerId } = (await ask('GET', path)).body;
  const users = async () =>
    (await ask('GET', `/api/customers/${customerId}/users?limit=200`)).body.items.map(
      ({ addresses }: { addresses: string[] }) => addresses[0],
    );
  await ask('POST', `/api/customers/${customerId}/users`, { body: { addresses: ['ben@old.example'] } });
  const before = await users();
  const { body } = await add({ text: 'ann@old.example\nben@old.example\ncleo@old.example', pattern: PATTERN });
  expect(await users()).toHaveLength(before.length + 2);
  const listed = await ask('GET', `${path}/mailbox-imports`);
  expect(listed.body.items).toEqual([body]);
  const [first] = (await rows()).filter(({ sourceEmail }) => sourceEmail === 'cleo@old.example');
  await ask('DELETE', `/api/mailboxes/${first!.id}`);
  const undone = await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect(undone).toMatchObject({ status: 200, body: { id: body.id, undoneAt: expect.any(String) } });
  expect((await rows()).map(({ sourceEmail }) => sourceEmail)).toEqual(['user0@old.example']);
  expect(await users()).toEqual(before);
  // A second time there is nothing to do.
  expect((await ask('POST', `/api/mailbox-imports/${body.id}/undo`)).body).toEqual(undone.body);
  const events = (await ask('GET', '/api/events?q=ann@old.example')).body.items;
  expect(events[0]).toMatchObject({ type: 'mailbox.import-undone', data: { count: 2 } });
  expect(events.filter(({ type }: { type: string }) => type === 'mailbox.import-undone')).toHaveLength(1);
  // The same list can be added again.
  expect((await add({ text: 'ann@old.example', pattern: PATTERN })).status).toBe(201);
});

test('undoing an import takes back the addresses that known users got by it, and leaves what they had', async () => {
  const { ask, add, path } = await world(1);
  const { customerId } = (await ask('GET', path)).body;
  const addressesOf = async (first: string) => {
    const { items } = (await ask('GET', `/api/customers/${customerId}/users?limit=200`)).body;
    return items.find(({ addresses }: { addresses: string[] }) => addresses[0] === first)?.addresses;
  };
  await ask('POST', `/api/customers/${customerId}/users`, {
    body: { addresses: ['ben@old.example', 'ben@new.example'] },
  });
  await ask('POST', `/api/customers/${customerId}/users`, { body: { addresses: ['eve@old.example'] } });
  const { body } = await add({ text: 'ben@old.example\neve@old.example', pattern: PATTERN });
  expect(await addressesOf('eve@old.example')).toEqual(['eve@old.example', 'eve@new.example']);
  await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect(await addressesOf('eve@old.example')).toEqual(['eve@old.example']);
  expect(await addressesOf('ben@old.example')).toEqual(['ben@old.example', 'ben@new.example']);
  // Taken back once: what the next import brings belongs to that.
  const again = await add({ text: 'eve@old.example', pattern: PATTERN });
  await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect(await addressesOf('eve@old.example')).toEqual(['eve@old.example', 'eve@new.example']);
  expect((await ask('POST', `/api/mailbox-imports/${again.body.id}/undo`)).status).toBe(200);
  expect(await addressesOf('eve@old.example')).toEqual(['eve@old.example']);
});

test('an import is not undone once a pass was started on one of its mailboxes', async () => {
  const { ask, add, rows, path } = await world();
  const { body } = await add({ text: 'ann@old.example\nben@old.example', pattern: PATTERN });
  await ask('POST', `${path}/passes`, { body: { type: 'verify', mailboxIds: [(await rows())[0]!.id] } });
  const refused = await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'mailbox-import-in-use' } });
  expect(await rows()).toHaveLength(2);
});

test('who does not know the logins has the owners asked, and a row without a password says so', async () => {
  const { preview, add, rows } = await world(0, null);
  const text = 'Source Email,Source Login,Source Password\nann@old.example,,\nben@old.example,ben,secret';
  const before = await preview({ text, pattern: PATTERN, loginUnknown: { destination: true } });
  expect(before.body.rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['no-password', 'new']);
  await add({ text, pattern: PATTERN, loginUnknown: { source: true, destination: true } });
  expect((await rows()).map((row) => [row.sourceLoginUnknown, row.destinationLoginUnknown])).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('an export is imported again as it was, and exported as the same bytes', async () => {
  const { ask, add, path } = await world();
  const addresses = ['=cmd', "'=x", '+1', "o'neil", '-', 'a'];
  const rows = addresses.map((local, index) => ({
    sourceEmail: `${local}@old.example`,
    destinationEmail: `${local}@new.example`,
    sourceLogin: ['=OLD\\x', "'@x", 'unknown', '\tx', 'a"b', 'x;y, z'][index],
    contactName: ['=1+1', "'=1", 'Ann', 'Lind, Åse', '"', '@ann'][index],
    contactEmail: 'ann@private.example',
    language: 'de',
    tags: [['=sum', 'Board'], ["'x"], [], ['a b'], ['-'], ['ü']][index],
  }));
  const added = await ask('POST', `${path}/mailboxes`, { body: { mailboxes: rows } });
  expect(added.status).toBe(201);
  for (const [index, name] of ['=1', "Week 1, Bern; 'x'"].entries()) {
    const { id } = (await ask('POST', `${path}/waves`, { body: { name } })).body;
    await ask('PATCH', `${path}/mailboxes`, { body: { mailboxes: [{ id: added.body.items[index].id, waveId: id }] } });
  }
  const first = await ask('GET', `${path}/mailboxes/export`);
  expect(first.headers.get('content-type')).toContain('text/csv');
  for (const item of added.body.items) await ask('DELETE', `/api/mailboxes/${item.id}`);
  expect((await add({ text: first.body })).body).toMatchObject({ mailboxCount: rows.length });
  const second = await ask('GET', `${path}/mailboxes/export`);
  expect(second.body).toBe(first.body);
  expect(
    (await ask('GET', `${path}/waves`)).body.items.map(({ mailboxes }: { mailboxes: number }) => mailboxes),
  ).toEqual([1, 1]);
  const listed = await ask('GET', `${path}/mailboxes?limit=100`);
  const shown = ['sourceEmail', 'destinationEmail', 'sourceLogin', 'contactName', 'contactLanguage', 'tags'];
  const of = (items: Record<string, unknown>[]) => items.map((item) => shown.map((field) => item[field]));
  expect(of(listed.body.items)).toEqual(of(added.body.items));
});

const NAMES = ({ body }: { body: { items: { name: string; mailboxes: number }[] } }) =>
  body.items.map(({ name, mailboxes }) => `${name}: ${String(mailboxes)}`);

test('a list creates the waves that are missing and says so before, and undoing it takes them away', async () => {
  const { ask, preview, add, path } = await world();
  await ask('POST', `${path}/waves`, { body: { name: 'Berlin' } });
  const text = `Source;Destination;Tags;Wave
ann@old.example;ann@new.example;"Board; IT";BERLIN
ben@old.example;ben@new.example;;Bern
cleo@old.example;cleo@new.example;;bern
dora@old.example;dora@new.example;;Rome`;
  const { body: previewed } = await preview({ text });
  expect(previewed.newWaves).toEqual(['Bern', 'Rome']);
  expect(previewed.rows[0].values).toMatchObject({ tags: 'Board; IT', wave: 'BERLIN' });
  expect(NAMES(await ask('GET', `${path}/waves`))).toEqual(['Berlin: 0']);
  const { body } = await add({ text });
  expect(NAMES(await ask('GET', `${path}/waves`))).toEqual(['Berlin: 1', 'Bern: 2', 'Rome: 1']);
  const listed = (await ask('GET', `${path}/mailboxes`)).body.items;
  expect(listed[0]).toMatchObject({ tags: ['Board', 'IT'], wave: { name: 'Berlin' } });
  const created = (await ask('GET', '/api/events?type=wave.created')).body.items;
  expect(created.map(({ subject }: { subject: { name: string } }) => subject.name)).toEqual(['Rome', 'Bern', 'Berlin']);
  // One that somebody has changed since stays.
  const rome = (await ask('GET', `${path}/waves`)).body.items[2].id;
  await ask('PATCH', `/api/waves/${rome}`, { body: { name: 'Roma' } });
  await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect(NAMES(await ask('GET', `${path}/waves`))).toEqual(['Berlin: 0', 'Roma: 0']);
});

test('lists that create the same wave at once share it', async () => {
  const { ask, add, path } = await world();
  const listOf = (name: string) => ({ text: `Source,Destination,Wave\n${name}@old.example,${name}@new.example,Bern` });
  const answers = await Promise.all(['ann', 'ben', 'cleo'].map((name) => add(listOf(name))));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(NAMES(await ask('GET', `${path}/waves`))).toEqual(['Bern: 3']);
});

test('what is too long is refused with a remedy', async () => {
  const { preview } = await world();
  const many = await preview({ text: 'a@old.example\n'.repeat(10_001) });
  expect(many).toMatchObject({
    status: 422,
    body: { code: 'mailbox-list-too-long', detail: 'The list has 10,001 rows.' },
  });
  const large = await preview({ text: 'x'.repeat(60_000_000) });
  expect(large).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
  expect(await preview({})).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
});

const MANY = inject('many');

test(`${MANY} mailboxes with passwords are added at once`, async () => {
  const { preview, add, ask, path } = await world();
  const lines = Array.from(
    { length: MANY },
    (_, index) => `p${String(index)}@old.example,login${String(index)},secret,p${String(index)}@new.example,secret too`,
  );
  const text = `Source Email,Source Login,Source Password,Destination Email,Destination Password\n${lines.join('\n')}`;
  expect((await preview({ text })).body.counts).toMatchObject({ new: MANY });
  const { body } = await add({ text });
  expect(body.mailboxCount).toBe(MANY);
  expect((await ask('GET', path)).body.counters).toMatchObject({ total: MANY });
  await ask('POST', `/api/mailbox-imports/${body.id}/undo`);
  expect((await ask('GET', path)).body.counters).toMatchObject({ total: 0 });
}, 60_000);
