import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../worker/local/ports.ts';
import { bySample } from '../sample.ts';
import type { Started } from './npm-start.ts';
import {
  cleanUp,
  differencesOf,
  greeted,
  itemsDone,
  killStart,
  mailboxesOf,
  npmStart,
  prepareState,
  readRun,
  startFullPass,
  until,
  untilCompleted,
} from './npm-start.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'mailferry-start-'));
const starts: Started[] = [];

afterAll(async () => {
  await cleanUp(stateDir, ...starts);
  rmSync(stateDir, { recursive: true, force: true });
});

function start(args: readonly string[]): Started {
  const started = npmStart(stateDir, args, { SANDBOX_SCALE: '0.1' });
  starts.push(started);
  return started;
}

describe('npm start', () => {
  it('reports in one line that its port is in use', async () => {
    const server = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const started = start(['--port', String(port)]);
    expect(await started.exited).toBe(1);
    expect(started.output().trim()).toBe(
      `Port ${port} is in use. Stop the program that uses it, or choose another with --port.`,
    );
    server.close();
  });

  it('prints a token that is required to become its owner, and creates a folder that only its owner can read', async () => {
    const own = join(stateDir, 'alone');
    // In a full run as a newcomer does it: nothing is there, not even a bundle.
    const args = ['--no-sandbox', '--port', String(await findFreePort())];
    const started = npmStart(own, args, bySample({ small: {}, full: { MAILFERRY_BUNDLE: undefined } }));
    starts.push(started);
    await greeted(started);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    const url = /Mailferry +(http\S+)/.exec(started.output())?.[1];
    const setupToken = /Set-up token +(\S+)/.exec(started.output())?.[1];
    const claim = async (token: string | undefined) => {
      const owner = { workgroupName: 'Eve', name: 'Eve', email: 'eve@example.test', password: 'a long password' };
      const body = JSON.stringify({ ...owner, setupToken: token });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${url}/api/setup`, { method: 'POST', headers, body })).status;
    };
    expect([await claim(undefined), await claim('wrong'), await claim(setupToken)]).toEqual([403, 403, 201]);
    started.child.kill('SIGTERM');
    await started.exited;
    await cleanUp(own);
  });

  it(
    'sets up ten mailboxes, and continues where it stopped after a kill -9 during a pass',
    { timeout: 600_000 },
    async () => {
      const port = String(await findFreePort());
      prepareState(stateDir);
      const first = start(['--port', port]);
      await greeted(first);
      const run = readRun(stateDir);
      expect(run.source.mailboxes).toHaveLength(10);
      const before = await mailboxesOf(run);
      expect(before.map((mailbox) => mailbox.status)).toEqual(Array.from({ length: 10 }, () => 'Not Submitted'));
      await startFullPass(run);
      await until('the first hundred items', 180_000, async () =>
        itemsDone(await mailboxesOf(run)) > 100 ? true : undefined,
      );

      killStart(stateDir, first);
      await first.exited;

      // At once: what belonged to the killed start is still ending.
      const second = start(['--port', port]);
      await greeted(second);
      expect(readRun(stateDir)).toMatchObject({
        projectId: run.projectId,
        apiKey: run.apiKey,
        source: { url: run.source.url },
      });
      const after = await untilCompleted(run, 300_000);
      expect(itemsDone(after)).toBeGreaterThan(700);
      second.child.kill('SIGTERM');
      await second.exited;

      expect(differencesOf(stateDir, run)).toEqual([]);
    },
  );
});
