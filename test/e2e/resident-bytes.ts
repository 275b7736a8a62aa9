import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory that is resident for these processes together, in bytes. */
export function residentBytes(pids: readonly number[]): number {
  if (pids.length === 0) return 0;
  // Linux tells it at once; to start a program for it takes as long as several requests.
  if (process.platform === 'linux') return pids.reduce((sum, pid) => sum + statusKilobytes(pid) * 1024, 0);
  const lines = execFileSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.reduce((sum, line) => sum + Number(line) * 1024, 0);
}

/** 0 for a process that has ended. */
function statusKilobytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
