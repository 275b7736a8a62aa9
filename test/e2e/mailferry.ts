import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLeftovers, notePids } from '../../worker/local/leftovers.ts';
import { leaveOutHandshakes } from '../../worker/local/left-out-lines.ts';
import type { Part } from '../../worker/local/parts.ts';
import { startPart } from '../../worker/local/parts.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import { workerdChildren } from '../../worker/local/process-list.ts';
import { readSecrets } from '../../worker/local/secrets.ts';
import { prepareDatabase, preparedBundle } from './prepared.ts';
import { residentBytes } from './resident-bytes.ts';

/** So old the list of workerd's processes may be when their memory is asked for; a killed one has none. */
const LIST_EVERY_MS = 1_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const OWNER = {
  workgroupName: 'Test',
  name: 'Owner',
  email: 'owner@mailferry.test',
  password: 'a-long-password',
};

/** A Mailferry of its own on the embedded workerd, with a state folder that a kill leaves as it is. */
export type Mailferry = {
  url: string;
  /** Where it keeps everything: database, ledgers, coordinators. */
  stateDir: string;
  /** Calls the API with the owner's key. Throws on a problem answer unless `raw`. */
  call: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;
  raw: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: Record<string, unknown> }>;
  /** A further API key, with all scopes. */
  createKey: (role: 'owner' | 'manager' | 'agent') => Promise<string>;
  /** What requests of the owner carry as `Authorization`. */
  authorization: () => string;
  /** Of the session with which its owner set it up. */
  cookies: readonly { name: string; value: string }[];
  /** SIGKILL for the server and its workerd, at once. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  /** The server's process, and those of its workerd. */
  pids: () => number[];
  /** Resident memory of workerd now, in bytes. */
  memoryBytes: () => number;
  close: () => Promise<void>;
};

/** `bundle`: another Worker than that of the run. */
export async function startMailferry(
  settings: Record<string, string> = {},
  bundle: string | undefined = preparedBundle(),
): Promise<Mailferry> {
  const stateDir = mkdtempSync(join(tmpdir(), 'mailferry-e2e-'));
  const persist = join(stateDir, 'mailferry');
  const pidsFile = join(stateDir, 'pids.json');
  prepareDatabase(persist);
  const port = await findFreePort();
  let server: Part | undefined;
  // To list all processes holds up the sandbox, which lives in this one, for as long as several requests.
  let workers: number[] = [];
  let listedAt = -Infinity;
  const start = async () => {
    listedAt = -Infinity;
    const env = {
      MAILFERRY_PORT: String(port),
      MAILFERRY_STATE: persist,
      MAILFERRY_PIDS: pidsFile,
      MAILFERRY_VARS: JSON.stringify({ ...readSecrets(stateDir), ALLOW_PRIVATE_ENDPOINTS: 'true', ...settings }),
      ...(bundle && { MAILFERRY_BUNDLE: bundle }),
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
    };
    // As `npm start` does: the endpoint says why a handshake failed.
    const say = leaveOutHandshakes((line) => void process.stderr.write(`${line}\n`));
    server = await startPart('Mailferry', join(ROOT, 'worker/local/server.ts'), [], env, { say });
  };
  const kill = async () => {
    if (!server) return;
    notePids(pidsFile, workerdChildren(server.child.pid!));
    server.child.kill('SIGKILL');
    await endLeftovers(pidsFile);
    await server.exited;
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  let apiKey = '';
  const raw: Mailferry['raw'] = async (method, path, body, headers) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
  const setup = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(OWNER),
  });
  const cookies = setup.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    return { name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) };
  });
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  // No key creates keys: the owner does.
  const createKey = async (role: 'owner' | 'manager' | 'agent'): Promise<string> => {
    const made = await fetch(`${url}/api/api-keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify({ name: 'test', role }),
    });
    return ((await made.json()) as { key: string }).key;
  };
  apiKey = await createKey('owner');
  return {
    url,
    stateDir,
    raw,
    call: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await raw(method, path, body);
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as T;
    },
    createKey,
    authorization: () => `Bearer ${apiKey}`,
    cookies,
    kill,
    start,
    pids: () => [server!.child.pid!, ...workerdChildren(server!.child.pid!)],
    memoryBytes: () => {
      if (performance.now() > listedAt + LIST_EVERY_MS) {
        workers = workerdChildren(server!.child.pid!);
        listedAt = performance.now();
      }
      return residentBytes(workers);
    },
    close: async () => {
      await server?.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export type MailboxAnswer = {
  id: string;
  sourceEmail: string;
  status: string;
  statusDetail: string | null;
  failure: { code: string; cause: string; remedy: string } | null;
  errorCount: number;
  progress: { itemsTotal: number; itemsDone: number; itemsFailed: number };
};

const OVER = /^(Completed|Failed|Stopped|Paused)/;

/** Waits until no mailbox of the project is on its way. */
export async function waitForPass(
  mailferry: Mailferry,
  projectId: string,
  timeoutMs = 90_000,
): Promise<MailboxAnswer[]> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { items } = await mailferry.call<{ items: MailboxAnswer[] }>(
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=200`,
    );
    if (items.every((mailbox) => OVER.test(mailbox.status) && !/until/.test(mailbox.statusDetail ?? ''))) return items;
    if (Date.now() > until)
      throw new Error(
        `The pass did not end in time: ${JSON.stringify(items.map((m) => [m.status, m.statusDetail, m.progress]))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
