import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { mailboxPasswordBinding } from '../../../worker/features/credentials/open-credentials.ts';
import { mailboxes } from '../../../worker/features/mailboxes/table.ts';
import type { ProbeResult } from '../../../worker/features/kernel/deps.ts';
import { EN } from '../../../worker/features/credential-requests/page/texts/en.ts';
import { LIMITS } from '../../../worker/features/workgroups/attempt-limits.ts';
import { attempts } from '../../../worker/features/workgroups/table.ts';
import { sha256 } from '../../../worker/lib/encoding.ts';
import { HOUR_MS } from '../../../worker/lib/units.ts';
import { ACCEPTED, answer, createWorld, fault, from, RIGHT } from './world.ts';

const world = await createWorld();
const { ask, probes, server, clock, harness } = world;
const rightOnly = server.says;

/** The bytes that a browser sends of it, whatever is in it. */
const PASSWORDS = [
  '  outer and  inner spaces  ',
  '"quotes" and \'these\' & <b>&amp;%20+%',
  'x'.repeat(256),
  'emoji 😀👨‍👩‍👧 and Grüße',
  'עברית and العربية ‏',
  '\u0000\t tab',
];

test.each(PASSWORDS)('a password reaches the server byte for byte: %j', async (password) => {
  const [link] = await world.links(`bytes${String(PASSWORDS.indexOf(password))}`);
  server.says = () => ACCEPTED;
  probes.length = 0;
  const sent = await link!.post({ sourceLogin: '  ann@old.example ', sourcePassword: password });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, link!.path]);
  // One press, one sign-in; the login loses what a phone has put around it.
  expect(
    probes.map(({ credentials, mailbox, once, useImpersonation }) => [credentials, mailbox, once, useImpersonation]),
  ).toEqual([
    [
      { username: 'ann@old.example', password },
      `bytes${String(PASSWORDS.indexOf(password))}@old.example`,
      { form: 0 },
      false,
    ],
  ]);
  const [row] = await harness.deps.db.select().from(mailboxes).where(eq(mailboxes.id, link!.mailboxId));
  expect(row!.sourceLogin).toBe('ann@old.example');
  const binding = mailboxPasswordBinding(link!.mailboxId, 'source_password');
  expect(await harness.deps.vault.open(binding, row!.sourcePasswordSealed!, 'https://mail.old.example/')).toBe(
    password,
  );
  expect(row!.sourcePasswordSealed).not.toContain(password.trim());
});

test('a right answer starts the run, ends the link for answers, and leaves the progress', async () => {
  server.says = rightOnly;
  const [link] = await world.links('right');
  const calls = harness.calls.length;
  expect((await link!.post(answer(RIGHT))).status).toBe(303);
  expect(harness.calls.slice(calls).map(([name]) => name)).toEqual(['enqueue']);
  const { body } = await ask('GET', `/api/mailboxes/${link!.mailboxId}`);
  expect(body).toMatchObject({ status: 'Queued', hasSourcePassword: true });
  const page = await link!.get();
  expect(page.status).toBe(200);
  expect(page.text).toContain(EN.progress.stages.waiting.title);
  expect(page.text).not.toContain('<form');
  expect(await link!.seen()).toMatchObject({ state: 'answered', attempts: 0 });
  // Again the same: nothing more is tried, nothing changes.
  probes.length = 0;
  expect((await link!.post(answer('another one'))).status).toBe(200);
  expect(probes).toEqual([]);
});

const EN_REFUSED = (code: keyof typeof EN.refusals) => EN.refusals[code].title.split('{')[0]!;

test.each<[what: string, says: ProbeResult, code: keyof typeof EN.refusals, attempts: number]>([
  ['a wrong password', fault('credentials', 'http-401'), 'wrong-password', 1],
  ['a locked account', fault('access', 'account-locked'), 'locked', 0],
  ['an expired password', fault('access', 'ErrorPasswordExpired'), 'password-expired', 0],
  ['a password that must be changed', fault('access', 'ErrorPasswordChangeRequired'), 'password-expired', 0],
  ['a disabled account', fault('access', 'ErrorAccountDisabled'), 'disabled', 0],
  ['modern authentication alone', fault('oauth-only', 'oauth-only'), 'second-factor', 0],
  ['a sign-in page in front of the server', fault('oauth-only', 'sign-in-page'), 'second-factor', 0],
  ['another mailbox', fault('access', 'ErrorNonExistentMailbox'), 'other-mailbox', 0],
  ['a mailbox without rights', fault('access', 'ErrorAccessDenied'), 'other-mailbox', 0],
])('%s is said in plain words, and only a wrong password counts', async (what, says, code, attempts) => {
  server.says = () => says;
  const [link] = await world.links(what.replaceAll(' ', '.'));
  probes.length = 0;
  const sent = await link!.post(answer('my secret entry'));
  expect(sent.status).toBe(422);
  expect(sent.text).toContain(EN_REFUSED(code));
  expect(sent.text).toContain('value="ann@old.example"');
  expect(sent.text).not.toContain('my secret entry');
  expect(sent.text.includes(EN.refusals['wrong-password'].title)).toBe(code === 'wrong-password');
  expect(probes).toHaveLength(1);
  expect(await link!.seen()).toMatchObject({ attempts, lastFailure: { side: 'source', code }, pendingSince: null });
  // The page itself says it once more to whoever comes back.
  expect((await link!.get()).text).toContain(EN_REFUSED(code));
});

test.each<[what: string, says: ProbeResult, reason: keyof typeof EN.pending.reasons]>([
  ['a server that is away', fault('unreachable', 'connection-refused'), 'unreachable'],
  ['a server that hangs', fault('transient', 'timeout'), 'unreachable'],
  ['a busy server', fault('busy', 'http-503'), 'busy'],
  ['a bad certificate', fault('tls', 'certificate-untrusted'), 'certificate'],
  ['a server that requires Extended Protection', fault('credentials', 'extended-protection'), 'certificate'],
  ['EWS that is off', fault('access', 'http-403'), 'access-off'],
  ['no sign-in in common', fault('credentials', 'no-usable-sign-in'), 'access-off'],
  ['something else', fault('not-exchange', 'http-404'), 'other'],
])('%s costs no attempt: the answer is kept, sealed', async (what, says, reason) => {
  server.says = () => says;
  const [link] = await world.links(what.replaceAll(/\W+/g, '.'));
  probes.length = 0;
  const sent = await link!.post(answer('kept for later'));
  expect(sent.status).toBe(303);
  expect(probes).toHaveLength(1);
  const page = await link!.get();
  expect(page.text).toContain(EN.pending.title);
  expect(page.text).toContain(EN.pending.reasons[reason].split('{')[0]);
  expect(page.text).not.toContain(EN.refusals['wrong-password'].title);
  expect(await link!.seen()).toMatchObject({ attempts: 0, lastFailure: { code: reason } });
  const rows = JSON.stringify(
    (
      await harness.deps.db.$client
        .prepare('SELECT * FROM credential_requests WHERE id = ?')
        .bind(link!.requestId)
        .all()
    ).results,
  );
  expect(rows).toContain('"sealed');
  expect(rows).not.toContain('kept for later');
  // Who wants to can enter it again.
  expect((await link!.get('?change=1')).text).toContain('name="sourcePassword"');
  server.says = rightOnly;
  expect((await link!.post(answer(RIGHT))).status).toBe(303);
  expect(await link!.seen()).toMatchObject({ state: 'answered' });
});

test('empty and overlong fields are asked for again, and try nothing', async () => {
  const [link] = await world.links('empty');
  probes.length = 0;
  const empty = await link!.post({ sourceLogin: ' ', sourcePassword: '' });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain(EN.missing.login);
  expect(empty.text).toContain(EN.missing.password);
  expect(empty.text).toContain('<title>Error: ');
  const long = await link!.post(answer('x'.repeat(1001)));
  expect(long.text).toContain(EN.missing.tooLong);
  expect((await link!.post({})).status).toBe(422);
  expect(probes).toEqual([]);
  expect(await link!.seen()).toMatchObject({ attempts: 0 });
});

test('the same press is checked once, however often a browser sends it', async () => {
  server.says = rightOnly;
  const [link] = await world.links('twice');
  const page = await link!.get();
  const press = /name="press" value="([^"]+)"/.exec(page.text)![1]!;
  probes.length = 0;
  const both = await Promise.all([1, 2, 3].map(() => link!.post({ ...answer('wrong', 'twice@old.example'), press })));
  expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 303, 422]);
  expect(probes).toHaveLength(1);
  expect(await link!.seen()).toMatchObject({ attempts: 1 });
  expect((await link!.get()).text).toContain(EN.refusals['wrong-password'].title);
});

test('what goes beyond ASCII goes out in the other charset when it is entered again', async () => {
  server.says = () => fault('credentials', 'http-401');
  const [link] = await world.links('charset');
  probes.length = 0;
  await link!.post(answer('Grüße'));
  await link!.post(answer('Grüße'));
  await link!.post(answer('Tschüss'));
  expect(probes.map(({ once }) => once?.form)).toEqual([0, 1, 0]);
});

test('four wrong passwords an hour reach the server of a mailbox, whatever the link', async () => {
  server.says = rightOnly;
  const [link] = await world.links('limited');
  probes.length = 0;
  const first = await link!.post(answer('wrong 1', 'limited@old.example'));
  expect(first.text).toContain(EN.triesLeft.other.replace('{count}', '<bdi class="value">3</bdi>'));
  await link!.post(answer('wrong 2', 'limited@old.example'));
  const third = await link!.post(answer('wrong 3', 'limited@old.example'));
  expect(third.text).toContain(EN.triesLeft.one);
  const fourth = await link!.post(answer('wrong 4', 'limited@old.example'));
  expect([fourth.status, fourth.text.includes(EN.limitedTitle), fourth.text.includes('<form')]).toEqual([
    422,
    true,
    false,
  ]);
  const again = await world.linkOf(link!.requestId, link!.mailboxId);
  const fifth = await again.post(answer(RIGHT, 'limited@old.example'));
  expect([fifth.status, fifth.text.includes(EN.limitedTitle)]).toEqual([429, true]);
  expect(probes).toHaveLength(4);
  expect(await again.seen()).toMatchObject({ attempts: 4 });
  clock.now += HOUR_MS + 1;
  expect((await again.post(answer(RIGHT, 'limited@old.example'))).status).toBe(303);
  expect(probes).toHaveLength(5);
});

test('twenty guesses at once are no more than four', async () => {
  server.says = rightOnly;
  const [link] = await world.links('parallel');
  probes.length = 0;
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, at) => link!.post(answer(`guess ${String(at)}`, 'parallel@old.example'))),
  );
  expect(probes).toHaveLength(4);
  expect(sent.filter(({ status }) => status === 429)).toHaveLength(16);
});

test('a request takes ten wrong passwords in all', async () => {
  server.says = rightOnly;
  const [link] = await world.links('patient');
  probes.length = 0;
  for (let at = 0; at < 11; at++) {
    clock.now += HOUR_MS + 1;
    await link!.post(answer(`guess ${String(at)}`, 'patient@old.example'));
  }
  expect(probes).toHaveLength(10);
  const page = await link!.get();
  expect(page.text).toContain(EN.limited.split('{')[0]);
  expect(page.text).not.toContain('<form');
});

test('wrong passwords from one address are limited over all links, right ones do not count', async () => {
  server.says = rightOnly;
  const links = await world.links(...Array.from({ length: 8 }, (_, at) => `office${String(at)}`));
  const office = from('192.0.2.7');
  // As if 48 had been tried before.
  const key = `${LIMITS.answerFromAddress.name}:${await sha256('192.0.2.7')}`;
  await harness.deps.db.insert(attempts).values({ key, count: 48, blockedUntil: 0, lastAt: clock.now });
  const send = (at: number, password: string, headers = office) =>
    links[at]!.post(answer(password, `office${String(at)}@old.example`), headers);
  for (const at of [0, 1, 2, 3]) expect((await send(at, RIGHT)).status).toBe(303);
  expect((await send(4, 'wrong')).status).toBe(422);
  expect((await send(5, 'wrong')).status).toBe(422);
  probes.length = 0;
  expect((await send(6, RIGHT)).status).toBe(429);
  expect(probes).toEqual([]);
  expect((await send(7, RIGHT, from('192.0.2.8'))).status).toBe(303);
});

test('no password and no token is in a log line', () => {
  const lines = world.logged.join('\n');
  for (const secret of [RIGHT, 'my secret entry', 'kept for later', '/r/']) expect(lines).not.toContain(secret);
});
