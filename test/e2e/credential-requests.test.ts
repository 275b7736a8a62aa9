import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import { bySample } from '../sample.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { EndUser } from './end-user.ts';
import { endUserAt, linkIn } from './end-user.ts';
import { chromiumPath, errorsOn, findBarriers, launchChromium, signIn } from './in-browser.ts';
import { textOfTables, withDatabaseOf } from './kept-rows.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { filesBelow, tracesOf } from './traces-of.ts';

/** `END_USERS=200` for the whole run. */
const USERS = Number(process.env.END_USERS ?? bySample({ small: 8, full: 24 }));
/** So many people press at once. */
const AT_ONCE = 6;
const ADDRESS_HEADER = 'x-client-address';
/** In every password and in nothing else: what is looked for afterwards. */
const RIGHT = 'KelpZander';
const WRONG = 'OtterSedge';

const NAMES = Array.from({ length: USERS }, (_, at) => `user${String(at)}`);
const [SCRIPTLESS, SCRIPTED] = NAMES as [string, string];
/** Its passwords are known: it needs no one. */
const KNOWN = 'known';
/** What people use as passwords: spaces, quotes, what HTML and URLs escape, other alphabets; 256 characters. */
const ENDINGS = ['', ' with spaces ', '"\'`<&>%+;', 'äßçñ', '密码🔑', 'كلمة', 'x'.repeat(200)];
const passwordOf = (name: string, at: number): string => `${RIGHT}-${name}-${ENDINGS[at % ENDINGS.length]!}`;

type Request = { state: string; attempts: number };
type Mailbox = { sourceEmail: string; status: string; hasSourcePassword: boolean; hasDestinationPassword: boolean };

describe.skipIf(!chromiumPath)(`${String(USERS)} end users who give their own credentials`, () => {
  let folder: string;
  let mailHost: MailHost;
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let technician: Page;
  let projectId: string;
  let errors: string[];
  const answers: string[] = [];
  const printed: string[] = [];
  const links = new Map<string, string>();
  const caFileBefore = process.env.NODE_EXTRA_CA_CERTS;

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed.push(String(text));
        return write(text);
      });
    }
    folder = mkdtempSync(join(tmpdir(), 'end-users-'));
    process.env.NODE_EXTRA_CA_CERTS = join(folder, 'trusted.pem');
    writeFileSync(process.env.NODE_EXTRA_CA_CERTS, SELF_SIGNED.cert);
    mailHost = await startMailHost({ certificate: SELF_SIGNED });
    const mailboxes = (domain: string, items: number) =>
      [KNOWN, ...NAMES].map((name, at) => ({
        email: `${name}@${domain}`,
        password: passwordOf(name, at + (items > 0 ? 0 : 1)),
        fill: { seed: at, items },
      }));
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', fillAt: 'access', mailboxes: mailboxes('old.example', 3) },
      destination: { profile: 'Exchange2019', fillAt: 'access', mailboxes: mailboxes('new.example', 0) },
    });
    mailferry = await startMailferry({ CLIENT_ADDRESS_HEADER: ADDRESS_HEADER });
    await mailferry.call('PUT', '/api/mail-settings', {
      driver: 'smtp',
      senderAddress: 'ferry@harbour.example',
      smtp: { host: 'localhost', port: mailHost.port, security: 'starttls', username: null },
    });
    const endpoint = async (name: 'source' | 'destination') =>
      (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, url: sandbox[name].url })).id;
    projectId = (
      await mailferry.call<{ id: string }>('POST', '/api/projects', {
        name: 'Fjord Trading',
        sourceEndpointId: await endpoint('source'),
        destinationEndpointId: await endpoint('destination'),
        options: { maximumConcurrentMigrations: 24 },
      })
    ).id;
    await mailferry.call('POST', `/api/projects/${projectId}/mailboxes`, {
      mailboxes: [
        {
          sourceEmail: `${KNOWN}@old.example`,
          sourcePassword: sandbox.source.mailboxes[0]!.password,
          destinationEmail: `${KNOWN}@new.example`,
          destinationPassword: sandbox.destination.mailboxes[0]!.password,
        },
      ],
    });
    browser = await launchChromium();
    technician = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    errors = errorsOn(technician);
    await signIn(technician, mailferry);
  });

  afterAll(async () => {
    vi.restoreAllMocks();
    if (caFileBefore === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
    else process.env.NODE_EXTRA_CA_CERTS = caFileBefore;
    await browser?.close();
    await mailferry?.close();
    await Promise.all([sandbox?.close(), mailHost?.close()]);
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Every item of a list of the API; what was answered is kept. */
  async function readAll<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await mailferry.call<{ items: T[]; nextCursor: string | null }>('GET', `${path}?limit=200${more}`);
      answers.push(JSON.stringify(page));
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }
  const readMailboxes = () => readAll<Mailbox>(`/api/projects/${projectId}/mailboxes`);
  const readRequests = () => readAll<Request>(`/api/projects/${projectId}/credential-requests`);
  async function countByStatus(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { status } of await readMailboxes()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }
  const passwordAt = (side: 'source' | 'destination', name: string): string =>
    sandbox[side].mailboxes.find(({ email }) => email.startsWith(`${name}@`))!.password;
  const userNamed = (name: string): EndUser =>
    endUserAt(
      mailferry.url,
      links.get(name)!,
      { header: ADDRESS_HEADER, address: `203.0.113.${String(NAMES.indexOf(name) % 250)}` },
      (text) => void answers.push(text),
    );

  it('are asked when a technician, who does not know the logins, starts a pass', async () => {
    await technician.goto(`${mailferry.url}/projects/${projectId}`);
    await technician.getByRole('link', { name: 'Add mailboxes' }).click();
    await technician
      .getByLabel('Or paste lines here')
      .fill(NAMES.map((name) => `${name}@old.example, ${name}@new.example`).join('\n'));
    await technician.getByRole('button', { name: 'Check the list' }).click();
    await technician.getByLabel('I don’t know the source logins').check();
    await technician.getByLabel('I don’t know the destination logins').check();
    await technician.getByRole('button', { name: `Add ${String(USERS)} mailboxes` }).click();
    await technician.getByRole('link', { name: 'Open the project' }).click();
    await technician.getByRole('button', { name: 'Start', exact: true }).click();
    await technician.getByRole('menuitem', { name: /Full pass/ }).click();
    await technician
      .getByRole('dialog')
      .getByRole('button', { name: /^Start/ })
      .click();
    await technician.locator('[data-status="Waiting For End User"]').first().waitFor();
    // Who needs no one does not wait for the others.
    await expect
      .poll(countByStatus, { timeout: 60_000, interval: 1_000 })
      .toEqual({ 'Waiting For End User': USERS, Completed: 1 });
  });

  it('get one message each, with a link of their own', async () => {
    await expect.poll(() => mailHost.messages().length, { timeout: 120_000, interval: 500 }).toBe(USERS);
    for (const name of NAMES) {
      const [message, ...others] = mailHost.messages(`${name}@old.example`);
      expect(others).toEqual([]);
      links.set(name, linkIn(message!));
    }
    expect(new Set(links.values()).size).toBe(USERS);
    await expect
      .poll(async () => new Set((await readRequests()).map(({ state }) => state)), { timeout: 20_000 })
      .toEqual(new Set(['sent']));
    await technician.reload();
    await technician.getByRole('button', { name: `Not opened ${String(USERS)}` }).waitFor();
  });

  it('give them without any script, and see their mailbox begin', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(mailferry.url + links.get(SCRIPTLESS)!);
    await fill(page, SCRIPTLESS, { source: `${WRONG}-typo` });
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('alert').first().textContent()).toMatch(/password/i);
    await fill(page, SCRIPTLESS);
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await context.close();
  });

  it('give them with scripts, and watch their mailbox until it is completed', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    errors.push(...errorsOn(page));
    await page.goto(mailferry.url + links.get(SCRIPTED)!);
    expect(await findBarriers(page)).toEqual([]);
    await fill(page, SCRIPTED);
    await page
      .getByText(/100\s*%|complete/i)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await findBarriers(page)).toEqual([]);
    await context.close();
  });

  /** Fills in the form of a page and presses its button. */
  async function fill(page: Page, name: string, wrong: { source?: string } = {}): Promise<void> {
    const inputs = { source: page.locator('#sourcePassword'), destination: page.locator('#destinationPassword') };
    await inputs.source.fill(wrong.source ?? passwordAt('source', name));
    // A side that was accepted asks for nothing more.
    if ((await inputs.destination.count()) > 0) await inputs.destination.fill(passwordAt('destination', name));
    await page.locator('form:has(input[type=password]) button[type=submit]').click();
  }

  it('half of them after a wrong password, six at a time; each press is one sign-in', async () => {
    const rest = NAMES.filter((name) => name !== SCRIPTLESS && name !== SCRIPTED);
    const waiting = [...rest];
    const startedAt = Date.now();
    const times: number[] = [];
    for (const side of [sandbox.source, sandbox.destination]) side.resetStats();
    const answerOne = async (name: string) => {
      const user = userNamed(name);
      const right = {
        source: { password: passwordAt('source', name) },
        destination: { password: passwordAt('destination', name) },
      };
      expect((await user.open()).status).toBe(200);
      if (NAMES.indexOf(name) % 2 === 0) {
        const refused = await user.answer({ ...right, source: { password: `${WRONG}-${name}` } });
        expect([name, refused.alert]).toEqual([name, expect.stringMatching(/password/i)]);
      }
      const pressedAt = performance.now();
      const done = await user.answer(right);
      times.push(performance.now() - pressedAt);
      expect([name, done.status, done.alert]).toEqual([name, 200, '']);
    };
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let name = waiting.shift(); name; name = waiting.shift()) await answerOne(name);
      }),
    );
    const wrong = rest.filter((name) => NAMES.indexOf(name) % 2 === 0);
    expect(sandbox.source.stats().wrongPasswords).toEqual(
      Object.fromEntries(wrong.map((name) => [`${name}@old.example`, 1])),
    );
    expect(sandbox.destination.stats().wrongPasswords).toEqual({});
    times.sort((a, b) => a - b);
    process.stdout.write(
      `${String(rest.length)} answers, ${String(wrong.length)} of them wrong first, in ${((Date.now() - startedAt) / 1000).toFixed(1)} s; ` +
        `a right one takes ${times[times.length >> 1]!.toFixed(0)} ms, the slowest ${times.at(-1)!.toFixed(0)} ms.\n`,
    );
  });

  it('have all their mailboxes completed, and the technician sees it', async () => {
    await expect.poll(countByStatus, { timeout: 180_000, interval: 1_000 }).toEqual({ Completed: USERS + 1 });
    const requests = await readRequests();
    expect(new Set(requests.map(({ state }) => state))).toEqual(new Set(['answered']));
    expect(requests.length).toBe(USERS);
    expect(requests.filter(({ attempts }) => attempts > 0).length).toBeGreaterThanOrEqual(USERS / 2 - 1);
    await technician.getByRole('button', { name: `Done ${String(USERS + 1)}` }).waitFor({ timeout: 20_000 });
    await technician.getByRole('button', { name: `Answered ${String(USERS)}` }).waitFor({ timeout: 20_000 });
    expect(errors).toEqual([]);
  });

  /** All that anyone could look into: state, output, mails, answers to people and to programs. */
  async function places() {
    await readAll('/api/events');
    await readAll('/api/messages');
    return [
      ...filesBelow(mailferry.stateDir),
      { name: 'output', bytes: Buffer.from(printed.join('')) },
      { name: 'messages', bytes: Buffer.from(JSON.stringify(mailHost.messages())) },
      { name: 'answers', bytes: Buffer.from(answers.join('\n')) },
    ];
  }

  it('leave no part of a password anywhere, nor do their links', async () => {
    const everywhere = await places();
    // What is meant to be found is found: the search does look into all of them.
    const found = tracesOf('user1@old.example', everywhere);
    expect(found).toEqual(expect.arrayContaining(['messages', 'answers']));
    expect(found.some((name) => name.endsWith('.sqlite') || name.endsWith('.sqlite-wal'))).toBe(true);
    for (const secret of [RIGHT, WRONG]) expect(tracesOf(secret, everywhere)).toEqual([]);
    const token = links.get(SCRIPTED)!.slice('/r/'.length);
    // Their own message has it, and their own page may.
    expect(tracesOf(token, everywhere).filter((name) => name !== 'messages' && name !== 'answers')).toEqual([]);
  });

  it('are forgotten on demand: what was sealed is gone', async () => {
    const sealed = withDatabaseOf(mailferry.stateDir, (database) =>
      database
        .prepare(
          'SELECT source_password_sealed AS a, destination_password_sealed AS b FROM mailboxes WHERE source_email <> ?',
        )
        .all(`${KNOWN}@old.example`)
        .flatMap(({ a, b }) => [String(a), String(b)]),
    );
    expect([sealed.length, sealed.includes('null')]).toEqual([2 * USERS, false]);
    await technician.getByRole('button', { name: 'Credentials' }).click();
    await technician.getByRole('menuitem', { name: /Purge credentials/ }).click();
    await technician.getByLabel('Type “Fjord Trading” to confirm').fill('Fjord Trading');
    await technician
      .getByRole('alertdialog')
      .getByRole('button', { name: /^Purge/ })
      .click();
    await technician.getByText(`The credentials of ${String(USERS)} mailboxes are purged`).waitFor();
    const tables = withDatabaseOf(mailferry.stateDir, textOfTables);
    expect(tables).toContain('user1@old.example');
    expect(sealed.filter((text) => tables.includes(text))).toEqual([]);
    const left = (await readMailboxes()).filter(
      (mailbox) => mailbox.hasSourcePassword || mailbox.hasDestinationPassword,
    );
    expect(left.map(({ sourceEmail }) => sourceEmail)).toEqual([`${KNOWN}@old.example`]);
    const receipts = (await readAll<{ type: string }>('/api/events')).filter(
      ({ type }) => type === 'credentials.purged',
    );
    expect(receipts.length).toBeGreaterThan(0);
  });
});
