import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StartError } from './start-error.ts';
import { endNow, workerdChildren } from './process-list.ts';

export type Part = {
  child: ChildProcess;
  /** The line of JSON with which it said that it is ready. */
  ready: Record<string, unknown>;
  exited: Promise<number | null>;
  stop: () => Promise<void>;
};

/** Events of a part, apart from being ready. */
export type PartEvents = {
  /** Its process was created; nothing of it has run yet. */
  spawned?: (pid: number) => void;
  /** A line of its standard error; without this, it goes to that of this process. */
  say?: (line: string) => void;
};

/** Now and then wrangler waits for a workerd that is ready, and never notices: then both are started again. */
const START_MS = 60_000;
const MOST_STARTS = 3;
/** What a process wrote just before its end may arrive this much later. */
const LAST_WORDS_MS = 500;

/**
 * Starts a part of the local set-up in a process of its own. It says that it is ready by a line of JSON, and ends by
 * itself when its standard input closes: so it goes with this process, however this one ends. Throws StartError.
 */
export async function startPart(
  name: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  events: PartEvents = {},
): Promise<Part> {
  for (let start = 1; start <= MOST_STARTS; start++) {
    const part = await tryPart(name, script, args, env, events);
    if (part) return part;
    process.stderr.write(`${name} was not ready within ${START_MS / 1000} seconds.\n`);
  }
  throw new StartError(`${name} did not start in ${MOST_STARTS} attempts. This computer may be very busy. Try again.`);
}

/** Undefined when it was not ready in time; its processes have ended then. */
async function tryPart(
  name: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { spawned, say }: PartEvents,
): Promise<Part | undefined> {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    stdio: ['pipe', 'pipe', say ? 'pipe' : 'inherit'],
    env: { ...process.env, ...env },
  });
  const stdin = child.stdin!;
  // Something was written to it after it had ended: `exited` reports that.
  stdin.on('error', () => {});
  if (child.pid !== undefined) spawned?.(child.pid);
  if (child.stderr && say) createInterface({ input: child.stderr }).on('line', say);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout! });
  const ready = new Promise<Record<string, unknown>>((resolve) => {
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Record<string, unknown>);
      // wrangler says every queue batch, whatever its log level.
      else if (!line.startsWith('[wrangler:info]')) process.stdout.write(`${line}\n`);
    });
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), START_MS);
  });
  const first = await Promise.race([ready, exited.then(() => undefined), late]);
  clearTimeout(timer);
  if (!first) {
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
    throw new StartError(`${name} did not start. See the reason above.`);
  }
  if (first === 'late') {
    const workers = workerdChildren(child.pid ?? 0);
    child.kill('SIGKILL');
    for (const pid of workers) endNow(pid);
    await exited;
    return undefined;
  }
  return {
    child,
    ready: first,
    exited,
    stop: async () => {
      stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(late);
    },
  };
}
