import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ask, Loose } from './harness.ts';
import { createHarness, hire, makeProject, putKey, setSharing, signUp, wholeWorker } from './harness.ts';

const harness = createHarness();
let owner: Awaited<ReturnType<typeof signUp>>;
let ada: Awaited<ReturnType<typeof hire>>;
let ben: Awaited<ReturnType<typeof hire>>;
let project: Awaited<ReturnType<typeof makeProject>>;

beforeAll(async () => {
  owner = await signUp(harness);
  ada = await hire(harness, owner.workgroupId, 'agent');
  ben = await hire(harness, owner.workgroupId, 'agent');
  project = await makeProject(owner.ask, 1);
});

beforeEach(() => setSharing(owner.workgroupId, false));

const idsOf = async (ask: Ask, path = '/api/projects'): Promise<string[]> =>
  (await ask('GET', path)).body.items.map(({ id }: { id: string }) => id);
const grant = (agentIds: string[], projectId = project.projectId, ask = owner.ask) =>
  ask('PUT', `/api/projects/${projectId}/grants`, { body: { agentIds } });

test('a workgroup shares its projects until someone says otherwise', async () => {
  const other = await signUp(harness);
  const agent = await hire(harness, other.workgroupId, 'agent');
  const { projectId } = await makeProject(other.ask);
  expect(await idsOf(agent.ask)).toEqual([projectId]);
});

test('an agent sees the projects that they created, by themselves or by a key, and none else', async () => {
  const byHand = await makeProject(ada.ask);
  const key = harness.as(await putKey(harness, owner.workgroupId, { createdBy: ada.id, role: 'agent' }));
  const byKey = await makeProject(key);
  expect(await idsOf(ada.ask)).toEqual([byKey.projectId, byHand.projectId]);
  expect(await idsOf(key)).toEqual([byKey.projectId, byHand.projectId]);
  expect(await idsOf(ben.ask)).toEqual([]);
  expect(await idsOf(owner.ask)).toEqual([byKey.projectId, byHand.projectId, project.projectId]);
});

test('a project that was given is there, with its mailboxes and events, until it is taken away', async () => {
  const paths = [
    `/api/projects/${project.projectId}`,
    `/api/projects/${project.projectId}/mailboxes`,
    `/api/mailboxes/${project.mailboxIds[0]}`,
    `/api/mailboxes/${project.mailboxIds[0]}/statistics`,
  ];
  const statuses = async () => Promise.all(paths.map(async (path) => (await ben.ask('GET', path)).status));
  const events = async () => (await ben.ask('GET', `/api/events?projectId=${project.projectId}`)).body.items.length > 0;
  expect([await statuses(), await events()]).toEqual([[404, 404, 404, 404], false]);
  const given = await grant([ben.id]);
  expect(given.status).toBe(200);
  expect(given.body.items.find(({ agentId }: Loose) => agentId === ben.id)).toMatchObject({
    role: 'agent',
    isGranted: true,
    isCreator: false,
  });
  expect([await statuses(), await events()]).toEqual([[200, 200, 200, 200], true]);
  await grant([]);
  expect([await statuses(), await events()]).toEqual([[404, 404, 404, 404], false]);
});

test('grants are events, each once, by the names of the agents', async () => {
  const { projectId } = await makeProject(owner.ask);
  await grant([ada.id, ben.id], projectId);
  await grant([ada.id, ben.id], projectId);
  await grant([ben.id], projectId);
  const { items } = (await owner.ask('GET', `/api/events?projectId=${projectId}&type=project.shared,project.unshared`))
    .body;
  expect(items.map(({ type, data }: Loose) => [type, data.agents])).toEqual([
    ['project.unshared', [ada.name]],
    ['project.shared', [ada.name, ben.name]],
  ]);
});

test('nobody from elsewhere is given a project', async () => {
  const stranger = await hire(harness, (await signUp(harness)).workgroupId, 'agent');
  expect(await grant([stranger.id])).toMatchObject({ status: 404, body: { code: 'agent-not-found' } });
});

test('a grant ends with the membership: who comes back has none', async () => {
  const carl = await hire(harness, owner.workgroupId, 'agent');
  await grant([carl.id]);
  const row = await env.DB.prepare('SELECT * FROM member WHERE user_id = ?').bind(carl.id).first();
  await env.DB.prepare('DELETE FROM member WHERE user_id = ?').bind(carl.id).run();
  const columns = Object.keys(row!);
  await env.DB.prepare(`INSERT INTO member (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .bind(...Object.values(row!))
    .run();
  expect((await carl.ask('GET', '/api/me')).status).toBe(200);
  expect(await idsOf(carl.ask)).toEqual([]);
});

test('an agent reads nothing of webhooks, which name projects, and all of it where projects are shared', async () => {
  await owner.ask('POST', '/api/webhooks', {
    body: { url: 'https://hooks.example/', events: ['*'], projectIds: [project.projectId] },
  });
  const types = async () => (await ben.ask('GET', '/api/events')).body.items.map(({ type }: Loose) => type as string);
  expect(await types()).not.toContain('webhook.created');
  await setSharing(owner.workgroupId, true);
  expect(await types()).toContain('webhook.created');
});

test('messages of a project are there for those who see it', async () => {
  const sent = await owner.ask('POST', '/api/mail-settings/test', { body: { to: 'end.user@old.example' } });
  const { id } = sent.body.message;
  expect((await ben.ask('GET', `/api/messages/${id}`)).status).toBe(200);
  await env.DB.prepare('UPDATE messages SET project_id = ? WHERE id = ?').bind(project.projectId, id).run();
  expect(await ben.ask('GET', `/api/messages/${id}`)).toMatchObject({
    status: 404,
    body: { code: 'message-not-found' },
  });
  expect(await idsOf(ben.ask, '/api/messages')).not.toContain(id);
  await grant([ben.id]);
  expect(await idsOf(ben.ask, '/api/messages')).toContain(id);
  await grant([]);
});

test('a manager turns sharing off and on, and who loses a project is disconnected', async () => {
  const manager = await hire(harness, owner.workgroupId, 'manager');
  const turn = (projectSharing: boolean, ask = manager.ask) =>
    ask('PATCH', '/api/workgroup', { body: { projectSharing } });
  expect((await turn(true)).body).toMatchObject({ projectSharing: true });
  expect(await idsOf(ben.ask)).toContain(project.projectId);
  harness.calls.length = 0;
  expect((await turn(false)).body).toMatchObject({ projectSharing: false });
  expect(harness.calls).toEqual([['endWatchers', owner.workgroupId]]);
  expect(await idsOf(ben.ask)).not.toContain(project.projectId);
  expect((await turn(true, ben.ask)).body.code).toBe('forbidden');
  const { items } = (await owner.ask('GET', '/api/events?type=workgroup.updated')).body;
  expect(items.map(({ changes }: Loose) => changes)).toEqual([
    [{ field: 'projectSharing', from: true, to: false }],
    [{ field: 'projectSharing', from: false, to: true }],
  ]);
});

/** Opens a live socket of the project through the whole worker. `onClose` gets the code with which it is closed. */
async function watch(headers: Record<string, string>, onClose: (code: number) => void): Promise<void> {
  const url = `http://mailferry.test/api/projects/${project.projectId}/live`;
  const { webSocket, status } = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
  if (!webSocket) throw new Error(`No socket came: ${String(status)}`);
  webSocket.addEventListener('close', ({ code }) => onClose(code));
  webSocket.accept();
}

test('a grant that is taken away closes the sockets of its agent and their keys at once, and no other', async () => {
  await grant([ada.id, ben.id]);
  const bensKey = await putKey(harness, owner.workgroupId, { createdBy: ben.id, role: 'agent' });
  const session = (cookie: string) => ({ cookie, origin: 'http://mailferry.test' });
  const closed: Record<string, number> = {};
  for (const [name, headers] of [
    ['ada', session(ada.cookie)],
    ['ben', session(ben.cookie)],
    ['key of ben', { authorization: `Bearer ${bensKey}` }],
    ['owner', { authorization: `Bearer ${owner.key}` }],
  ] as const)
    await watch(headers, (code) => void (closed[name] = code));
  const answer = await wholeWorker.fetch(`https://mailferry.test/api/projects/${project.projectId}/grants`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agentIds: [ada.id] }),
  });
  expect(answer.status).toBe(200);
  // The answer comes after the sockets have been closed.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(closed).toEqual({ ben: 4401, 'key of ben': 4401 });
});
