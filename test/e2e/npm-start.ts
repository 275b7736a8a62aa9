import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../worker/local/demo.ts';
import { endLeftovers } from '../../worker/local/leftovers.ts';
import type { Difference } from '../sandbox/compare/compare.ts';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import { Store } from '../sandbox/store/store.ts';
import type { MailboxAnswer } from './mailferry.ts';
import { prepareDatabase, preparedBundle } from './prepared.ts';

export type Started = {
  child: ChildProcess;
  /** All that it printed so far, errors included. */
  output: () => string;
  exited: Promise<number | null>;
};

/** A state folder with a database as the first start makes it, which takes that start seconds. */
export function prepareState(stateDir: string): void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  prepareDatabase(join(stateDir, 'mailferry'));
}

/** `npm start` on a state folder, but for what npm itself does, and with the Worker of the run. */
export function npmStart(stateDir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, ['--no-warnings', 'worker/local/start.ts', '--state', stateDir, ...args], {
    // An unconfirmed item waits a minute against real servers; the sandbox needs far less. A lease waits for networks.
    env: { ...process.env, MAILFERRY_BUNDLE: preparedBundle(), DOUBT_WAIT_MS: '5000', LEASE_MS: '10000', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return { child, output: () => output, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Waits for the greeting. Throws with all that was printed when the process ends before. */
export async function greeted({ child, output }: Started): Promise<void> {
  await until('the greeting', 180_000, () => {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output()}`);
    return output().includes('Press Ctrl-C to stop') ? true : undefined;
  });
}

/** SIGKILL for a start and the runtime under it, as when the computer goes down. */
export function killStart(stateDir: string, { child }: Started): void {
  child.kill('SIGKILL');
  for (const pid of JSON.parse(readFileSync(join(stateDir, 'pids.json'), 'utf8')) as number[])
    process.kill(pid, 'SIGKILL');
}

/** For the end of a test: nothing of it goes on, whatever happened. */
export async function cleanUp(stateDir: string, ...starts: (Started | undefined)[]): Promise<void> {
  for (const started of starts) started?.child.kill('SIGKILL');
  await endLeftovers(join(stateDir, 'pids.json'));
}

export async function until<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

export function readRun(stateDir: string): Run {
  return JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as Run;
}

/** Calls the API with the key of the demo. Throws on an error answer. */
export async function callApi<T>(run: Run, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(run.url + path, {
    method,
    headers: { authorization: `Bearer ${run.apiKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

export async function mailboxesOf(run: Run): Promise<MailboxAnswer[]> {
  const path = `/api/projects/${run.projectId}/mailboxes?limit=100`;
  return (await callApi<{ items: MailboxAnswer[] }>(run, 'GET', path)).items;
}

export function itemsDone(list: readonly MailboxAnswer[]): number {
  return list.reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0);
}

export async function startFullPass(run: Run): Promise<void> {
  await callApi(run, 'POST', `/api/projects/${run.projectId}/passes`, { type: 'full' });
}

export async function untilCompleted(run: Run, timeoutMs: number): Promise<MailboxAnswer[]> {
  return until('the pass to complete by itself', timeoutMs, async () => {
    const list = await mailboxesOf(run);
    return list.every((mailbox) => mailbox.status === 'Completed') ? list : undefined;
  });
}

/** What tells the two sides of the sandbox apart, from their stores; to be asked while the sandbox does not run. */
export function differencesOf(stateDir: string, run: Run): Difference[] {
  const stores = ['source', 'destination'].map((side) => {
    const file = join(stateDir, 'exchange', `${side}.sqlite`);
    if (!existsSync(file)) throw new Error(`The sandbox keeps no ${side}.`);
    return new Store(file);
  }) as [Store, Store];
  const differences = run.source.mailboxes.flatMap(({ email }, index) =>
    compareMailboxes(stores[0], email, stores[1], run.destination.mailboxes[index]!.email),
  );
  for (const store of stores) store.close();
  return differences;
}
