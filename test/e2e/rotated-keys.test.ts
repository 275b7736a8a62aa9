import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSecrets } from '../../worker/local/secrets.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

const ITEMS = 12;
/** What the next start of Mailferry finds in its environment. */
const settings: Record<string, string> = {};
let sandbox: Sandbox;
let mailferry: Mailferry;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [
        { email: 'a@old.example', password: 'a password that nothing else has', fill: { seed: 3, items: ITEMS } },
      ],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] },
  });
  mailferry = await startMailferry(settings);
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

/** Whether anything that is stored contains a text. */
function isStored(text: string): boolean {
  return readdirSync(mailferry.stateDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(mailferry.stateDir, name))
    .some((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

async function restart(changes: Record<string, string>): Promise<void> {
  await mailferry.kill();
  Object.assign(settings, changes);
  await mailferry.start();
}

it('passes continue over restarts and changes of keys with passwords that belong to their servers', async () => {
  const [source, destination] = [sandbox.source.mailboxes[0]!, sandbox.destination.mailboxes[0]!];
  const endpoint = (name: string, body: object) =>
    mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, ...body });
  const { id: sourceEndpointId } = await endpoint('source', { url: sandbox.source.url });
  const { id: destinationEndpointId } = await endpoint('destination', {
    url: sandbox.destination.url,
    credentials: sandbox.destination.admin,
  });
  const { id: projectId } = await mailferry.call<{ id: string }>('POST', '/api/projects', {
    name: 'Keys',
    sourceEndpointId,
    destinationEndpointId,
  });
  const added = await mailferry.call<{ items: { id: string }[] }>('POST', `/api/projects/${projectId}/mailboxes`, {
    mailboxes: [{ sourceEmail: source.email, sourcePassword: source.password, destinationEmail: destination.email }],
  });
  const mailboxId = added.items[0]!.id;
  const pass = async () => {
    await startPass(mailferry, projectId, 'full');
    return (await waitForPass(mailferry, projectId))[0];
  };
  expect(await pass()).toMatchObject({ status: 'Completed', progress: { itemsDone: ITEMS } });

  // Another key, and the old one beside it: what it sealed opens, and the schedule seals it again.
  const { VAULT_KEY: old } = readSecrets(mailferry.stateDir);
  const next = { VAULT_KEY: randomBytes(32).toString('base64'), VAULT_KEY_ID: 'k2' };
  await restart({ ...next, VAULT_OLD_KEYS: JSON.stringify({ k1: old }) });
  expect(await pass()).toMatchObject({ status: 'Completed' });
  await expect.poll(() => isStored('v2.k2.'), { timeout: 20_000 }).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await restart({ VAULT_OLD_KEYS: '' });
  expect(await pass()).toMatchObject({ status: 'Completed', failure: null });

  // The same server by another name is another server: each password is asked for again.
  const elsewhere = sandbox.source.url.replace('127.0.0.1', 'localhost');
  await mailferry.call('PATCH', `/api/endpoints/${sourceEndpointId}`, { url: elsewhere });
  const refused = await mailferry.raw('POST', `/api/projects/${projectId}/passes`, { type: 'full' });
  expect(refused).toMatchObject({ status: 422, body: { code: 'credentials-missing' } });
  await mailferry.call('PATCH', `/api/mailboxes/${mailboxId}`, { sourcePassword: source.password });
  expect(await pass()).toMatchObject({ status: 'Completed' });
  expect(isStored(source.password)).toBe(false);
});
