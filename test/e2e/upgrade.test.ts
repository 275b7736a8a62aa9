import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Run } from '../../worker/local/demo.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import { SECOND_AGENT, addSession, unpackState } from './kept-state.ts';
import type { Started } from './npm-start.ts';
import { callApi, cleanUp, differencesOf, greeted, itemsDone, npmStart, readRun, untilCompleted } from './npm-start.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'mailferry-upgrade-'));
let started: Started | undefined;

afterAll(async () => {
  await cleanUp(stateDir, started);
  rmSync(stateDir, { recursive: true, force: true });
});

type Pass = { type: string; status: string; createdAt: string };

async function signInStatus({ url, email }: Run, password: string): Promise<number> {
  const headers = { 'content-type': 'application/json', origin: url };
  const body = JSON.stringify({ email, password });
  return (await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', headers, body })).status;
}

type Customer = { id: string; companyName: string; primaryDomain: string; isDefault: boolean; userCount: number };
type User = { addresses: string[]; mailboxes: { status: string }[] };

/** Its project has a customer with the name of the workgroup, and the owners of its mailboxes are users of it. */
async function seeCustomer(run: Run): Promise<void> {
  const project = await callApi<{ customerId: string }>(run, 'GET', `/api/projects/${run.projectId}`);
  expect(project.customerId).toMatch(/^cus_[0-9a-z]{26}$/);
  const path = `/api/customers/${project.customerId}`;
  const customer = await callApi<Customer>(run, 'GET', path);
  expect(customer).toMatchObject({ companyName: 'Harbour IT', isDefault: true, userCount: 10 });
  expect(customer.primaryDomain).toBe('new-provider.example');
  const { items } = await callApi<{ items: User[] }>(run, 'GET', `${path}/users`);
  expect(items.map(({ addresses, mailboxes }) => [addresses.length > 0, mailboxes.length])).toEqual(
    items.map(() => [true, 1]),
  );
  await callApi(run, 'PATCH', path, { companyName: 'Fjord Trading' });
  const events = await callApi<{ items: { type: string }[] }>(run, 'GET', `/api/events?customerId=${customer.id}`);
  expect(events.items[0]?.type).toBe('customer.updated');
}

/**
 * The state folder was written by the version of November 2026, with SANDBOX_SCALE=0.06 and short slices: a verify
 * pass, then a full pass, killed with SIGKILL when four of its ten mailboxes were done and 24 items were unconfirmed.
 */
describe('a state folder of November 2026', () => {
  it('opens, and the running pass continues automatically to its end', { timeout: 300_000 }, async () => {
    await unpackState('state-2026-11', stateDir);
    const old = readRun(stateDir);
    expect(differencesOf(stateDir, old)).not.toEqual([]);
    const cookie = addSession(stateDir);

    started = npmStart(stateDir, ['--port', String(await findFreePort())]);
    await greeted(started);
    const run = readRun(stateDir);
    expect(run).toMatchObject({ projectId: old.projectId, apiKey: old.apiKey, email: old.email });
    // The password that every demo had once is this one's no more, and the folder is its owner's alone.
    expect(run.password).not.toBe(old.password);
    expect([await signInStatus(run, old.password), await signInStatus(run, run.password)]).toEqual([401, 200]);
    expect(statSync(stateDir).mode & 0o777).toBe(0o700);
    // The session of before is still there, and so is its workgroup; the key of before reads and writes.
    const me = await fetch(`${run.url}/api/me`, { headers: { cookie } });
    expect([me.status, await me.json()]).toMatchObject([200, { agent: SECOND_AGENT, role: 'agent' }]);
    await seeCustomer(run);
    const mailboxes = await untilCompleted(run, 200_000);
    expect(itemsDone(mailboxes)).toBe(487);
    const { items: passes } = await callApi<{ items: Pass[] }>(run, 'GET', `/api/projects/${run.projectId}/passes`);
    expect(passes.map(({ type, status }) => ({ type, status }))).toEqual([
      { type: 'full', status: 'completed' },
      { type: 'verify', status: 'completed' },
    ]);
    expect(passes.every(({ createdAt }) => createdAt < '2026-11-30')).toBe(true);
    started.child.kill('SIGTERM');
    expect(await started.exited).toBe(0);

    expect(differencesOf(stateDir, run)).toEqual([]);
  });
});
