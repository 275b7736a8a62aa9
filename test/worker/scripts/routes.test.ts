import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Loose } from '../harness.ts';
import { createHarness, makeProject, signUp } from '../harness.ts';

async function scriptWorld(mailboxes = 2) {
  const harness = createHarness();
  const owner = await signUp(harness);
  const project = await makeProject(owner.ask, mailboxes);
  const path = `/api/projects/${project.projectId}/scripts`;
  const saw = async (endpointId: string, version: string | null) =>
    env.DB.prepare('UPDATE endpoints SET version = ? WHERE id = ?').bind(version, endpointId).run();
  return { ...project, ...owner, path, saw };
}

test('the list has each script once for each side', async () => {
  const { ask, path } = await scriptWorld();
  const { items, nextCursor } = (await ask('GET', path)).body;
  expect(nextCursor).toBeNull();
  const fullAccess = items.filter(({ id }: Loose) => id === 'full-access');
  expect(fullAccess).toMatchObject([
    { side: 'source', changes: true, undoId: 'full-access-undo' },
    { side: 'destination', changes: true, undoId: 'full-access-undo' },
  ]);
  expect(items.filter(({ id }: Loose) => id === 'forwarding')).toMatchObject([{ side: 'source' }]);
  expect(items.find(({ id }: Loose) => id === 'inventory')).toMatchObject({ changes: false, undoId: null });
});

test('a script is for the version that a test of the connection saw, until another is asked for', async () => {
  const { ask, path, saw, sourceEndpointId } = await scriptWorld();
  await saw(sourceEndpointId, null);
  const unknown = (await ask('GET', `${path}/full-access`)).body;
  expect(unknown).toMatchObject({ version: '2016', isVersionKnown: false, side: 'source' });
  expect(unknown.notes[0]).toContain('not known yet');
  await saw(sourceEndpointId, 'Exchange2010_SP1 14.1.218.15');
  const known = (await ask('GET', `${path}/full-access`)).body;
  expect(known).toMatchObject({ version: '2010', isVersionKnown: true });
  expect(known.text).not.toContain('-AutoMapping');
  const asked = (await ask('GET', `${path}/full-access?version=2019`)).body;
  expect(asked).toMatchObject({ version: '2019', isVersionKnown: false });
  expect(asked.text).toContain('-AutoMapping $false');
});

test('account, mailboxes and options are filled in', async () => {
  const { ask, path } = await scriptWorld();
  const { text } = (await ask('GET', `${path}/full-access`)).body;
  expect(text).toContain(`$account = 'admin@old.example'`);
  expect(text).toContain(`@old.example'`);
  const other = await ask(
    'GET',
    `${path}/full-access?side=destination&account=${encodeURIComponent("NEW\\o'svc")}&organization=Fjord&whatIf=true&scope=domains`,
  );
  expect(other.body.text).toContain(`$account = 'NEW\\o''svc'`);
  expect(other.body.text).toContain(`$organization = 'Fjord'`);
  expect(other.body.text).toContain('$preview = $true');
  expect(other.body.text).toContain('$domains = @(');
  const size = await ask('GET', `${path}/size-limits?sizeLimitMb=150`);
  expect(size.body.text).toContain('$megabytes = 150');
});

test('what does not exist says so', async () => {
  const { ask, path } = await scriptWorld();
  for (const [url, status, code] of [
    ['nothing', 404, 'script-not-found'],
    ['constructor', 404, 'script-not-found'],
    ['throttling?version=2007', 422, 'script-not-available'],
    ['forwarding?side=destination', 422, 'script-not-available'],
    ['full-access?version=2003', 422, 'validation-failed'],
    ['full-access?account=a%0Ab', 422, 'validation-failed'],
    ['size-limits?sizeLimitMb=99999', 422, 'validation-failed'],
  ] as const)
    expect(await ask('GET', `${path}/${url}`), url).toMatchObject({ status, body: { code } });
});

test('as plain text it is the file', async () => {
  const { ask, path } = await scriptWorld();
  const json = (await ask('GET', `${path}/full-access`)).body;
  const file = await ask('GET', `${path}/full-access`, { headers: { accept: 'text/plain' } });
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="mailferry-full-access-source.ps1"');
  expect(file.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  expect(file.body).toBe(json.text);
});

test('a message to the administrator has the script in its text, in their language', async () => {
  const { ask, path, projectId } = await scriptWorld();
  const answer = await ask('POST', `${path}/full-access/messages`, {
    body: { to: 'admin@provider.example', language: 'de', note: 'Bitte bis Freitag.', version: '2013' },
  });
  expect(answer).toMatchObject({
    status: 201,
    body: { kind: 'provider-script', to: 'admin@provider.example', language: 'de', projectId, state: 'queued' },
  });
  const row = await env.DB.prepare('SELECT variables FROM messages WHERE id = ?')
    .bind(answer.body.id)
    .first<{ variables: string }>();
  const script = (await ask('GET', `${path}/full-access?version=2013`)).body.text;
  expect(JSON.parse(row?.variables ?? '{}')).toMatchObject({
    note: 'Bitte bis Freitag.',
    script,
    fileName: 'mailferry-full-access-source.ps1',
  });
  const events = (await ask('GET', `/api/events?type=script.sent`)).body.items;
  expect(events).toMatchObject([{ subject: { name: 'admin@provider.example' }, data: { scriptId: 'full-access' } }]);
});

test('a script that mail programs would cut off is not sent', async () => {
  const { ask, path, projectId } = await scriptWorld(1);
  const mailboxes = Array.from({ length: 1_000 }, (_none, at) => ({
    sourceEmail: `${'long'.repeat(15)}${String(at).padStart(4, '0')}@old.example`,
    destinationEmail: `m${String(at)}@new.example`,
  }));
  await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  const answer = await ask('POST', `${path}/full-access/messages`, { body: { to: 'admin@provider.example' } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'script-too-long' } });
});
