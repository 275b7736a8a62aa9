import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import { textsOf } from '../../../worker/features/credential-requests/page/texts/texts-of.ts';
import { sorted } from '../harness.ts';
import { answer, createWorld, fault, WRONG } from './world.ts';

/** Whatever a person could type where the page shows it. */
const EVIL = `"><img src=x onerror=alert(1)><script>alert(2)</script> {company} 'q' & {{x}}`;
const ESCAPED = '&lt;script&gt;alert(2)&lt;/script&gt;';

const world = await createWorld({
  customer: {
    companyName: EVIL.slice(0, 90),
    primaryDomain: 'old.example',
    contactName: EVIL.slice(0, 90),
    language: 'nl',
    userText: `Hello\n${EVIL}`,
  },
  mailbox: { contactName: EVIL.slice(0, 60) },
});
await world.harness.deps.db.$client
  .prepare('UPDATE organization SET name = ? WHERE id = ?')
  .bind(EVIL, world.workgroupId)
  .run();

function requireInert(text: string): void {
  expect(text).not.toMatch(/<img src=x|<script>|onerror=alert\(1\)>(?!&)/);
  // What the values say is never taken for names of values.
  expect(text).not.toContain('&lt;/script&gt; Mailferry');
}

test('markup in the names of companies, contacts and logins stays text', async () => {
  const [link] = await world.links('markup');
  const form = await link!.get();
  requireInert(form.text);
  expect(form.text).toContain(ESCAPED);
  world.server.says = () => WRONG;
  const refused = await link!.post(answer('x', EVIL));
  requireInert(refused.text);
  expect(refused.text).toContain('value="&quot;&gt;&lt;img');
  world.server.says = () => fault('unreachable', 'connection-refused');
  await link!.post(answer('x', EVIL));
  requireInert((await link!.get()).text);
  for (const more of [`?language=${encodeURIComponent(EVIL)}`, `?change=${encodeURIComponent(EVIL)}`])
    requireInert((await link!.get(more)).text);
  const nowhere = await world.page.request(`http://mailferry.test/r/${encodeURIComponent(EVIL)}`);
  requireInert(await nowhere.text());
  const preview = await world.ask('GET', `/api/credential-requests/${link!.requestId}/preview`);
  requireInert(preview.body);
});

test.each([
  ['0b6e6e', 200],
  ['ABCDEF', 404],
  ['red;}body{display:none', 404],
  ['', 404],
])('the colour %j is %s', async (accent, status) => {
  const answered = await world.page.request(`http://mailferry.test/r/page.css?accent=${encodeURIComponent(accent)}`);
  expect(answered.status).toBe(status);
});

test('a language is chosen on the page, else it is the recipient’s, whatever the browser and the agent speak', async () => {
  const [link] = await world.links('language');
  const langOf = async (more = '', accept = 'fr-CA,fr;q=0.9,en;q=0.5') =>
    /<html lang="(\w+)"/.exec((await link!.get(more, { 'accept-language': accept })).text)![1];
  // The customer's own.
  expect(await langOf()).toBe('nl');
  for (const language of LANGUAGES) expect(await langOf(`?language=${language}`)).toBe(language);
  expect(await langOf('?language=xx')).toBe('nl');
  const sent = await link!.post(answer(''), {}, '?language=it');
  expect(sent.text).toContain(textsOf('it').missing.password);
});

test('where nobody has said what the recipient speaks, the browser decides', async () => {
  const plain = await createWorld();
  const [link] = await plain.links('browser');
  const langOf = async (accept: string) =>
    /<html lang="(\w+)"/.exec((await link!.get('', { 'accept-language': accept })).text)![1];
  expect(await langOf('fr-CA,fr;q=0.9,en;q=0.5')).toBe('fr');
  expect(await langOf('pt-BR, es;q=0.4, it;q=0.8')).toBe('it');
  expect(await langOf('zh')).toBe('en');
  const [own] = await (await createWorld({ mailbox: { language: 'de' } })).links('own');
  expect((await own!.get('', { 'accept-language': 'fr' })).text).toContain('<html lang="de"');
});

test.each(LANGUAGES)('in %s no text of the page lacks a value, and each says the same things', async (language) => {
  const names = (value: unknown, path = ''): string[] =>
    typeof value === 'string'
      ? [`${path} ${sorted([...value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)).join()}`]
      : Object.entries(value as object).flatMap(([key, part]) => names(part, `${path}.${key}`));
  expect(names(textsOf(language))).toEqual(names(textsOf('en')));
  const [link] = await world.links(`every-${language}`);
  const page = await link!.get(`?language=${language}`);
  expect(page.text).not.toMatch(/undefined|NaN|Invalid Date|\[object/);
});

test('the preview of agents is the page as its user sees it, without a token, a script or a form that sends', async () => {
  const [link] = await world.links('preview');
  const { status, body, headers } = await world.ask(
    'GET',
    `/api/credential-requests/${link!.requestId}/preview?language=de`,
  );
  expect(status).toBe(200);
  expect(body).toContain(textsOf('de').formTitle);
  expect(body).toContain(textsOf('de').preview.text);
  expect(body).toContain('<fieldset disabled');
  expect(body).not.toMatch(/<script|name="nonce" value="[^"]/);
  expect(headers.get('content-security-policy')).toContain("form-action 'none'");
  expect(headers.get('content-security-policy')).toContain("style-src 'self'");
});

test('a customer’s own text stands on the form, else that of the workgroup, and neither after a refusal', async () => {
  const { ask, links, server } = world;
  const [link] = await links('text');
  expect((await link!.get()).text).toContain('<blockquote class="from" dir="auto">Hello\n&quot;&gt;&lt;img');
  const [{ id }] = (await ask('GET', '/api/customers')).body.items;
  expect(
    (await ask('PATCH', '/api/look', { body: { userText: ' We look after your mail.\r\nHarbour ' } })).body,
  ).toMatchObject({
    userText: 'We look after your mail.\nHarbour',
  });
  await ask('PATCH', `/api/customers/${String(id)}`, { body: { userText: null } });
  expect((await link!.get()).text).toContain('We look after your mail.\nHarbour</blockquote>');
  server.says = () => WRONG;
  expect((await link!.post(answer('x', 'wrong'))).text).not.toContain('blockquote');
  await ask('PATCH', '/api/look', { body: { userText: null } });
  expect((await (await links('without'))[0]!.get()).text).not.toContain('blockquote');
  for (const userText of ['', 'x'.repeat(601), 'turned \u202E around'])
    expect((await ask('PATCH', '/api/look', { body: { userText } })).status, userText.slice(0, 20)).toBe(422);
});
