import { expect, test } from 'vitest';
import { MESSAGE_KIND_NAMES } from '../../../worker/lib/mail/message-kinds.ts';
import { readLogo } from '../../../worker/features/templates/logo.ts';
import { createHarness, signUp, wholeWorker } from '../harness.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a template is changed, previewed and put back, by workgroup', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const other = await signUp(harness);
  const path = '/api/templates/reminder/de';
  const usual = (await ask('GET', path)).body;
  expect(usual).toMatchObject({ isChanged: false, subject: expect.stringContaining('Erinnerung') });
  const body = { subject: 'Hallo {{name}}', body: 'Bitte: [weiter]({{link}})' };
  expect((await ask('PUT', path, { body })).body).toMatchObject({ ...body, isChanged: true });
  expect((await ask('GET', path)).body).toMatchObject({ ...body, isChanged: true });
  expect((await other.ask('GET', path)).body).toMatchObject({ isChanged: false });
  const list = (await ask('GET', '/api/templates')).body;
  expect(list.kinds.find((one: { kind: string }) => one.kind === 'reminder').changed).toEqual(['de']);
  expect(list.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(MESSAGE_KIND_NAMES);
  expect((await ask('DELETE', path)).body).toEqual(usual);
});

test('an unknown variable is an error on save, and shown by the preview', async () => {
  const { ask } = await signUp(createHarness());
  const body = { subject: 'Hello {{nmae}}', body: 'x [y]({{link}})' };
  const answer = await ask('PUT', '/api/templates/reminder/en', { body });
  expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed', errors: [{ path: 'subject' }] } });
  const preview = await ask('POST', '/api/templates/reminder/en/preview', { body });
  expect(preview.body).toMatchObject({
    html: '',
    errors: [{ path: 'subject', message: expect.stringContaining('{{nmae}}') }],
  });
  const good = await ask('POST', '/api/templates/reminder/en/preview', {
    body: { ...body, subject: 'Hello {{name}}' },
  });
  expect(good.body).toMatchObject({ subject: 'Hello Kim Larsen', errors: [] });
});

test.each(['/api/templates/nothing/en', '/api/templates/reminder/pt', '/api/templates/constructor/en'])(
  'there is no template at %s',
  async (path) => {
    const { ask } = await signUp(createHarness());
    expect((await ask('GET', path)).body.code).toBe('template-not-found');
  },
);

test('a logo is a small raster picture, served to anyone at an address that changes with it', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const svg = btoa('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>');
  for (const logo of [svg, btoa('x'.repeat(100)), 'no base64!', btoa('x'.repeat(200 * 1024 + 1))])
    expect((await ask('PATCH', '/api/look', { body: { logo } })).status).toBe(422);
  const saved = await ask('PATCH', '/api/look', { body: { logo: PNG, accent: '#AA3300' } });
  expect(saved.body).toMatchObject({ accent: '#aa3300', logoUrl: expect.stringMatching(/^\/api\/logos\/logo_/) });
  const picture = await wholeWorker.fetch(`http://localhost${saved.body.logoUrl}`);
  expect(picture.status).toBe(200);
  expect(Object.fromEntries(picture.headers)).toMatchObject({
    'content-type': 'image/png',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('immutable') as string,
  });
  expect(new Uint8Array(await picture.arrayBuffer()).length).toBe(atob(PNG).length);
  await ask('PATCH', '/api/look', { body: { logo: null } });
  expect((await wholeWorker.fetch(`http://localhost${saved.body.logoUrl}`)).status).toBe(404);
  expect((await ask('GET', '/api/look')).body).toEqual({ accent: '#aa3300', logoUrl: null, userText: null });
});

test('a picture that claims to be huge, or to be one, is no logo', () => {
  const png = Uint8Array.from(atob(PNG), (char) => char.charCodeAt(0));
  const huge = Uint8Array.from(png);
  huge.set([0, 1, 0, 0], 16);
  expect(readLogo(png)).toEqual({ type: 'image/png', width: 1, height: 1 });
  expect(readLogo(huge)).toMatch(/65536 × 1/);
  expect(readLogo(new Uint8Array([0xff, 0xd8, 0xff, ...Array.from({ length: 60 }, () => 0xff)]))).toMatch(
    /PNG, JPEG or GIF/,
  );
});
