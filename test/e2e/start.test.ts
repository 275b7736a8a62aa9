import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import type { Run } from '../../worker/local/demo.ts';
import { endLeftovers } from '../../worker/local/leftovers.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import { Store } from '../sandbox/store/store.ts';
import type { MailboxAnswer } from './mailferry.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'mailferry-start-'));
const pidsFile = join(stateDir, 'pids.json');
let child: ChildProcess | undefined;

afterAll(async () => {
  child?.kill('SIGKILL');
  await endLeftovers(pidsFile);
  rmSync(stateDir, { recursive: true, force: true });
});

type Started = { output: () => string; exited: Promise<number | null> };

/** `npm start`, but for what npm itself does. */
function start(args: readonly string[]): Started {
  child = spawn(process.execPath, ['--no-warnings', 'worker/local/start.ts', '--state', stateDir, ...args], {
    // A doubt waits a minute against real servers; the sandbox needs far less. A lease waits for networks.
    env: { ...process.env, DOUBT_WAIT_MS: '5000', LEASE_MS: '10000', SANDBOX_SCALE: '0.2' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = child;
  let output = '';
  for (const stream of [started.stdout!, started.stderr!]) stream.on('data', (chunk) => (output += String(chunk)));
  return { output: () => output, exited: new Promise((resolve) => started.once('exit', resolve)) };
}

async function until<T>(
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

function readRun(): Run {
  return JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as Run;
}

async function mailboxes(run: Run): Promise<MailboxAnswer[]> {
  const headers = { authorization: `Bearer ${run.apiKey}` };
  const response = await fetch(`${run.url}/api/projects/${run.projectId}/mailboxes?limit=100`, { headers });
  return ((await response.json()) as { items: MailboxAnswer[] }).items;
}

describe('npm start', () => {
  it('says in one line that its port is taken', async () => {
    const server = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const started = start(['--port', String(port)]);
    expect(await started.exited).toBe(1);
    expect(started.output().trim()).toBe(
      `Port ${port} is taken. End what listens there, or choose another with --port.`,
    );
    server.close();
  });

  it('prepares ten mailboxes, and after a kill -9 in mid-pass goes on where it was', { timeout: 300_000 }, async () => {
    const port = String(await findFreePort());
    const first = start(['--port', port]);
    await until('the greeting', 180_000, () => (first.output().includes('Sign in') ? true : undefined));
    const run = readRun();
    expect(run.source.mailboxes).toHaveLength(10);
    const before = await mailboxes(run);
    expect(before.map((mailbox) => mailbox.status)).toEqual(Array.from({ length: 10 }, () => 'Not Submitted'));
    await fetch(`${run.url}/api/projects/${run.projectId}/passes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${run.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'full' }),
    });
    await until('the first hundred items', 60_000, async () =>
      (await mailboxes(run)).reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0) > 100 ? true : undefined,
    );

    child!.kill('SIGKILL');
    for (const pid of JSON.parse(readFileSync(pidsFile, 'utf8')) as number[]) process.kill(pid, 'SIGKILL');
    await first.exited;

    // At once: what belonged to the killed start is still ending.
    const second = start(['--port', port]);
    await until('the second greeting', 180_000, () => (second.output().includes('Sign in') ? true : undefined));
    expect(readRun()).toMatchObject({ projectId: run.projectId, apiKey: run.apiKey, source: { url: run.source.url } });
    const after = await until('the pass to complete by itself', 150_000, async () => {
      const list = await mailboxes(run);
      return list.every((mailbox) => mailbox.status === 'Completed') ? list : undefined;
    });
    expect(after.reduce((sum, mailbox) => sum + mailbox.progress.itemsDone, 0)).toBeGreaterThan(1_400);
    child!.kill('SIGTERM');
    await second.exited;

    const fileOf = (side: string) => join(stateDir, 'exchange', `${side}.sqlite`);
    expect(existsSync(fileOf('source'))).toBe(true);
    const stores = [new Store(fileOf('source')), new Store(fileOf('destination'))] as const;
    const differences = run.source.mailboxes.flatMap(({ email }, index) =>
      compareMailboxes(stores[0], email, stores[1], run.destination.mailboxes[index]!.email),
    );
    for (const store of stores) store.close();
    expect(differences).toEqual([]);
  });
});
