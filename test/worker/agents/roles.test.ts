import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { addAgent, createWorld, rolesIn, withCookie } from './world.ts';

const world = createWorld();
const { harness } = world;

test('a role changes at once, for the sessions that are open and for API keys', async () => {
  const owner = await signUp(harness);
  const agent = await addAgent(world, owner, 'manager');
  const made = await agent.ask('POST', '/api/api-keys', { body: { name: 'mine', role: 'manager' } });
  const byKey = harness.as(String(made.body.key));
  expect((await agent.ask('GET', '/api/webhooks')).status).toBe(200);
  const changed = await owner.ask('PATCH', `/api/agents/${agent.id}`, { body: { role: 'agent' } });
  expect(changed.body).toMatchObject({ id: agent.id, role: 'agent' });
  for (const ask of [agent.ask, byKey]) {
    expect((await ask('GET', '/api/webhooks')).body.code).toBe('forbidden');
    expect((await ask('GET', '/api/projects')).status).toBe(200);
  }
  harness.calls.length = 0;
  await owner.ask('PATCH', `/api/agents/${agent.id}`, { body: { role: 'inactive' } });
  for (const ask of [agent.ask, byKey])
    expect(await ask('GET', '/api/projects')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(harness.calls).toContainEqual(['endWatchers', owner.workgroupId]);
  await owner.ask('PATCH', `/api/agents/${agent.id}`, { body: { role: 'agent' } });
  for (const ask of [agent.ask, byKey]) expect((await ask('GET', '/api/projects')).status).toBe(200);
});

test('who is shut out of one workgroup does not end up in another, and may switch to it', async () => {
  const owner = await signUp(harness);
  const agent = await addAgent(world, owner, 'agent');
  for (const end of [
    () => owner.ask('PATCH', `/api/agents/${agent.id}`, { body: { role: 'inactive' } }),
    () => owner.ask('DELETE', `/api/agents/${agent.id}`),
  ]) {
    expect((await end()).status).toBeLessThan(300);
    const refused = await agent.ask('POST', '/api/projects', { body: {} });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await agent.enter()).status).toBeGreaterThanOrEqual(403);
  }
  const own = (await agent.ask('GET', '/api/workgroups')).body.items;
  expect(own).toEqual([expect.objectContaining({ id: agent.ownWorkgroupId, isCurrent: false, role: 'owner' })]);
  expect((await agent.enter(agent.ownWorkgroupId)).body).toMatchObject({ workgroup: { id: agent.ownWorkgroupId } });
  expect((await agent.ask('GET', '/api/projects')).status).toBe(200);
});

test('each session is in a workgroup of its own, and only in one of the agent’s', async () => {
  const owner = await signUp(harness);
  const stranger = await signUp(harness);
  const agent = await addAgent(world, owner, 'agent');
  const second = withCookie(harness, await agent.signIn());
  expect((await second('GET', '/api/me')).body.workgroup.id).toBe(agent.ownWorkgroupId);
  expect((await agent.ask('GET', '/api/me')).body.workgroup.id).toBe(owner.workgroupId);
  for (const id of [stranger.workgroupId, 'wgr_none'])
    expect(await second('POST', `/api/workgroups/${id}/activate`)).toMatchObject({
      status: 404,
      body: { code: 'workgroup-not-found' },
    });
  const byKey = await owner.ask('GET', '/api/workgroups');
  expect(byKey).toMatchObject({ status: 403, body: { code: 'session-needed' } });
});

test('of two owners who take the role from each other at once, one stays', async () => {
  const owner = await signUp(harness);
  const both = [await addAgent(world, owner, 'owner'), await addAgent(world, owner, 'owner')];
  const [first] = (await owner.ask('GET', '/api/agents')).body.items;
  await owner.ask('PATCH', `/api/agents/${first.id}`, { body: { role: 'agent' } });
  const [a, b] = both;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => [
      a!.ask('PATCH', `/api/agents/${b!.id}`, { body: { role: 'agent' } }),
      b!.ask('PATCH', `/api/agents/${a!.id}`, { body: { role: 'agent' } }),
      a!.ask('PATCH', `/api/agents/${a!.id}`, { body: { role: 'manager' } }),
      b!.ask('DELETE', `/api/agents/${b!.id}`),
    ]).flat(),
  );
  expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThanOrEqual(1);
  for (const { status } of answers) expect(status).toBeLessThan(500);
  expect((await rolesIn(owner.workgroupId)).filter((role) => role === 'owner')).toHaveLength(1);
});

test('the last owner stays', async () => {
  const owner = await signUp(harness);
  const [me] = (await owner.ask('GET', '/api/agents')).body.items;
  const path = `/api/agents/${me.id}`;
  for (const role of ['manager', 'agent', 'inactive'])
    expect(await owner.ask('PATCH', path, { body: { role } })).toMatchObject({
      status: 409,
      body: { code: 'last-owner' },
    });
  expect((await owner.ask('DELETE', path)).body.code).toBe('last-owner');
  expect((await owner.ask('GET', '/api/events?type=agent.role-changed')).body.items).toEqual([]);
});

test('the ownership goes to one other, once, whoever asks at the same time', async () => {
  const owner = await signUp(harness);
  const first = withCookie(harness, await owner.signIn());
  const agents = [await addAgent(world, owner, 'agent'), await addAgent(world, owner, 'manager')];
  const inactive = await addAgent(world, owner, 'inactive');
  expect((await first('POST', `/api/agents/${inactive.id}/make-owner`)).body.code).toBe('agent-inactive');
  expect((await owner.ask('POST', `/api/agents/${agents[0]!.id}/make-owner`)).body.code).toBe('session-needed');
  expect((await agents[1]!.ask('POST', `/api/agents/${agents[1]!.id}/make-owner`)).body.code).toBe('forbidden');
  const answers = await Promise.all(agents.map(({ id }) => first('POST', `/api/agents/${id}/make-owner`)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect((await rolesIn(owner.workgroupId)).filter((role) => role === 'owner')).toHaveLength(1);
  expect((await first('GET', '/api/me')).body.role).toBe('manager');
});

test('nobody changes or removes who stands above them, or raises anyone above themselves', async () => {
  const owner = await signUp(harness);
  const [first] = (await owner.ask('GET', '/api/agents')).body.items;
  const manager = await addAgent(world, owner, 'manager');
  const agent = await addAgent(world, owner, 'agent');
  const refused = { status: 403, body: { code: 'agent-role-too-high' } };
  for (const role of ['owner', 'agent,owner', 'manager owner'])
    expect(await manager.ask('PATCH', `/api/agents/${agent.id}`, { body: { role } })).toMatchObject(refused);
  expect(await manager.ask('PATCH', `/api/agents/${manager.id}`, { body: { role: 'owner' } })).toMatchObject(refused);
  expect(await manager.ask('PATCH', `/api/agents/${first.id}`, { body: { role: 'agent' } })).toMatchObject(refused);
  expect(await manager.ask('DELETE', `/api/agents/${first.id}`)).toMatchObject(refused);
  expect((await agent.ask('DELETE', `/api/agents/${manager.id}`)).body.code).toBe('forbidden');
  expect((await manager.ask('PATCH', `/api/agents/${agent.id}`, { body: { role: 'manager' } })).status).toBe(200);
  const foreign = await signUp(harness);
  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    expect(
      await foreign.ask(method, `/api/agents/${agent.id}`, method === 'PATCH' ? { body: { role: 'agent' } } : {}),
    ).toMatchObject({
      status: 404,
      body: { code: 'agent-not-found' },
    });
});

test('who is removed and comes back has none of the API keys of before', async () => {
  const owner = await signUp(harness);
  const agent = await addAgent(world, owner, 'manager');
  const made = await agent.ask('POST', '/api/api-keys', { body: { name: 'mine' } });
  const byKey = harness.as(String(made.body.key));
  const child = await byKey('POST', '/api/api-keys', { body: { name: 'child' } });
  expect((await owner.ask('DELETE', `/api/agents/${agent.id}`)).status).toBe(204);
  const { token } = await world.invite(owner, agent.email, 'manager');
  expect((await world.accept({ token }, agent.cookie)).status).toBe(201);
  expect((await agent.ask('GET', '/api/projects')).status).toBe(200);
  expect((await byKey('GET', '/api/projects')).status).toBe(401);
  if (child.status === 201) expect((await harness.as(child.body.key)('GET', '/api/projects')).status).toBe(401);
  const still = await env.DB.prepare(
    'SELECT count(*) AS n FROM api_keys WHERE workgroup_id = ? AND created_by = ? AND revoked_at IS NULL',
  )
    .bind(owner.workgroupId, agent.id)
    .first('n');
  expect(still).toBe(0);
});

test('the workgroup has a name, a language and a time zone, which managers change', async () => {
  const owner = await signUp(harness);
  const agent = await addAgent(world, owner, 'agent');
  const change = { name: 'Harbour & Co', language: 'fr', timeZone: 'Europe/Paris' };
  expect((await owner.ask('PATCH', '/api/workgroup', { body: change })).body).toMatchObject(change);
  expect((await agent.ask('GET', '/api/workgroup')).body).toMatchObject(change);
  expect((await agent.ask('PATCH', '/api/workgroup', { body: { name: 'x' } })).body.code).toBe('forbidden');
  for (const body of [
    { timeZone: 'Mars/Base' },
    { timeZone: '+02:00' },
    { language: 'xx' },
    { name: ' ' },
    { id: 'x' },
  ])
    expect((await owner.ask('PATCH', '/api/workgroup', { body })).status, JSON.stringify(body)).toBe(422);
  await world.invite(owner, 'paris@new.example');
  expect(world.mailsTo('paris@new.example').at(-1)?.language).toBe('fr');
});
