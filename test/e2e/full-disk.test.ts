import { mkdtempSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Run } from '../../worker/local/demo.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import type { SmallDisk } from '../local/small-disk.ts';
import { canMount, mountSmallDisk, NEEDS_MOUNT } from '../local/small-disk.ts';
import type { Started } from './npm-start.ts';
import {
  cleanUp,
  differencesOf,
  greeted,
  itemsDone,
  killStart,
  mailboxesOf,
  npmStart,
  prepareState,
  readRun,
  startFullPass,
  until,
  untilCompleted,
} from './npm-start.ts';

const MEGABYTE = 1024 * 1024;
/** Longer than a lease lasts, and than the runtime waits before it tries an alarm again for the third time. */
const FULL_MS = 15_000;
/** By this alone the pass takes two minutes and more, on any computer: it still runs when the disk fills again. */
const SLOW_BYTES_PER_SECOND = '300000';

const disks: SmallDisk[] = [];
const starts: Started[] = [];
const folders: string[] = [];

afterAll(async () => {
  for (const { path } of disks) {
    await cleanUp(join(path, 'state'), ...starts);
  }
  for (const disk of disks) disk.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function mount(megabytes: number): SmallDisk {
  const disk = mountSmallDisk(megabytes)!;
  disks.push(disk);
  return disk;
}

function start(stateDir: string, port: number, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Started {
  const started = npmStart(stateDir, ['--port', String(port), ...args], { SANDBOX_SCALE: '0.3', ...env });
  starts.push(started);
  return started;
}

/** Everything that Mailferry has to say while the disk is full, or `up` when it answers otherwise. */
async function answerOf(run: Run): Promise<string> {
  const headers = { authorization: `Bearer ${run.apiKey}` };
  const response = await fetch(`${run.url}/api/projects/${run.projectId}`, { headers });
  const body = (await response.json()) as { code?: string };
  return response.ok ? 'up' : `${response.status} ${body.code}`;
}

/** Waits for so many items, also where the server is just being replaced; returns how many there are. */
async function untilDone(run: Run, count: number): Promise<number> {
  return until(`${count} items`, 300_000, async () => {
    const done = itemsDone(await mailboxesOf(run).catch(() => []));
    return done >= count ? done : undefined;
  });
}

async function untilFull(run: Run): Promise<void> {
  await until('the answer of a full disk', 180_000, async () =>
    (await answerOf(run)) === '507 storage-full' ? true : undefined,
  );
}

describe.skipIf(!canMount())(`a full disk (${NEEDS_MOUNT})`, () => {
  it(
    'is reported by npm start without a stack trace, and starting works once there is space',
    { timeout: 300_000 },
    async () => {
      const disk = mount(80);
      const stateDir = join(disk.path, 'state');
      const port = await findFreePort();
      disk.fill();
      const full = start(stateDir, port, ['--no-sandbox']);
      expect(await full.exited).toBe(1);
      expect(full.output()).toMatch(/^The disk with .*state is full: it is not possible to write there/);

      disk.makeRoom();
      const { bavail, bsize } = statfsSync(disk.path);
      const most = join(disk.path, 'most');
      writeFileSync(most, Buffer.alloc(bavail * bsize - 5 * MEGABYTE));
      const nearlyFull = start(stateDir, port, ['--no-sandbox']);
      expect(await nearlyFull.exited).toBe(1);
      expect(nearlyFull.output()).toMatch(/state is full: \d\.\d MB are free, and Mailferry needs 32 MB to start\./);
      expect(nearlyFull.output()).toContain('Free up space, or choose a folder on another disk');
      expect(full.output() + nearlyFull.output()).not.toMatch(/^ +at /m);

      rmSync(most);
      prepareState(stateDir);
      const roomy = start(stateDir, port, ['--no-sandbox']);
      await greeted(roomy);
      roomy.child.kill('SIGTERM');
      expect(await roomy.exited).toBe(0);
    },
  );

  it(
    'stops a pass, and the pass continues automatically without loss or duplicates',
    { timeout: 900_000 },
    async () => {
      const disk = mount(100);
      const stateDir = join(disk.path, 'state');
      // The servers are somebody else's: their disks are not full.
      const elsewhere = mkdtempSync(join(tmpdir(), 'mailferry-exchange-'));
      folders.push(elsewhere);
      const pids = (): number[] => JSON.parse(readFileSync(join(stateDir, 'pids.json'), 'utf8')) as number[];
      prepareState(stateDir);
      symlinkSync(elsewhere, join(stateDir, 'exchange'));
      const port = await findFreePort();
      const first = start(stateDir, port, [], { SANDBOX_BYTES_PER_SECOND: SLOW_BYTES_PER_SECOND });
      await greeted(first);
      const run = readRun(stateDir);
      await startFullPass(run);
      await untilDone(run, 50);

      disk.fill();
      const before = first.output().length;
      await untilFull(run);
      for (const end = Date.now() + FULL_MS; Date.now() < end;) {
        expect(await answerOf(run)).toBe('507 storage-full');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      const said = first.output().slice(before);
      expect(said.match(/The disk with .*state is full/g)).toHaveLength(1);
      // A line for what was tried meanwhile, now and then; never one for each request or item.
      expect(said.length).toBeLessThan(6_000);

      const servers = pids();
      disk.makeRoom();
      await until('the word that there is room', 60_000, () =>
        first.output().includes('The disk has space again. Passes continue.') ? true : undefined,
      );
      // Whatever the runtime put off while the disk was full, another one begins at once.
      await until('another server', 180_000, () => (pids().every((pid) => !servers.includes(pid)) ? true : undefined));
      await untilDone(run, (await untilDone(run, 1)) + 50);
      expect(first.output()).not.toContain('unexpectedly');

      // Once more, and killed in this state.
      disk.fill();
      await untilFull(run);
      killStart(stateDir, first);
      await first.exited;
      const refused = start(stateDir, port);
      expect(await refused.exited).toBe(1);
      expect(refused.output()).toContain('is full: ');

      disk.makeRoom();
      const second = start(stateDir, port);
      await greeted(second);
      expect(readRun(stateDir)).toMatchObject({ projectId: run.projectId, apiKey: run.apiKey });
      await untilCompleted(run, 300_000);
      second.child.kill('SIGTERM');
      expect(await second.exited).toBe(0);
      expect(differencesOf(stateDir, run)).toEqual([]);
    },
  );
});
