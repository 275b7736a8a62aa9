import { beforeEach, expect, test, vi } from 'vitest';
import { passMailGate } from '../../../worker/runtime/delivery/drivers/mail-gate.ts';
import { judgeDkim, judgeDmarc, judgeSpf } from '../../../worker/features/messages/sender-domain.ts';
import { createMailer } from '../../../worker/runtime/delivery/mailer.ts';
import { createHarness, signUp } from '../harness.ts';
import { arrived, MAIL_PORT, resetHost, setFaults } from './mail-world.ts';

beforeEach(resetHost);

const PUBLIC = { allowPrivate: false };
const RESOLVER = 'https://dns.example/query';

test.each([
  '127.0.0.1',
  'localhost',
  'localhost.',
  '[::1]',
  '::1',
  '[::ffff:127.0.0.1]',
  '2130706433',
  '0x7f.1',
  '127.1',
  '[::]',
  '169.254.169.254',
  '10.0.0.5',
  'mail.corp.internal',
  'mail',
])('the gate is closed to %s, however it is spelt', async (host) => {
  expect(await passMailGate(host, 587, PUBLIC, RESOLVER)).toMatch(/private address|not a host name/);
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const body = { driver: 'smtp', senderAddress: 'a@b.example', smtp: { host, port: 587 } };
  expect((await ask('PUT', '/api/mail-settings', { body })).status).toBe(422);
});

test('a name with one private address among its addresses is refused, and others are pinned', async () => {
  const answers: Record<string, string[]> = {
    'mixed.example A': ['93.184.216.34', '10.0.0.1'],
    'good.example A': ['93.184.216.34'],
    'good.example AAAA': ['2606:2800:220:1::1'],
    'mapped.example AAAA': ['::ffff:10.0.0.1'],
  };
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const type = url.searchParams.get('type') ?? '';
    const data = answers[`${url.searchParams.get('name')} ${type}`] ?? [];
    return Response.json({ Status: 0, Answer: data.map((text) => ({ type: type === 'A' ? 1 : 28, data: text })) });
  });
  try {
    expect(await passMailGate('mixed.example', 587, PUBLIC, RESOLVER)).toContain('private address');
    expect(await passMailGate('mapped.example', 587, PUBLIC, RESOLVER)).toContain('private address');
    expect(await passMailGate('none.example', 587, PUBLIC, RESOLVER)).toContain('no server named');
    expect(await passMailGate('good.example', 25_000, PUBLIC, RESOLVER)).toContain('Port 25000');
    expect(await passMailGate('Good.example', 587, PUBLIC, RESOLVER)).toEqual({
      name: 'good.example',
      addresses: ['93.184.216.34', '2606:2800:220:1::1'],
    });
  } finally {
    vi.restoreAllMocks();
  }
});

const server = { host: 'localhost', port: MAIL_PORT, security: 'none', username: 'ferry' };

async function world() {
  const base = createHarness();
  const addresses = { allowPrivate: true };
  const mailer = createMailer({}, addresses, 'https://ferry.example');
  const harness = createHarness({ mailer, settings: { ...base.deps.settings, addresses } });
  return { harness, ...(await signUp(harness)) };
}

test('a password is returned by no route, and is given to no other server and no open line', async () => {
  const { ask } = await world();
  const put = (smtp: unknown) =>
    ask('PUT', '/api/mail-settings', { body: { driver: 'smtp', senderAddress: 'a@b.example', smtp } });
  const saved = await put({ ...server, security: 'starttls', password: 'the mail password' });
  expect(saved.status).toBe(200);
  expect(JSON.stringify(saved.body)).not.toContain('the mail password');
  expect(saved.body.smtp.hasPassword).toBe(true);
  const read = await ask('GET', '/api/mail-settings');
  expect(JSON.stringify(read.body)).not.toContain('the mail password');
  expect((await put({ ...server, security: 'starttls', port: 2525 })).body.code).toBe('mail-password-needed');
  expect((await put({ ...server, security: 'none' })).body.code).toBe('mail-password-needed');
  expect((await put({ ...server, security: 'tls' })).status).toBe(200);
});

test('a test send answers with the words of the server, and is tried once', async () => {
  const { ask } = await world();
  await ask('PUT', '/api/mail-settings', {
    body: { driver: 'smtp', senderAddress: 'a@b.example', smtp: { ...server, password: 'x' } },
  });
  const good = await ask('POST', '/api/mail-settings/test', { body: { to: 'me@harbour.example', language: 'nl' } });
  expect(good.body).toMatchObject({
    isAccepted: true,
    response: expect.stringMatching(/^250/),
    message: { state: 'sent', kind: 'test' },
  });
  expect((await arrived('me@harbour.example'))[0].subject).toBe('Testbericht van Mailferry');
  await setFaults({ signIn: 'refused' });
  const bad = await ask('POST', '/api/mail-settings/test', { body: { to: 'me@harbour.example' } });
  expect(bad.body).toMatchObject({
    isAccepted: false,
    response: expect.stringContaining('535'),
    message: { state: 'failed' },
  });
});

test('without a driver messages wait, and the settings say why', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const answer = await ask('POST', '/api/mail-settings/test', { body: { to: 'me@harbour.example' } });
  expect(answer.body).toMatchObject({
    isAccepted: false,
    response: expect.stringContaining('No mail server is set up'),
  });
});

test('messages are listed by state, kind and recipient, sent again when they have ended, and belong to one workgroup', async () => {
  const { harness, ask } = await world();
  await ask('PUT', '/api/mail-settings', {
    body: { driver: 'smtp', senderAddress: 'a@b.example', smtp: { ...server, username: null } },
  });
  const sent = await ask('POST', '/api/mail-settings/test', { body: { to: 'Me@harbour.example' } });
  const { id } = sent.body.message;
  const count = async (query: string) => (await ask('GET', `/api/messages?${query}`)).body.items.length;
  expect([
    await count('state=sent'),
    await count('state=failed'),
    await count('kind=test'),
    await count('kind=failure'),
  ]).toEqual([1, 0, 1, 0]);
  expect([await count('to=me@HARBOUR.example'), await count('to=me@harbour')]).toEqual([1, 0]);
  const again = await ask('POST', `/api/messages/${id}/resend`);
  expect(again).toMatchObject({ status: 202, body: { state: 'queued' } });
  expect((await ask('POST', `/api/messages/${id}/resend`)).body.code).toBe('message-not-ended');
  const stranger = await signUp(harness);
  expect((await stranger.ask('GET', `/api/messages/${id}`)).body.code).toBe('message-not-found');
  expect((await stranger.ask('POST', `/api/messages/${id}/resend`)).body.code).toBe('message-not-found');
  expect((await stranger.ask('GET', '/api/messages')).body.items).toEqual([]);
});

test('agents read templates and messages, and change neither them nor the settings', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness, 'agent');
  expect((await ask('GET', '/api/messages')).status).toBe(200);
  expect((await ask('GET', '/api/templates')).status).toBe(200);
  const text = { subject: 's', body: '{{link}}' };
  for (const [method, path, body] of [
    ['GET', '/api/mail-settings', undefined],
    ['PUT', '/api/mail-settings', { driver: null }],
    ['POST', '/api/mail-settings/test', { to: 'a@b.example' }],
    ['GET', '/api/mail-settings/domain', undefined],
    ['PUT', '/api/templates/reminder/en', text],
    ['DELETE', '/api/templates/reminder/en', undefined],
    ['POST', '/api/templates/reminder/en/test', { to: 'a@b.example' }],
    ['PATCH', '/api/look', { accent: '#123456' }],
    ['POST', '/api/messages/msg_1/resend', undefined],
  ] as const)
    expect((await ask(method, path, body ? { body } : {})).status, `${method} ${path}`).toBe(403);
});

test('SPF, DKIM and DMARC are judged by their records', () => {
  expect(judgeSpf('a.example', ['v=spf1 include:x -all', 'other']).state).toBe('ok');
  expect(judgeSpf('a.example', ['v=spf10 nothing']).state).toBe('missing');
  expect(judgeSpf('a.example', ['v=spf1 a -all', 'v=spf1 mx -all']).state).toBe('weak');
  expect(judgeSpf('a.example', ['v=spf1 +all']).state).toBe('weak');
  expect(judgeSpf('a.example', null).state).toBe('unknown');
  expect(judgeDkim('a.example', [{ selector: 's1', texts: ['v=DKIM1; k=rsa; p=MIIB'] }]).state).toBe('ok');
  expect(judgeDkim('a.example', [{ selector: 's1', texts: ['v=DKIM1; p='] }])).toMatchObject({
    state: 'missing',
    name: 's1._domainkey.a.example',
  });
  expect(
    judgeDkim('a.example', [
      { selector: 's1', texts: [] },
      { selector: 's2', texts: [] },
    ]).state,
  ).toBe('unknown');
  expect(judgeDmarc('a.example', ['v=DMARC1; p=reject; rua=mailto:x@a.example']).state).toBe('ok');
  expect(judgeDmarc('a.example', ['v=DMARC1; p=none']).state).toBe('weak');
  expect(judgeDmarc('a.example', []).state).toBe('missing');
});
