import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, for tests that fill it. */
export type SmallDisk = {
  path: string;
  /** Leaves no byte free. */
  fill: () => void;
  makeRoom: () => void;
  makeReadOnly: () => void;
  close: () => void;
};

/** Mounts a disk of so many megabytes in memory; undefined where this user may not mount, or the system is not Linux. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const path = mkdtempSync(join(tmpdir(), 'mailferry-disk-'));
  const run = (command: string, args: readonly string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])) {
    rmdirSync(path);
    return undefined;
  }
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => {
      const block = statfsSync(path).bsize;
      for (let more = 0; statfsSync(path).bavail > 0; more++) {
        const file = more === 0 ? filler : `${filler}-${more}`;
        try {
          writeFileSync(file, Buffer.alloc(statfsSync(path).bavail * block));
        } catch (error) {
          // Somebody else took a part of the room meanwhile.
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    makeRoom: () => {
      for (let more = 0; more < 100; more++) rmSync(more === 0 ? filler : `${filler}-${more}`, { force: true });
    },
    makeReadOnly: () => void run('mount', ['-o', 'remount,ro', path]),
    close: () => {
      run('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
}

/** For the names of tests that are skipped without it. */
export const NEEDS_MOUNT = 'needs root on Linux, to mount a small disk';

export function canMount(): boolean {
  const disk = mountSmallDisk(1);
  disk?.close();
  return disk !== undefined;
}
