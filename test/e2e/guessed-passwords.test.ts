import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIMITS } from '../../worker/features/workgroups/attempt-limits.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { HostileServer } from './hostile-server.ts';
import { startHostileServer } from './hostile-server.ts';
import type { MailboxAnswer, Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

const HONEST = 20;
const GUESSES = 14;
const names = Array.from({ length: HONEST }, (_, at) => `user${String(at)}`);
const guessers = Array.from({ length: GUESSES }, (_, at) => `guess${String(at)}`);

let sandbox: Sandbox;
let front: HostileServer;
let mailferry: Mailferry;
/** Mailboxes with whose passwords the source was asked. */
const tried = new Set<string>();

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: names.map((name) => ({ email: `${name}@old.example` })) },
    destination: { profile: 'Exchange2019', mailboxes: names.map((name) => ({ email: `${name}@new.example` })) },
  });
  const noteOf = (name: string) => () => void tried.add(name);
  front = await startHostileServer(
    sandbox.source.url,
    Object.fromEntries([...names, ...guessers].map((name) => [name, noteOf(name)])),
  );
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await front?.close();
  await sandbox?.close();
});

async function project(mailboxes: object[]): Promise<string> {
  const endpoint = async (name: 'source' | 'destination', body: object) =>
    (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, ...body })).id;
  const { id } = await mailferry.call<{ id: string }>('POST', '/api/projects', {
    name: 'Passwords',
    sourceEndpointId: await endpoint('source', { url: front.url }),
    destinationEndpointId: await endpoint('destination', {
      url: sandbox.destination.url,
      credentials: sandbox.destination.admin,
    }),
  });
  await mailferry.call('POST', `/api/projects/${id}/mailboxes`, { mailboxes });
  return id;
}

it('verifies many mailboxes by passwords of their own, without a wait', async () => {
  const projectId = await project(
    sandbox.source.mailboxes.map(({ email, password }, at) => ({
      sourceEmail: email,
      sourcePassword: password,
      destinationEmail: `${names[at]!}@new.example`,
    })),
  );
  for (const type of ['verify', 'verify'] as const) {
    await startPass(mailferry, projectId, type);
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(mailboxes.map(({ status }) => status)).toEqual(names.map(() => 'Completed (Verification)'));
  }
  expect(tried.size).toBe(HONEST);
});

it('sends few guesses for one account, however many mailboxes are added with them', async () => {
  const projectId = await project(
    guessers.map((name, at) => ({
      sourceEmail: `${name}@old.example`,
      sourceLogin: names[0] + '@old.example',
      sourcePassword: `guess number ${String(at)}`,
      destinationEmail: `${name}@new.example`,
    })),
  );
  tried.clear();
  const passId = await startPass(mailferry, projectId, 'verify');
  let mailboxes: MailboxAnswer[] = [];
  const { free } = LIMITS.probeOfAccount;
  const isSettled = ({ status }: MailboxAnswer) => status === 'Failed' || status === 'Paused';
  while (mailboxes.length === 0 || !mailboxes.every(isSettled)) {
    const path = `/api/projects/${projectId}/mailboxes?limit=100`;
    ({ items: mailboxes } = await mailferry.call<{ items: MailboxAnswer[] }>('GET', path));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(tried.size).toBe(free);
  const failed = mailboxes.filter(({ status }) => status === 'Failed');
  expect(failed.map(({ failure }) => failure?.code)).toEqual(failed.map(() => 'http-401'));
  const paused = mailboxes.filter(({ status }) => status === 'Paused');
  expect(paused.length).toBe(GUESSES - free);
  expect(paused[0]?.statusDetail).toContain('Too many passwords were refused');
  await mailferry.call('POST', `/api/passes/${passId}/stop`);
});
