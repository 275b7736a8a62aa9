import { join } from 'node:path';
import { bundleWorker } from '../../../worker/local/commands.ts';
import type { Mailferry } from '../../e2e/mailferry.ts';
import { startMailferry } from '../../e2e/mailferry.ts';
import { PREPARED_FOLDER, prepareRun } from '../../e2e/prepared.ts';
import type { GenerateOptions } from '../../sandbox/generate/mailbox.ts';
import type { BenchSide, SandboxPair } from '../sandbox-pair.ts';
import { startPair } from '../sandbox-pair.ts';
import type { Measured } from './measured.ts';

/** As `prepareRun`, with the Worker that measures. */
export function prepareMeasuredRun(): () => void {
  const end = prepareRun();
  bundleWorker(join(process.env[PREPARED_FOLDER]!, 'worker'), 'test/bench/measured/index.ts');
  return end;
}

export type World = {
  mailferry: Mailferry;
  /**
   * A project of `count` mailboxes from the `from`th on; those beyond what the servers have do not exist there. Between
   * other servers where some are named.
   */
  project: (from: number, count: number, options?: Record<string, unknown>, servers?: SandboxPair) => Promise<string>;
  startPass: (projectId: string, type: 'verify' | 'full') => Promise<string>;
  measured: () => Promise<Measured>;
  /** Begins to measure from nothing. */
  measure: () => Promise<void>;
  close: () => Promise<void>;
};

const addressOf = (index: number, side: 'old' | 'new'): string => `user${index}@${side}.example`;
const ADD_BATCH_SIZE = 1_000;

type Servers = { fill?: (index: number) => GenerateOptions; roundTripMs?: number };

/** Two servers with so many mailboxes. */
export async function startServers(mailboxes: number, { fill, roundTripMs = 0 }: Servers = {}): Promise<SandboxPair> {
  const indexes = Array.from({ length: mailboxes }, (_, index) => index);
  const pair = await startPair({
    source: {
      profile: 'Exchange2013',
      fillAt: 'access',
      mailboxes: indexes.map((index) => ({ email: addressOf(index, 'old'), ...(fill && { fill: fill(index) }) })),
    },
    destination: {
      profile: 'Exchange2019',
      fillAt: 'access',
      mailboxes: indexes.map((index) => ({ email: addressOf(index, 'new') })),
    },
  });
  for (const side of [pair.source, pair.destination]) await side.prepare({ roundTripMs, throttled: false });
  return pair;
}

/** A Mailferry that measures, and two servers with so many mailboxes. */
export async function startWorld(mailboxes: number, options: Servers = {}): Promise<World> {
  const own = await startServers(mailboxes, options);
  const mailferry = await startMailferry();
  const endpoint = async ({ url, admin }: BenchSide): Promise<string> => {
    const body = { name: url, url, credentials: admin, useImpersonation: true };
    return (await mailferry.call<{ id: string }>('POST', '/api/endpoints', body)).id;
  };
  const ask = async (method: 'GET' | 'DELETE'): Promise<Measured> =>
    (await (await fetch(`${mailferry.url}/api/measured`, { method })).json()) as Measured;
  return {
    mailferry,
    project: async (from, count, projectOptions = {}, servers = own) => {
      const made = await mailferry.call<{ id: string }>('POST', '/api/projects', {
        name: `${count} mailboxes`,
        sourceEndpointId: await endpoint(servers.source),
        destinationEndpointId: await endpoint(servers.destination),
        options: projectOptions,
      });
      for (let first = from; first < from + count; first += ADD_BATCH_SIZE) {
        const length = Math.min(ADD_BATCH_SIZE, from + count - first);
        const lines = Array.from({ length }, (_, index) => ({
          sourceEmail: addressOf(first + index, 'old'),
          destinationEmail: addressOf(first + index, 'new'),
        }));
        await mailferry.call('POST', `/api/projects/${made.id}/mailboxes`, { mailboxes: lines });
      }
      return made.id;
    },
    startPass: async (projectId, type) =>
      (await mailferry.call<{ id: string }>('POST', `/api/projects/${projectId}/passes`, { type })).id,
    measured: () => ask('GET'),
    measure: async () => void (await ask('DELETE')),
    close: async () => {
      await mailferry.close();
      await own.close();
    },
  };
}

/** Waits until `isSo`; throws after a while. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  everyMs = 200,
  longestMs = 300_000,
): Promise<void> {
  for (const end = Date.now() + longestMs; !(await isSo());) {
    if (Date.now() > end) throw new Error(`It took too long: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export async function isPassOver(world: World, passId: string): Promise<boolean> {
  const pass = await world.mailferry.call<{ endedAt: string | null }>('GET', `/api/passes/${passId}`);
  return pass.endedAt !== null;
}

/** A table in Markdown. */
export function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
