import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { messageStatement } from '../../../worker/features/messages/message-statement.ts';
import { sendDue } from '../../../worker/features/messages/send-due.ts';
import { getMessage } from '../../../worker/features/messages/store.ts';
import { LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { OutgoingMail } from '../../../worker/lib/mail/outgoing-mail.ts';
import { sendByBinding } from '../../../worker/runtime/delivery/drivers/binding.ts';
import { createMailer } from '../../../worker/runtime/delivery/mailer.ts';
import { createHarness, signUp } from '../harness.ts';
import { createFakeBinding } from './fake-binding.ts';

const MINUTE = 60_000;
const SENDER = 'ferry@harbour.example';

/** A workgroup that sends by a binding, and a clock of its own. */
async function world(senderAddress = SENDER) {
  let now = Date.now();
  const fake = createFakeBinding({ domain: 'harbour.example', suppressed: ['gone@new.example'] });
  const mailer = createMailer({ EMAIL: fake.binding }, { allowPrivate: false }, 'https://ferry.example');
  const harness = createHarness({ now: () => now, mailer });
  const { ask, workgroupId } = await signUp(harness);
  const body = { driver: 'binding', senderName: 'Fährmann, "Harbour"', senderAddress, replyTo: 'help@harbour.example' };
  expect((await ask('PUT', '/api/mail-settings', { body })).status).toBe(200);
  const { db, newId } = harness.deps;
  return {
    ...fake,
    ask,
    pass: (ms: number) => (now += ms),
    queue: async (recipient: string, language = 'en', mailbox = 'kim@old.example') => {
      const id = newId('msg');
      const link = 'https://ferry.example/p';
      const variables = { project: 'Fjord', mailbox, cause: 'c', remedy: 'r', link, name: 'Kim' };
      await messageStatement(db, workgroupId, { id, kind: 'failure', recipient, language, variables, now });
      return id;
    },
    send: () => sendDue(harness.deps, workgroupId, now + MINUTE),
    row: async (id: string) => (await getMessage(db, workgroupId, id))!,
  };
}

test('what Mailferry sends is taken: its headers are allowed, in every language and with hostile values', async () => {
  const { queue, row, send, sent } = await world();
  const hostile = `${'x'.repeat(2_000)}\r\nBcc: all@evil.example`;
  const ids: string[] = [];
  for (const language of LANGUAGES) ids.push(await queue('lee@new.example', language, hostile));
  expect(await send()).toBeUndefined();
  for (const id of ids)
    expect(await row(id)).toMatchObject({
      state: 'sent',
      attempts: 1,
      lastResponse: expect.stringContaining('@cloudflare-email.example>'),
    });
  expect(sent.map(({ headers }) => headers['Content-Language'])).toEqual(LANGUAGES);
  expect(sent[0]).toMatchObject({
    to: 'lee@new.example',
    from: { email: SENDER, name: 'Fährmann, "Harbour"' },
    replyTo: 'help@harbour.example',
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Mailferry-Message': expect.stringContaining(ids[0]!) },
  });
});

test('a recipient on the suppression list bounces at once, and the others go on', async () => {
  const { queue, row, send } = await world();
  const [gone, lee] = [await queue('gone@new.example'), await queue('lee@new.example')];
  await send();
  expect(await row(gone)).toMatchObject({ state: 'bounced', attempts: 1 });
  expect((await row(gone)).lastResponse).toContain('E_RECIPIENT_SUPPRESSED');
  expect((await row(lee)).state).toBe('sent');
});

test('a sender that is not verified is a fault of the settings: everything waits, and one attempt says why', async () => {
  const { ask, queue, row, send, sent } = await world('ferry@another.example');
  const ids = [await queue('a@new.example'), await queue('b@new.example')];
  await send();
  const rows = await Promise.all(ids.map(row));
  expect(rows.map(({ state }) => state)).toEqual(['queued', 'queued']);
  expect(rows.map(({ attempts }) => attempts).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect((await ask('GET', '/api/mail-settings')).body.fault.text).toContain('E_SENDER_NOT_VERIFIED');
  expect(sent).toEqual([]);
});

test.each(['E_RATE_LIMIT_EXCEEDED', 'E_DAILY_LIMIT_EXCEEDED', 'E_INTERNAL_SERVER_ERROR', undefined])(
  '%s holds everything back for a while, and loses nothing',
  async (code) => {
    const world1 = await world();
    const { fail, pass, queue, row, send, sent } = world1;
    if (code) fail(code);
    else world1.break();
    const ids = [await queue('a@new.example'), await queue('b@new.example')];
    await send();
    expect((await Promise.all(ids.map(row))).map(({ state }) => state)).toEqual(['queued', 'queued']);
    fail();
    pass(10 * MINUTE);
    await send();
    expect((await Promise.all(ids.map(row))).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(sent).toHaveLength(2);
  },
);

test('a delivery that failed for now is tried again, alone', async () => {
  const { fail, pass, queue, row, send } = await world();
  const first = await queue('a@new.example');
  fail('E_DELIVERY_FAILED');
  await send();
  expect((await row(first)).state).toBe('queued');
  fail();
  const second = await queue('b@new.example');
  await send();
  expect((await row(second)).state).toBe('sent');
  pass(10 * MINUTE);
  await send();
  expect(await row(first)).toMatchObject({ state: 'sent', attempts: 2 });
});

test.each(['E_CONTENT_TOO_LARGE', 'E_VALIDATION_ERROR', 'E_HEADER_NOT_ALLOWED', 'E_OF_LATER_VERSIONS'])(
  '%s concerns the message alone, and is final',
  async (code) => {
    const { fail, queue, row, send } = await world();
    const id = await queue('a@new.example');
    fail(code);
    await send();
    expect(await row(id)).toMatchObject({ state: 'failed', attempts: 1 });
    fail();
    const next = await queue('b@new.example');
    await send();
    expect((await row(next)).state).toBe('sent');
  },
);

const MAIL: OutgoingMail = {
  messageId: 'msg_1@harbour.example',
  from: { name: 'Ferry', address: SENDER },
  to: 'lee@new.example',
  replyTo: 'help@harbour.example',
  subject: 'Grüße',
  text: 'Text',
  html: '<p>Text</p>',
  language: 'de',
};

test('the binding of the runtime takes the same mail', async () => {
  expect(await sendByBinding(env.ALLOWED_EMAIL, MAIL)).toMatchObject({
    end: 'accepted',
    response: expect.stringMatching(/^Taken by Cloudflare Email Service as <.+@harbour\.example>$/),
  });
});
