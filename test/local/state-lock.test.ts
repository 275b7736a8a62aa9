import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockState } from '../../worker/local/state-lock.ts';
import { canMount, mountSmallDisk, NEEDS_MOUNT } from './small-disk.ts';

const SCRIPT = fileURLToPath(new URL('./hold-state.ts', import.meta.url));

let folder: string;
let stateDir: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailferry-lock-'));
  stateDir = join(folder, 'state');
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Try = { child: ChildProcess; said: string };

/** A process that asks for the folder; settles with what it says first. */
function ask(dir = stateDir, port = 8787): Promise<Try> {
  const child = spawn(process.execPath, ['--no-warnings', SCRIPT, dir, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve) => child.stdout.once('data', (said) => resolve({ child, said: String(said) })));
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

describe('the lock of a state folder', () => {
  test('is refused to the second process, which says who has the folder and what to do', async () => {
    const first = await ask(stateDir, 8123);
    expect(first.said).toBe('held');
    const { said } = await ask();
    expect(said).toContain(`Another Mailferry is already using ${stateDir}.`);
    expect(said).toMatch(
      new RegExp(
        `It is process ${first.child.pid}, started at [-0-9]{10} [:0-9]{8}, and is still starting, on port 8123`,
      ),
    );
    expect(said).toContain('npm start -- --state DIR --port N');
  });

  test.each([
    ['through a symbolic link', (link: string) => link],
    ['by a relative path', () => relative(process.cwd(), stateDir)],
  ])('is the same %s', async (_way, pathOf) => {
    const link = join(folder, 'link');
    mkdirSync(stateDir);
    symlinkSync(stateDir, link);
    expect((await ask()).said).toBe('held');
    expect((await ask(pathOf(link))).said).toContain('Another Mailferry is already using');
  });

  test('is open to its owner alone, even if an older version left it open to all', async () => {
    mkdirSync(stateDir);
    chmodSync(stateDir, 0o755);
    const lock = await lockState(stateDir, 8787, Date.now);
    expect(statSync(stateDir).mode & 0o777).toBe(0o700);
    lock.release();
  });

  test('goes to the next after a kill -9, whatever files the killed one left', async () => {
    const first = await ask();
    first.child.kill('SIGKILL');
    await ended(first.child);
    expect(existsSync(join(stateDir, 'running.json'))).toBe(true);
    const next = await ask();
    expect(next.said).toBe('held');
    const { pid } = JSON.parse(readFileSync(join(stateDir, 'running.json'), 'utf8')) as { pid: number };
    expect(pid).toBe(next.child.pid);
  });

  test('goes to the next after an orderly end', async () => {
    const first = await ask();
    first.child.stdin!.end();
    await ended(first.child);
    expect(existsSync(join(stateDir, 'running.json'))).toBe(false);
    expect((await ask()).said).toBe('held');
  });

  test('goes to exactly one of eight that ask at the same instant', async () => {
    const said = (await Promise.all(Array.from({ length: 8 }, () => ask()))).map((one) => one.said);
    expect(said.filter((text) => text === 'held')).toHaveLength(1);
    expect(said.filter((text) => text.startsWith('Another Mailferry is already using'))).toHaveLength(7);
  });

  test('does not name the holder before, whose process is gone', async () => {
    mkdirSync(stateDir);
    const gone = spawn(process.execPath, ['-e', '']);
    await ended(gone);
    const before = { pid: gone.pid, startedAt: '2026-11-01T00:00:00.000Z', port: 1 };
    writeFileSync(join(stateDir, 'running.json'), JSON.stringify(before));
    const [one, other] = await Promise.all([ask(), ask()]);
    const [holder, refused] = one.said === 'held' ? [one, other] : [other, one];
    expect(holder.said).toBe('held');
    expect(refused.said).toContain(`It is process ${holder.child.pid},`);
  });

  test('is not given on a file, or below one', async () => {
    writeFileSync(join(folder, 'file'), '');
    const remedy = 'Choose another one: npm start -- --state DIR';
    for (const [dir, reason] of [
      [join(folder, 'file'), 'a file with this name exists'],
      [join(folder, 'file', 'state'), 'a part of its path is a file'],
    ] as const)
      expect((await ask(dir)).said).toBe(`The folder ${dir} cannot be used: ${reason}.\n${remedy}`);
  });
});

describe.skipIf(!canMount())(`the lock of a state folder (${NEEDS_MOUNT})`, () => {
  test('is refused on a read-only disk, where the folder is and where it is not', async () => {
    const disk = mountSmallDisk(1)!;
    try {
      mkdirSync(join(disk.path, 'there'));
      disk.makeReadOnly();
      for (const name of ['there', 'missing']) {
        const { said } = await ask(join(disk.path, name));
        expect(said).toContain(`The folder ${join(disk.path, name)} cannot be used: its disk is read-only.`);
      }
    } finally {
      disk.close();
    }
  });

  test('is refused on a full disk; a second process is still told who has the folder', async () => {
    const disk = mountSmallDisk(1)!;
    try {
      const [held, other] = [join(disk.path, 'held'), join(disk.path, 'other')];
      const first = await ask(held);
      disk.fill();
      expect((await ask(other)).said).toMatch(/^The disk with .*other is full: it is not possible to write there/);
      expect((await ask(held)).said).toContain(`It is process ${first.child.pid},`);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      disk.close();
    }
  });
});
