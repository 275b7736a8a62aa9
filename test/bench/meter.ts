import { readFileSync, writeFileSync } from 'node:fs';

/** What processes used: seconds of processor, and bytes that were resident at most. */
export type Usage = { cpuSeconds: number; peakBytes: number };

/**
 * Begins to measure processes (Linux alone; not a number elsewhere). `end` tells what they, and children of theirs that
 * have ended since, used. The peak is the sum of each one's own; without those of `launchers`, whose processor counts
 * and whose memory is that of a tool for developers.
 */
export function startMeter(workers: readonly number[], launchers: readonly number[] = []): { end: () => Usage } {
  const pids = [...workers, ...launchers];
  const cpu = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  for (const pid of workers) resetPeak(pid);
  const before = cpu();
  return {
    end: () => ({
      cpuSeconds: cpu() - before,
      peakBytes: workers.reduce((sum, pid) => sum + peakBytes(pid), 0),
    }),
  };
}

/** Linux counts in hundredths; the fields behind the name are utime, stime, cutime and cstime at 11 to 14. */
function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
}

function peakBytes(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

function resetPeak(pid: number): void {
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
