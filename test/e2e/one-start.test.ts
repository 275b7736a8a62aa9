import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../worker/local/ports.ts';
import type { Started } from './npm-start.ts';
import {
  cleanUp,
  differencesOf,
  greeted,
  itemsDone,
  mailboxesOf,
  npmStart,
  prepareState,
  readRun,
  startFullPass,
  until,
  untilCompleted,
} from './npm-start.ts';

const folder = mkdtempSync(join(tmpdir(), 'mailferry-one-'));
const starts: Started[] = [];

afterAll(async () => {
  for (const name of ['state', 'empty']) await cleanUp(join(folder, name), ...starts);
  rmSync(folder, { recursive: true, force: true });
});

function start(dir: string, port: number, args: readonly string[] = []): Started {
  const started = npmStart(dir, ['--port', String(port), ...args], { SANDBOX_SCALE: '0.1' });
  starts.push(started);
  return started;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('one start per state folder', () => {
  it('stops a second one and says why; the pass of the first continues undisturbed', { timeout: 600_000 }, async () => {
    const stateDir = join(folder, 'state');
    const pids = (): number[] => JSON.parse(readFileSync(join(stateDir, 'pids.json'), 'utf8')) as number[];
    const port = await findFreePort();
    prepareState(stateDir);
    const first = start(stateDir, port);
    await greeted(first);
    const run = readRun(stateDir);
    await startFullPass(run);
    await until('the first items', 180_000, async () => (itemsDone(await mailboxesOf(run)) > 0 ? true : undefined));
    const before = pids();

    symlinkSync(stateDir, join(folder, 'link'));
    for (const [dir, otherPort] of [
      [stateDir, port],
      [join(folder, 'link'), await findFreePort()],
    ] as const) {
      const second = start(dir, otherPort);
      expect(await second.exited).toBe(1);
      expect(second.output()).toContain(`Another Mailferry is already using ${dir}.`);
      expect(second.output()).toContain(`It is process ${first.child.pid}, `);
      expect(second.output()).toContain(`and answers at ${run.url}.`);
    }

    await untilCompleted(run, 300_000);
    expect(pids()).toEqual(before);
    expect(before.every(isAlive)).toBe(true);
    expect(first.output()).not.toContain('unexpectedly');

    // Not its runtime, which the next start has to end.
    first.child.kill('SIGKILL');
    await first.exited;
    const third = start(stateDir, port);
    await greeted(third);
    expect(before.filter(isAlive)).toEqual([]);
    expect((await mailboxesOf(run)).every((mailbox) => mailbox.status === 'Completed')).toBe(true);
    third.child.kill('SIGTERM');
    expect(await third.exited).toBe(0);
    expect(differencesOf(stateDir, run)).toEqual([]);
  });

  it('lets exactly one of two start at the same instant', { timeout: 300_000 }, async () => {
    const stateDir = join(folder, 'empty');
    prepareState(stateDir);
    const both = [await findFreePort(), await findFreePort()].map((port) => start(stateDir, port, ['--no-sandbox']));
    const refused = await Promise.race(both.map((one) => one.exited.then((code) => ({ one, code }))));
    expect(refused.code).toBe(1);
    const other = both.find((one) => one !== refused.one)!;
    expect(refused.one.output()).toContain(`It is process ${other.child.pid}, `);
    await greeted(other);
    other.child.kill('SIGTERM');
    expect(await other.exited).toBe(0);
  });
});
