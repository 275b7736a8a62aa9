import { spawn } from 'node:child_process';
import { boundedLines, lastLines } from './bounded-lines.ts';
import type { Done, Task } from './contender.ts';
import { startMeter } from './meter.ts';

const OVERDUE_MS = 60_000;

/**
 * Runs a script that copies a mailbox. It gets the task as a line of JSON, prints `begin` when its libraries are loaded
 * and an end as JSON when it is done; then its standard input closes. Throws with the last lines of its error output where
 * it ends without one.
 */
export async function runScript(
  command: readonly [string, ...string[]],
  task: Task,
  settings: Record<string, unknown> = {},
): Promise<Done> {
  await task.ready();
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints = lastLines(child.stderr);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const order = {
    source: { url: task.source.url, ...task.from },
    destination: { url: task.destination.url, ...task.to },
    limitMs: task.limitMs,
    ...settings,
  };
  // Whoever dies early reads nothing.
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(order)}\n`);
  let meter: ReturnType<typeof startMeter> | undefined;
  let startedAt = 0;
  let done: Done | undefined;
  // One that hangs is no reason to wait for ever.
  const overdue = setTimeout(() => child.kill('SIGKILL'), task.limitMs + OVERDUE_MS);
  try {
    for await (const line of boundedLines(child.stdout)) {
      if (line === 'begin') {
        meter = startMeter([child.pid as number]);
        startedAt = performance.now();
      } else if (line.startsWith('{') && meter) {
        const seconds = (performance.now() - startedAt) / 1000;
        const { note } = JSON.parse(line) as { note?: string };
        done = { ...meter.end(), seconds, ...(note && { note }) };
        child.stdin.end();
      }
    }
    const code = await exited;
    if (!done) throw new Error([`The script ended with ${code}`, ...(await complaints)].join('\n'));
    return done;
  } finally {
    clearTimeout(overdue);
    child.kill('SIGKILL');
  }
}
