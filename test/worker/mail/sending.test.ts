import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { SendDeps } from '../../../worker/features/messages/send-due.ts';
import { sendDue } from '../../../worker/features/messages/send-due.ts';
import { messageStatement } from '../../../worker/features/messages/message-statement.ts';
import { getMessage } from '../../../worker/features/messages/store.ts';
import { createMailer } from '../../../worker/runtime/delivery/mailer.ts';
import type { Harness } from '../harness.ts';
import { createHarness, signUp } from '../harness.ts';
import { arrived, hostCounts, MAIL_PORT, resetHost, setFaults } from './mail-world.ts';

const MINUTE = 60_000;

/** A workgroup with a mail server, and a clock of its own. */
async function mailWorld(changes: { smtp?: Record<string, unknown>; hourlyLimit?: number } = {}) {
  let now = Date.now();
  const addresses = { allowPrivate: true };
  const base = createHarness();
  const mailer = createMailer({}, addresses, 'https://ferry.example');
  const harness: Harness = createHarness({
    now: () => now,
    mailer,
    settings: { ...base.deps.settings, addresses, publicUrl: 'https://ferry.example' },
  });
  const owner = await signUp(harness);
  const smtp = { host: 'localhost', port: MAIL_PORT, security: 'none', username: null, ...changes.smtp };
  const body = {
    driver: 'smtp',
    senderName: 'Fährmann, "Harbour"',
    senderAddress: 'ferry@harbour.example',
    replyTo: 'help@harbour.example',
    smtp,
    hourlyLimit: changes.hourlyLimit ?? null,
  };
  const saved = await owner.ask('PUT', '/api/mail-settings', { body });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const { db, newId } = harness.deps;
  const { workgroupId } = owner;
  const deps: SendDeps = { ...harness.deps };
  return {
    owner,
    deps,
    workgroupId,
    pass: (ms: number) => (now += ms),
    now: () => now,
    queue: async (to: string, variables: { cause?: string; mailbox?: string } = {}) => {
      const id = newId('msg');
      await messageStatement(db, workgroupId, {
        id,
        kind: 'failure',
        recipient: to,
        language: 'de',
        variables: {
          project: 'Fjord',
          mailbox: 'kim@old.example',
          cause: 'c',
          remedy: 'r',
          link: 'https://ferry.example/p',
          name: 'Kim',
          ...variables,
        },
        now,
      });
      return id;
    },
    send: (more: Partial<SendDeps> = {}) => sendDue({ ...deps, ...more }, workgroupId, now + MINUTE),
    row: async (id: string) => (await getMessage(db, workgroupId, id))!,
  };
}

beforeEach(resetHost);

test('a message arrives whole, in the language of its recipient, with the headers of an automatic mail', async () => {
  const world = await mailWorld();
  const id = await world.queue('lee@new.example');
  expect(await world.send()).toBeUndefined();
  expect(await world.row(id)).toMatchObject({
    state: 'sent',
    attempts: 1,
    lastResponse: expect.stringMatching(/^250 /),
  });
  const [mail, ...others] = await arrived('lee@new.example');
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: 'ferry@harbour.example',
    subject: 'kim@old.example konnte nicht migriert werden',
    headers: {
      'auto-submitted': 'auto-generated',
      'reply-to': 'help@harbour.example',
      'content-language': 'de',
      'message-id': expect.stringMatching(new RegExp(`^<${id}\\.[0-9a-z]+@harbour\\.example>$`)),
    },
  });
  expect(mail.html).toContain('Guten Tag Kim,');
  expect(mail.text).toContain('Guten Tag Kim,');
});

test('what a value holds begins no header', async () => {
  const world = await mailWorld();
  await world.queue('lee@new.example', { mailbox: 'x\r\nBcc: all@evil.example\r\nX-Evil: 1' });
  await world.send();
  const [mail] = await arrived('lee@new.example');
  expect(mail.subject).toBe('x Bcc: all@evil.example X-Evil: 1 konnte nicht migriert werden');
  expect(Object.keys(mail.headers)).not.toContain('x-evil');
  expect(await arrived('all@evil.example')).toEqual([]);
});

test('greylisting is retried, and a refused recipient bounces at once', async () => {
  const world = await mailWorld();
  await setFaults({ greylist: 1, refused: ['gone@new.example'] });
  const grey = await world.queue('grey@new.example');
  const gone = await world.queue('gone@new.example');
  const due = await world.send();
  expect(await world.row(grey)).toMatchObject({
    state: 'queued',
    attempts: 1,
    lastResponse: expect.stringContaining('451'),
  });
  expect(await world.row(gone)).toMatchObject({
    state: 'bounced',
    lastResponse: expect.stringContaining('No such user'),
  });
  world.pass(due! - world.now());
  expect(await world.send()).toBeUndefined();
  expect(await world.row(grey)).toMatchObject({ state: 'sent', attempts: 2 });
  expect(await arrived('grey@new.example')).toHaveLength(1);
});

test('a refusal after DATA is final', async () => {
  const world = await mailWorld();
  await setFaults({ dataAnswer: { code: 554, text: '5.7.1 Content refused' } });
  const id = await world.queue('lee@new.example');
  expect(await world.send()).toBeUndefined();
  expect(await world.row(id)).toMatchObject({
    state: 'failed',
    lastResponse: expect.stringContaining('Content refused'),
  });
});

test('while the server is down nothing is lost, and the others wait with it', async () => {
  const world = await mailWorld();
  await setFaults({ isDown: true });
  const ids = [await world.queue('a@new.example'), await world.queue('b@new.example')];
  const due = await world.send();
  expect(due).toBeGreaterThan(world.now());
  expect((await world.row(ids[0]!)).attempts + (await world.row(ids[1]!)).attempts).toBe(1);
  expect((await world.owner.ask('GET', '/api/mail-settings')).body.fault.text).toContain('could not be reached');
  await setFaults({ isDown: false });
  world.pass(2 * MINUTE);
  await world.send();
  for (const id of ids) expect((await world.row(id)).state).toBe('sent');
  expect((await world.owner.ask('GET', '/api/mail-settings')).body.fault).toBeNull();
});

test('a cut amid the data loses nothing, and duplicates nothing', async () => {
  const world = await mailWorld();
  await setFaults({ cut: 'mid-data', times: 1 });
  const id = await world.queue('lee@new.example');
  await world.send();
  expect((await world.row(id)).state).toBe('queued');
  world.pass(30 * MINUTE);
  await world.send();
  expect(await world.row(id)).toMatchObject({ state: 'sent', attempts: 2 });
  expect(await arrived('lee@new.example')).toHaveLength(1);
});

test('a cut before the answer is repeated with the same Message-ID, and the row says what is unknown', async () => {
  const world = await mailWorld();
  await setFaults({ cut: 'before-answer', times: 1 });
  const id = await world.queue('lee@new.example');
  await world.send();
  expect(await world.row(id)).toMatchObject({
    state: 'queued',
    unclearEnds: 1,
    lastResponse: expect.stringContaining('may have been delivered'),
  });
  world.pass(30 * MINUTE);
  await world.send();
  expect((await world.row(id)).state).toBe('sent');
  const mails = await arrived('lee@new.example');
  expect(mails).toHaveLength(2);
  expect(new Set(mails.map((mail) => mail.headers['message-id'])).size).toBe(1);
});

test('an answer that never comes ends after three attempts, not in a loop', async () => {
  const world = await mailWorld();
  await setFaults({ cut: 'before-answer' });
  const id = await world.queue('lee@new.example');
  for (let round = 0; round < 6; round++) {
    await world.send();
    world.pass(60 * MINUTE);
  }
  expect(await world.row(id)).toMatchObject({ state: 'failed', attempts: 3 });
  expect(await arrived('lee@new.example')).toHaveLength(3);
});

test('a cut after the answer, or a server that never answers QUIT, is a message that was sent once', async () => {
  const world = await mailWorld();
  await setFaults({ cut: 'after-answer', ignoresQuit: true });
  const id = await world.queue('lee@new.example');
  expect(await world.send()).toBeUndefined();
  expect(await world.row(id)).toMatchObject({ state: 'sent', attempts: 1 });
  expect(await arrived('lee@new.example')).toHaveLength(1);
});

test('who crashes while sending leaves a claim that runs out; the repeat has the same Message-ID', async () => {
  const world = await mailWorld();
  const id = await world.queue('lee@new.example');
  const crash = {
    ...world.deps.mailer,
    send: async (...sent: Parameters<typeof world.deps.mailer.send>) => {
      await world.deps.mailer.send(...sent);
      return new Promise<never>(() => {});
    },
  };
  void world.send({ mailer: crash });
  await expect.poll(async () => (await arrived('lee@new.example')).length).toBe(1);
  expect((await world.row(id)).state).toBe('sending');
  expect(await world.send()).toBe((await world.row(id)).claimedUntil);
  world.pass(6 * MINUTE);
  await world.send();
  expect(await world.row(id)).toMatchObject({ state: 'sent', attempts: 2, unclearEnds: 1 });
  const mails = await arrived('lee@new.example');
  expect(new Set(mails.map((mail) => mail.headers['message-id'])).size).toBe(1);
});

test('a refused sign-in is a fault of the settings: no bounce, one attempt, and new settings send what waited', async () => {
  await setFaults({ signIn: 'refused' });
  const world = await mailWorld({ smtp: { username: 'ferry', password: 'wrong password' } });
  const ids = [await world.queue('a@new.example'), await world.queue('b@new.example')];
  const before = (await hostCounts()).signIns;
  await world.send();
  expect((await hostCounts()).signIns - before).toBe(1);
  expect(await world.row(ids[0]!)).toMatchObject({ state: 'queued', lastResponse: expect.stringContaining('535') });
  await setFaults({ signIn: 'required' });
  const body = {
    driver: 'smtp',
    senderAddress: 'ferry@harbour.example',
    smtp: { host: 'localhost', port: MAIL_PORT, security: 'none', username: 'ferry', password: 'right' },
  };
  const saved = await world.owner.ask('PUT', '/api/mail-settings', { body });
  expect(JSON.stringify(saved.body)).not.toContain('right');
  expect(await world.send()).toBeUndefined();
  for (const id of ids) expect((await world.row(id)).state).toBe('sent');
});

test('without TLS no password leaves, and the row says so', async () => {
  await setFaults({ hasStartTls: false });
  const world = await mailWorld({ smtp: { security: 'starttls', username: 'ferry', password: 'secret' } });
  const before = await hostCounts();
  const id = await world.queue('lee@new.example');
  await world.send();
  const after = await hostCounts();
  expect(after.signIns).toBe(before.signIns);
  expect(after.messages).toBe(before.messages);
  expect(await world.row(id)).toMatchObject({ state: 'queued', lastResponse: expect.stringMatching(/TLS/) });
});

test('the hourly limit holds messages back, and none for longer than an hour', async () => {
  const world = await mailWorld({ hourlyLimit: 2 });
  for (const name of ['a', 'b', 'c']) await world.queue(`${name}@new.example`);
  const due = await world.send();
  expect((await hostCounts()).messages).toBeGreaterThan(1);
  expect((await Promise.all(['a', 'b', 'c'].map((name) => arrived(`${name}@new.example`)))).flat()).toHaveLength(2);
  expect(due! - world.now()).toBeGreaterThan(55 * MINUTE);
  world.pass(due! - world.now());
  await world.send();
  expect((await Promise.all(['a', 'b', 'c'].map((name) => arrived(`${name}@new.example`)))).flat()).toHaveLength(3);
});

test('a message that cannot be rendered fails alone', async () => {
  const world = await mailWorld();
  const { db, newId } = world.deps;
  const id = newId('msg');
  await messageStatement(db, world.workgroupId, {
    id,
    kind: 'failure',
    recipient: 'x@new.example',
    language: 'en',
    variables: {} as never,
    now: world.now(),
  });
  const good = await world.queue('lee@new.example');
  await world.send();
  expect(await world.row(id)).toMatchObject({ state: 'failed', lastResponse: expect.stringContaining('no value for') });
  expect((await world.row(good)).state).toBe('sent');
});

test('a secret link is minted when the message is sent, and stays out of the row', async () => {
  const world = await mailWorld();
  const { db, newId } = world.deps;
  const id = newId('msg');
  const variables = {
    customer: 'Fjord',
    mailbox: 'kim@old.example',
    contact: 'Ada',
    expiresAt: '2027-03-12T16:00:00Z',
  };
  await messageStatement(db, world.workgroupId, {
    id,
    kind: 'reminder',
    recipient: 'kim@new.example',
    language: 'fr',
    variables,
    now: world.now(),
  });
  const url = 'https://ferry.example/c/very-secret-token';
  await world.send({ secretLinks: { reminder: async () => ({ url, statements: [] }) } });
  expect((await arrived('kim@new.example'))[0].text).toContain('very-secret-token');
  expect(JSON.stringify(await world.row(id))).not.toContain('very-secret-token');
  const tables = await env.DB.prepare('SELECT * FROM messages').all();
  expect(JSON.stringify(tables.results)).not.toContain('very-secret-token');
});
