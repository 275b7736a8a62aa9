import { execFileSync } from 'node:child_process';

type ProcessLine = { pid: number; parent: number; command: string };

export function processList(): ProcessLine[] {
  if (process.platform === 'win32') return [];
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16_000_000 });
  return lines.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3]! }] : [];
  });
}

/** Processes of workerd that `parent` started. */
export function workerdChildren(parent: number): number[] {
  return processList()
    .filter((line) => line.parent === parent && line.command.includes('workerd'))
    .map((line) => line.pid);
}

/** SIGKILL for one process; it may have ended already. */
export function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended since it was listed.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
