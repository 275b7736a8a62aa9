import { parseArgs } from 'node:util';
import { prepareRun } from '../e2e/prepared.ts';
import type { Mailferry } from '../e2e/mailferry.ts';
import { startMailferry, waitForPass } from '../e2e/mailferry.ts';
import { NETWORKS, sourcePlan, workloads } from './cases.ts';
import type { SandboxPair } from './sandbox-pair.ts';
import { startPair } from './sandbox-pair.ts';
import type { Start } from './start-chain.ts';
import { startOf } from './start-chain.ts';

/**
 * How long a pass takes from its first request to its first item, on the real local server: medians of `--rounds N` (5).
 * Twice in each project: with its first mailbox it is not yet known whether one server takes what the other exports.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const networks = NETWORKS.filter(({ throttled }) => !throttled);
const MAILBOXES = ['first of a project', 'second of a project'] as const;

const plan = sourcePlan(workloads(1)[0]!);
const sources = MAILBOXES.map((_, at) => ({ ...plan, email: `s${at}@old.example` }));
const spare = Array.from({ length: networks.length * (rounds + 1) * 2 }, (_, at) => ({ email: `m${at}@new.example` }));
const endRun = prepareRun();
const pair = await startPair({
  source: { profile: 'Exchange2013', mailboxes: sources },
  destination: { profile: 'Exchange2013', contents: 'hashed', fillAt: 'access', mailboxes: spare },
});
const server = await startMailferry({ SLICE_MS: '60000', HEARTBEAT_MS: '5000' });
try {
  await Promise.all([pair.source.trace(), pair.destination.trace()]);
  for (const { title, roundTripMs } of networks) {
    const starts = MAILBOXES.map((): Start[] => []);
    for (let round = 0; round <= rounds; round++) {
      await setNetwork(pair, roundTripMs);
      for (const [at, start] of (await startsOfProject()).entries()) if (round > 0) starts[at]!.push(start);
    }
    for (const [at, name] of MAILBOXES.entries()) process.stdout.write(`${line(title, name, starts[at]!)}\n`);
  }
} finally {
  await server.close();
  await pair.close();
  endRun();
}

async function setNetwork({ source: from, destination: to }: SandboxPair, roundTripMs: number): Promise<void> {
  for (const side of [from, to]) await side.prepare({ roundTripMs, throttled: false });
}

/** Runs a pass for one mailbox, and then for another one of the same project. */
async function startsOfProject(): Promise<Start[]> {
  const endpoint = async (name: 'source' | 'destination'): Promise<string> => {
    const { url, admin } = pair[name];
    const request = { name, url, credentials: admin, useImpersonation: true };
    return (await server.call<{ id: string }>('POST', '/api/endpoints', request)).id;
  };
  const { id } = await server.call<{ id: string }>('POST', '/api/projects', {
    name: 'start',
    sourceEndpointId: await endpoint('source'),
    destinationEndpointId: await endpoint('destination'),
  });
  const starts: Start[] = [];
  for (const { email } of sources) starts.push(await startOfPass(server, id, email));
  return starts;
}

async function startOfPass({ call }: Mailferry, projectId: string, sourceEmail: string): Promise<Start> {
  const { items } = await call<{ items: { id: string }[] }>('POST', `/api/projects/${projectId}/mailboxes`, {
    mailboxes: [{ sourceEmail, destinationEmail: spare.shift()!.email }],
  });
  await Promise.all([pair.source.trace(), pair.destination.trace()]);
  await call('POST', `/api/projects/${projectId}/passes`, { type: 'full', mailboxIds: items.map(({ id }) => id) });
  const [mailbox] = (await waitForPass(server, projectId)).slice(-1);
  const start = startOf([...(await pair.source.trace()), ...(await pair.destination.trace())]);
  if (!start) throw new Error(`Nothing was written: ${JSON.stringify(mailbox)}`);
  return start;
}

function line(network: string, mailbox: string, starts: readonly Start[]): string {
  const inOrder = starts.toSorted((a, b) => a.ms - b.ms);
  const median = inOrder[inOrder.length >> 1]!;
  const range = `${Math.round(inOrder[0]!.ms)} to ${Math.round(inOrder.at(-1)!.ms)}`;
  return (
    `${network}, ${mailbox}: ${Math.round(median.ms)} ms (${range}), ${median.chain.length} requests in a row of ` +
    `${median.requests}\n  ${median.chain.join(' → ')}`
  );
}
