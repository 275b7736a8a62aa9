import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

type ProcessLine = { pid: number; parent: number; command: string };

export function processList(): ProcessLine[] {
  if (process.platform === 'win32') return [];
  return process.platform === 'linux' ? readProc(() => true) : runPs();
}

/** Processes of workerd that `parent` started. */
export function workerdChildren(parent: number): number[] {
  const isChild = (line: Pick<ProcessLine, 'parent'>) => line.parent === parent;
  const children = process.platform === 'linux' ? readProc(isChild) : processList().filter(isChild);
  return children.filter(({ command }) => command.includes('workerd')).map(({ pid }) => pid);
}

function runPs(): ProcessLine[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16_000_000 });
  return lines.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3]! }] : [];
  });
}

/** What `ps` reads on Linux. To start it holds up everything in this process for several requests' time. */
function readProc(isWanted: (line: Omit<ProcessLine, 'command'>) => boolean): ProcessLine[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // Behind the name of the program, which may have any character: the state, and the parent.
      const line = { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
      if (!isWanted(line)) return [];
      return [{ ...line, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It has ended since it was listed.
      return [];
    }
  });
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
