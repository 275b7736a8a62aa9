import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { StartError } from './options.ts';

export type Part = {
  child: ChildProcess;
  /** What the part told when it was ready: its first line of JSON. */
  ready: Record<string, unknown>;
  exited: Promise<number | null>;
  stop: () => Promise<void>;
};

/** Now and then wrangler waits for ever for a workerd that has long been there: then it is begun anew. */
const START_MS = 60_000;
const MOST_STARTS = 3;

/**
 * Starts a part of the local set-up in a process of its own. It says that it is ready by a line of JSON, and ends by
 * itself when its standard input closes: so it goes with this process, however this one ends. Throws StartError.
 */
export async function startPart(
  name: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Part> {
  for (let start = 1; start <= MOST_STARTS; start++) {
    const part = await tryPart(name, script, args, env);
    if (part) return part;
    process.stderr.write(`${name} was not ready within ${START_MS / 1000} seconds.\n`);
  }
  throw new StartError(`${name} did not start in ${MOST_STARTS} attempts. Is this computer very busy? Try again.`);
}

/** Undefined when it was not ready in time; nothing is left of it then. */
async function tryPart(
  name: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Part | undefined> {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const lines = createInterface({ input: child.stdout });
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
  if (!first) throw new StartError(`${name} did not start; the lines above say why.`);
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
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(late);
    },
  };
}

/** A port that is free at this moment. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Throws StartError when something else listens on the port. Waits for `patienceMs` first: what an earlier start left
 * behind may still be ending.
 */
export async function requireFreePort(port: number, flag: string, patienceMs = 0): Promise<void> {
  for (const end = Date.now() + patienceMs; ;) {
    const code = await tryPort(port);
    if (!code) return;
    if (Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    else if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is taken. End what listens there, or choose another with ${flag}.`);
    else throw new StartError(`Port ${port} can't be used (${code}). Choose another with ${flag}.`);
  }
}

/** Why the port can't be listened on; undefined when it can. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}

type ProcessLine = { pid: number; parent: number; command: string };

function processList(): ProcessLine[] {
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

/** Remembers processes that would outlive a killed parent. */
export function notePids(file: string, pids: readonly number[]): void {
  writeFileSync(file, JSON.stringify(pids));
}

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

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended since it was listed.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const LONGEST_END_MS = 5_000;

/**
 * Ends what a killed server left running, and waits until it is gone: only processes that it noted, and only while
 * they are still workerd. Two of them must never have one database open.
 */
export async function endLeftovers(file: string): Promise<void> {
  let noted: number[];
  try {
    noted = JSON.parse(readFileSync(file, 'utf8')) as number[];
  } catch {
    return;
  }
  const left = (): number[] =>
    processList()
      .filter(({ pid, command }) => noted.includes(pid) && command.includes('workerd'))
      .map(({ pid }) => pid);
  for (const pid of left()) endNow(pid);
  for (const end = Date.now() + LONGEST_END_MS; left().length > 0 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
