import { expect, test } from 'vitest';
import { ORIGIN } from '../harness.ts';
import { accountWorld } from './account-world.ts';

test('an owner requires two-factor sign-in: who has none can do nothing but set it up; API keys keep working', async () => {
  const world = await accountWorld();
  const cookie = await world.openSession();
  const put = (isRequired: boolean) =>
    world.harness.ask('PUT', '/api/two-factor-requirement', {
      body: { isRequired },
      headers: { cookie, origin: ORIGIN },
    });
  // Nobody shuts themselves out.
  expect(await put(true)).toMatchObject({ status: 409, body: { code: 'two-factor-off' } });
  const { recoveryCodes } = await world.setUpTwoFactor(cookie);
  expect((await put(true)).body).toEqual({ isRequired: true });
  expect((await put(true)).status).toBe(200);
  expect((await world.events()).filter((type) => type === 'workgroup.two-factor-required')).toHaveLength(1);
  expect((await world.get('/api/projects', cookie)).status).toBe(200);
  // Without it again, this agent is as one who never had it.
  const off = { password: world.owner.password, recoveryCode: recoveryCodes[0] };
  expect((await world.post('/api/account/two-factor/disable', off, cookie)).status).toBe(204);
  for (const path of ['/api/projects', '/api/endpoints', '/api/events', '/api/messages'])
    expect(await world.get(path, cookie), path).toMatchObject({
      status: 403,
      body: { code: 'two-factor-setup-needed' },
    });
  expect((await put(false)).body.code).toBe('two-factor-setup-needed');
  const live = { cookie, upgrade: 'websocket', origin: ORIGIN };
  const socket = await world.harness.ask('GET', '/api/projects/prj_1/live', { headers: live });
  expect(socket.body.code).toBe('two-factor-setup-needed');
  expect((await world.get('/api/me', cookie)).body.twoFactor).toEqual({ isOn: false, isRequired: true });
  expect((await world.get('/api/account', cookie)).status).toBe(200);
  expect((await world.owner.ask('GET', '/api/projects')).status).toBe(200);
  await world.setUpTwoFactor(cookie);
  expect((await world.get('/api/projects', cookie)).status).toBe(200);
  expect((await put(false)).body).toEqual({ isRequired: false });
});
