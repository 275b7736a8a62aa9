import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Deps } from '../../worker/features/kernel/deps.ts';
import { createPage } from '../../worker/page.ts';
import { createMailer } from '../../worker/runtime/delivery/mailer.ts';
import type { Answer, Ask, Loose } from './harness.ts';
import { cookieOf, createHarness, makeProject, ORIGIN, signUp } from './harness.ts';
import { ADDRESS } from './licences/licence-world.ts';
import { MAIL_PORT, resetHost, setFaults } from './mail/mail-world.ts';
import { outboxOf } from './webhook-outbox.ts';

/** What nobody may read again. */
const MARKERS = {
  endpointPassword: 'MARKER endpoint "pass" wörd',
  mailboxPassword: 'MARKER mailbox password',
  changedPassword: 'MARKER another mailbox password',
  smtpPassword: 'MARKER-smtp-password',
  agentPassword: 'MARKER agent password, a long one',
  webhookPath: 'MARKER-path-of-the-receiver',
  endUserPassword: ' MARKER "end user" <pässwörd> & %41 ',
  keptPassword: 'MARKER of an answer that waits',
  listedPassword: 'MARKER of a list',
};
/** Where the address of a webhook is shown as it was entered: to owners and managers, who entered it. */
const SHOWS_ADDRESS = /^\/api\/webhooks/;
/** Answers that are no text of ours, or none at all without a browser. */
const NOT_READ = new Set(['/api/projects/{id}/live', '/api/openapi.json']);

const addresses = { allowPrivate: true };

/** Something of everything, with a secret wherever one can be given. */
async function fill() {
  const mailer = createMailer({}, addresses, 'https://ferry.example');
  let isReachable = true;
  const probe: Deps['probe'] = async () => ({
    version: null,
    authSchemes: ['basic'],
    ...(isReachable
      ? { ok: true }
      : { ok: false, kind: 'unreachable', code: 'no-connection', message: 'No connection.' }),
  });
  const harness = createHarness({ mailer, probe, settings: { openSignUp: false, addresses } });
  const owner = await signUp(harness);
  const { ask } = owner;
  const done = async (method: string, path: string, body?: unknown): Promise<Loose> => {
    const answer = await ask(method, path, { body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const credentials = { username: 'admin@old.example', password: MARKERS.endpointPassword };
  const { projectId, sourceEndpointId } = await makeProject(ask, 0, credentials);
  await done('PATCH', `/api/endpoints/${sourceEndpointId}`, { credentials });
  isReachable = false;
  const signIns = { sourcePassword: MARKERS.mailboxPassword, destinationPassword: MARKERS.mailboxPassword };
  const { items } = await done('POST', `/api/projects/${projectId}/mailboxes`, {
    mailboxes: [{ sourceEmail: 'ann@old.example', destinationEmail: 'ann@new.example', ...signIns }],
  });
  await done('PATCH', `/api/mailboxes/${items[0].id}`, { sourcePassword: MARKERS.changedPassword });
  await done('POST', `/api/projects/${projectId}/passes`, { type: 'full' });
  // Two owners answer: the server accepts one, and can't be reached for the other.
  const asked = await done('POST', `/api/projects/${projectId}/mailboxes`, {
    mailboxes: ['bob', 'cat'].map((name) => ({
      sourceEmail: `${name}@old.example`,
      destinationEmail: `${name}@new.example`,
      sourceLogin: 'unknown',
    })),
  });
  await done('POST', `/api/projects/${projectId}/passes`, {
    type: 'full',
    mailboxIds: asked.items.map((mailbox: Loose) => mailbox.id),
  });
  const page = createPage(() => harness.deps);
  const requests = (await done('GET', `/api/projects/${projectId}/credential-requests`)).items;
  const links: string[] = [];
  const answers = [MARKERS.keptPassword, MARKERS.endUserPassword];
  for (const [index, sourcePassword] of answers.entries()) {
    const { url } = await done('POST', `/api/credential-requests/${requests[index].id}/link`);
    links.push(String(url).split('/r/')[1]!);
    const answered = await page.request(`${ORIGIN}${new URL(url).pathname}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ sourceLogin: 'someone', sourcePassword }).toString(),
    });
    expect(answered.status, await answered.text()).toBe(303);
    isReachable = true;
  }
  const after = (await done('GET', `/api/projects/${projectId}/credential-requests`)).items;
  expect(after.map(({ state, isChecking }: Loose) => [state, isChecking])).toEqual([
    [expect.not.stringMatching('answered'), true],
    ['answered', false],
  ]);
  await done('POST', `/api/projects/${projectId}/mailboxes/import`, {
    text: `Source Email,Source Password,Destination Email\nlisted@old.example,${MARKERS.listedPassword},listed@new.example`,
  });
  await done('POST', `/api/projects/${projectId}/notices`, { kind: 'completion' });
  const cookie = await owner.signIn();
  const ownSession = { headers: { cookie, origin: ORIGIN } };
  const { key } = (await harness.ask('POST', '/api/api-keys', { ...ownSession, body: { name: 'Nightly' } })).body;
  const changed = await harness.ask('POST', '/api/auth/change-password', {
    ...ownSession,
    body: { currentPassword: owner.password, newPassword: MARKERS.agentPassword },
  });
  expect(changed.status).toBe(200);
  await done('POST', '/api/invitations', { email: 'bob@harbour.example', role: 'agent' });
  await done('PATCH', '/api/licences', { isOn: true });
  const order = { kind: 'mailbox', quantity: 1, payment: 'invoice', billingAddress: ADDRESS };
  await done('POST', '/api/licence-orders', order);

  await resetHost();
  await setFaults({ signIn: 'refused' });
  const smtp = { host: 'localhost', port: MAIL_PORT, security: 'none', username: 'ferry' };
  await done('PUT', '/api/mail-settings', {
    driver: 'smtp',
    senderAddress: 'ferry@harbour.example',
    smtp: { ...smtp, password: MARKERS.smtpPassword },
  });
  await done('POST', '/api/mail-settings/test', { to: 'lee@new.example' });
  await resetHost();

  const url = `https://hooks.example/${MARKERS.webhookPath}`;
  const { id, secret } = await done('POST', '/api/webhooks', { url, events: ['*'] });
  await done('POST', `/api/webhooks/${id}/test`);
  const rotated = (await done('POST', `/api/webhooks/${id}/rotate-secret`)).secret;
  // A receiver that sends back whatever it was sent.
  const echo = async (_url: string, init?: RequestInit) =>
    new Response(JSON.stringify([...new Headers(init?.headers)]) + new TextDecoder().decode(init?.body as Uint8Array));
  await outboxOf(harness, owner.workgroupId, echo)();
  const tokens = cookieOf(changed)
    .split('; ')
    .map((part) => part.slice(part.indexOf('=') + 1));
  const secrets = [
    ...Object.values(MARKERS).filter((marker) => marker !== MARKERS.webhookPath),
    ...[secret, rotated].flatMap((text: string) => [text, text.slice('whsec_'.length)]),
    key,
    owner.key,
    ...links,
    ...tokens.filter((token) => token.length > 10),
    ...tokens.filter((token) => token.length > 10).map(decodeURIComponent),
  ];
  // An owner who is signed in reads more than any key.
  const asOwner: Ask = (method, path) =>
    harness.ask(method, path, { headers: { cookie: cookieOf(changed), origin: ORIGIN } });
  return { ask: asOwner, harness, secrets };
}

/** What a path asks for besides. */
const QUERIES: Readonly<Record<string, string>> = { '/api/providers/suggestion': '?address=ann@old.example' };

/** Parts of paths that no answer names. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  kind: ['reminder'],
  language: ['de'],
  scriptId: ['full-access'],
};

/** A few ids of each kind. */
function someOf(ids: Iterable<string>): string[] {
  const byKind = new Map<string, string[]>();
  for (const id of ids) byKind.set(id.slice(0, 3), [...(byKind.get(id.slice(0, 3)) ?? []), id]);
  return [...byKind.values()].flatMap((same) => same.slice(0, 2));
}

/** Every answer to a GET that the API's own document names, by its path. For each id in a path, one that was seen. */
async function readAll(ask: Ask, paths: readonly string[]): Promise<Map<string, Answer[]>> {
  const answers = new Map<string, Answer[]>();
  const seen = new Set<string>();
  /** Paths that were answered, by their pattern. */
  const good = new Map<string, string[]>();
  // Short paths first: lists name what longer ones lead to. Then again those whose ids a longer one named.
  const sorted = [...paths].sort((a, b) => a.split('/').length - b.split('/').length);
  for (const path of [...sorted, ...sorted]) {
    if (answers.get(path)?.length) continue;
    const stem = [...good.keys()]
      .filter((known) => path.startsWith(`${known}/`))
      .sort((a, b) => b.length - a.length)[0];
    let urls = stem === undefined ? [''] : good.get(stem)!;
    for (const part of path
      .slice(stem?.length ?? 0)
      .split('/')
      .slice(1)) {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      const choices = name === undefined ? [part] : (WORDS[name] ?? someOf(seen));
      urls = urls.flatMap((url) => choices.map((choice) => `${url}/${choice}`));
    }
    const found: [url: string, answer: Answer][] = [];
    for (const url of urls) {
      const answer = await ask('GET', `${url}${QUERIES[path] ?? ''}`);
      if (answer.status >= 300) continue;
      found.push([url, answer]);
      for (const [id] of JSON.stringify(answer.body).matchAll(/\b[a-z]{3}_[0-9a-z]{10,}\b/gi)) seen.add(id);
    }
    if (path.includes('{') && found.length > 0)
      good.set(
        path,
        found.map(([url]) => url),
      );
    answers.set(
      path,
      found.map(([, answer]) => answer),
    );
  }
  return answers;
}

test('no secret is in any answer to a GET, nor in what is stored of events, deliveries and messages', async () => {
  const { ask, harness, secrets } = await fill();
  const { paths } = (await ask('GET', '/api/openapi.json')).body;
  const readable = Object.keys(paths).filter((path) => paths[path].get && !NOT_READ.has(path));
  const answers = await readAll(ask, readable);
  // What is not reached is not proven. A logo is asked for by its key.
  const unread = readable.filter((path) => answers.get(path)!.length === 0);
  expect(unread).toEqual(['/api/logos/{key}']);
  for (const [path, all] of answers)
    for (const { body, headers } of all) {
      const text = JSON.stringify(body) + JSON.stringify([...headers]);
      for (const secret of secrets) {
        expect(text, path).not.toContain(secret);
        // As JSON has it, inside of JSON.
        expect(text, path).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
      if (!SHOWS_ADDRESS.test(path)) expect(text, path).not.toContain(MARKERS.webhookPath);
    }
  const tables = await env.DB.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
  ).all();
  const isSession = (name: string) => ['session', 'verification'].includes(name);
  for (const { name } of tables.results as { name: string }[]) {
    if (name.startsWith('_cf')) continue;
    const rows = JSON.stringify((await env.DB.prepare(`SELECT * FROM "${name}"`).all()).results);
    for (const secret of secrets) if (!isSession(name)) expect(rows, name).not.toContain(secret);
  }
  expect(harness.calls.length).toBeGreaterThan(0);
});
