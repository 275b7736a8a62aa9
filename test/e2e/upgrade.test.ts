import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Run } from '../../worker/local/demo.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import { unpackState } from './kept-state.ts';
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

/**
 * The state folder was written by the version of November 2026, with SANDBOX_SCALE=0.06 and short slices: a verify
 * pass, then a full pass, killed with SIGKILL when four of its ten mailboxes were done and 24 items were unconfirmed.
 */
describe('a state folder of November 2026', () => {
  it('opens, and the running pass continues automatically to its end', { timeout: 300_000 }, async () => {
    await unpackState('state-2026-11', stateDir);
    const old = readRun(stateDir);
    expect(differencesOf(stateDir, old)).not.toEqual([]);

    started = npmStart(stateDir, ['--port', String(await findFreePort())]);
    await greeted(started);
    const run = readRun(stateDir);
    expect(run).toMatchObject({ projectId: old.projectId, apiKey: old.apiKey, email: old.email });
    // The password that every demo had once is this one's no more, and the folder is its owner's alone.
    expect(run.password).not.toBe(old.password);
    expect([await signInStatus(run, old.password), await signInStatus(run, run.password)]).toEqual([401, 200]);
    expect(statSync(stateDir).mode & 0o777).toBe(0o700);
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
