import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { ORIGIN } from '../harness.ts';
import { accountWorld, opensSession } from './account-world.ts';

type World = Awaited<ReturnType<typeof accountWorld>>;

async function idOf({ get }: World, cookie: string): Promise<string> {
  return String((await get('/api/account', cookie)).body.id);
}

let members = 0;

/** Lets the owner of one world into the workgroup of another, after their own. */
async function join(agentId: string, workgroupId: string, role: string, id = `mem_zz${String((members += 1))}`) {
  await env.DB.prepare('INSERT INTO member (id, organization_id, user_id, role, created_at) VALUES (?, ?, ?, ?, 0)')
    .bind(id, workgroupId, agentId, role)
    .run();
}

test('an owner turns two-factor sign-in off for an agent who lost their device, and the agent learns of it', async () => {
  const boss = await accountWorld();
  const agent = await accountWorld();
  const bossCookie = await boss.openSession();
  const id = await idOf(agent, await agent.openSession());
  // The account belongs to the workgroup of the boss.
  await env.DB.prepare('DELETE FROM member WHERE user_id = ?').bind(id).run();
  await join(id, boss.owner.workgroupId, 'agent');
  const agentCookie = await agent.openSession();
  await agent.setUpTwoFactor(agentCookie);
  const reset = (cookie: string) =>
    boss.harness.ask('POST', `/api/agents/${id}/reset-two-factor`, { body: {}, headers: { cookie, origin: ORIGIN } });
  expect((await reset(agentCookie)).status).toBe(403);
  expect((await boss.owner.ask('POST', `/api/agents/${id}/reset-two-factor`)).status).toBe(403);
  expect((await reset(bossCookie)).status).toBe(204);
  expect(opensSession(await agent.enter())).toBe(true);
  expect((await reset(bossCookie)).body.code).toBe('two-factor-off');
  expect(await boss.events()).toContain('agent.two-factor-reset');
  const [mail] = await boss.deliver(agent.owner.email);
  expect(mail?.subject).toBe('Two-factor sign-in was turned off for your Mailferry account');
  expect(mail?.text).toContain('Ada Owner turned off two-factor sign-in');
});

test('nobody weakens an account of another workgroup, or of a higher role', async () => {
  const mallory = await accountWorld();
  const victim = await accountWorld();
  const [cookie, victimCookie] = [await mallory.openSession(), await victim.openSession()];
  const id = await idOf(victim, victimCookie);
  await victim.setUpTwoFactor(victimCookie);
  const reset = async () =>
    (
      await mallory.harness.ask('POST', `/api/agents/${id}/reset-two-factor`, {
        body: {},
        headers: { cookie, origin: ORIGIN },
      })
    ).body.code as string;
  expect(await reset()).toBe('agent-not-found');
  await join(id, mallory.owner.workgroupId, 'agent');
  expect(await reset()).toBe('agent-of-other-workgroup');
  await env.DB.prepare('DELETE FROM member WHERE user_id = ?').bind(id).run();
  await join(id, mallory.owner.workgroupId, 'owner');
  await env.DB.prepare(`UPDATE member SET role = 'manager' WHERE user_id = ?`)
    .bind(await idOf(mallory, cookie))
    .run();
  expect(await reset()).toBe('agent-role-too-high');
  expect((await victim.enter()).body).toMatchObject({ twoFactorRequired: true });
});
