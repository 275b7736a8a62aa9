import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import { DE } from '../../worker/features/credential-requests/page/texts/de.ts';
import { EN } from '../../worker/features/credential-requests/page/texts/en.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { chromiumPath, errorsOn, findBarriers, findOverflow, focusedOn, launchChromium, tabTo } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

/** A mailbox for each test. */
const NAMES = ['walk', 'plain', 'filled', 'scanner', 'away', 'axe', 'token'];
const PASSWORD = '  "Grüße & Küsse" <100%> 😀 ';
const VIEWPORTS = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

describe.skipIf(!chromiumPath)('the page of an end user', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let projectId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: NAMES.map((name) => ({
          email: `${name}@old.example`,
          password: PASSWORD,
          fill: { seed: 3, items: 20 },
        })),
      },
      destination: { profile: 'Exchange2019', mailboxes: NAMES.map((name) => ({ email: `${name}@new.example` })) },
    });
    mailferry = await startMailferry();
    const endpoint = async (name: 'source' | 'destination') => {
      const { url, admin } = sandbox[name];
      const credentials = name === 'destination' ? { credentials: admin } : {};
      return (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, url, ...credentials })).id;
    };
    const project = await mailferry.call<{ id: string }>('POST', '/api/projects', {
      name: 'Test migration',
      sourceEndpointId: await endpoint('source'),
      destinationEndpointId: await endpoint('destination'),
    });
    projectId = project.id;
    await mailferry.call('POST', `/api/projects/${projectId}/mailboxes`, {
      mailboxes: NAMES.map((name) => ({ sourceEmail: `${name}@old.example`, destinationEmail: `${name}@new.example` })),
    });
    await mailferry.call('POST', `/api/projects/${projectId}/passes`, { type: 'full' });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await sandbox?.close();
  });

  type Request = { id: string; to: string; state: string; attempts: number };

  async function requestOf(name: string): Promise<Request> {
    const { items } = await mailferry.call<{ items: Request[] }>(
      'GET',
      `/api/projects/${projectId}/credential-requests`,
    );
    return items.find(({ to }) => to === `${name}@old.example`)!;
  }

  async function linkOf(name: string): Promise<string> {
    const { id } = await requestOf(name);
    const { url } = await mailferry.call<{ url: string }>('POST', `/api/credential-requests/${id}/link`);
    // At the address of this Mailferry.
    return mailferry.url + new URL(url).pathname;
  }

  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ viewport: VIEWPORTS[1]!, ...options })).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(await linkOf(name));
    return page;
  }

  it('is walked by keyboard: a wrong password is explained, the right one starts the copy, and the page follows it', async () => {
    const page = await open('walk');
    const errors = errorsOn(page);
    expect(await page.locator('input[type=password]').getAttribute('autocomplete')).toBe('current-password');
    await tabTo(page, EN.login);
    expect(await page.locator('*:focus').inputValue()).toBe('walk@old.example');
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe(EN.password);
    await page.keyboard.type('wrong');
    await page.keyboard.press('Tab');
    expect(await focusedOn(page)).toBe(EN.showPassword);
    await page.keyboard.press('Enter');
    expect(await page.getByLabel(EN.password, { exact: true }).getAttribute('type')).toBe('text');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(EN.refusals['wrong-password'].title).waitFor();
    // What was wrong is read first.
    await expect.poll(() => focusedOn(page)).toContain(EN.refusals['wrong-password'].title);
    expect(sandbox.source.stats().wrongPasswords['walk@old.example']).toBe(1);
    expect(await requestOf('walk')).toMatchObject({ attempts: 1, state: 'opened' });
    await page.getByLabel(EN.password, { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText(EN.progress.received).waitFor();
    expect(await requestOf('walk')).toMatchObject({ state: 'answered' });
    await page.getByRole('heading', { name: EN.progress.stages.done.title }).waitFor({ timeout: 60_000 });
    expect(await page.title()).toBe('Your mailbox: 100%');
    expect(errors).toEqual([]);
  });

  it('works without a script, in another language, and shows the progress when it is loaded again', async () => {
    const page = await open('plain', { javaScriptEnabled: false, locale: 'de-AT' });
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: DE.formTitle }).waitFor();
    expect(await page.getByRole('button', { name: DE.showPassword }).count()).toBe(0);
    await page.getByRole('button', { name: DE.submit }).click();
    await page.getByText(DE.missing.password).first().waitFor();
    await page.getByLabel(DE.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: DE.submit }).click();
    await page.getByText(DE.progress.received).waitFor();
    await page.getByRole('link', { name: DE.progress.refresh }).click();
    await page.getByRole('heading', { name: DE.progress.title }).waitFor();
  });

  it('reads what a password manager has filled in without any event', async () => {
    const page = await open('filled');
    await page.evaluate((password) => {
      document.querySelector<HTMLInputElement>('[name=sourceLogin]')!.value = 'filled@old.example';
      document.querySelector<HTMLInputElement>('[name=sourcePassword]')!.value = password;
    }, PASSWORD);
    await page.getByRole('button', { name: EN.submit }).click();
    await page.getByText(EN.progress.received).waitFor();
    expect(sandbox.source.stats().wrongPasswords['filled@old.example']).toBeUndefined();
  });

  it('is not used up by a scanner that loads it and presses its button', async () => {
    const link = await linkOf('scanner');
    for (let at = 0; at < 3; at++) {
      const scanner = await (await browser.newContext()).newPage();
      await scanner.goto(link);
      await scanner.getByRole('button', { name: EN.submit }).click();
      await scanner.getByText(EN.missing.password).first().waitFor();
      await scanner.context().close();
    }
    expect(await requestOf('scanner')).toMatchObject({ attempts: 0 });
    expect((await requestOf('scanner')).state).not.toBe('opened');
    const page = await (await browser.newContext()).newPage();
    await page.goto(link);
    await page.getByLabel(EN.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: EN.submit }).click();
    await page.getByText(EN.progress.received).waitFor();
  });

  it('keeps an answer that the server cannot check, and blames no password', async () => {
    const page = await open('away');
    const removeFault = sandbox.source.side.faults.add({ effect: { kind: 'http', page: 'unavailable' } });
    await page.getByLabel(EN.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: EN.submit }).click();
    await page.getByRole('heading', { name: EN.pending.title }).waitFor();
    await page.getByText(EN.pending.reasons.busy).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    removeFault();
    expect(await requestOf('away')).toMatchObject({ attempts: 0 });
  });

  it('has no barriers and nothing too wide, in both themes and on every size', async () => {
    const page = await open('axe');
    const url = page.url();
    const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
      VIEWPORTS.map((viewport) => ({ colorScheme, viewport })),
    );
    for (const { colorScheme, viewport } of sampleOf(looks, 2)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      for (const language of ['en', 'de', 'fr']) {
        await page.goto(`${url}?language=${language}`);
        expect(await findOverflow(page), `${String(viewport.width)} ${language}`).toEqual([]);
      }
      await page.goto(url);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('button', { name: EN.submit }).click();
      await page.getByText(EN.missing.password).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await findOverflow(page)).toEqual([]);
    }
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('input:not([type=hidden])')].map((input) =>
        parseFloat(getComputedStyle(input).fontSize),
      ),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
    const requestId = (await requestOf('axe')).id;
    await mailferry.call('POST', `/api/credential-requests/${requestId}/revoke`);
    await page.goto(url);
    await page.getByRole('heading', { name: EN.ends.revoked.title }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('sends its address nowhere', async () => {
    const page = await open('token');
    const token = new URL(page.url()).pathname.slice('/r/'.length);
    const seen: string[] = [];
    page.on('request', (request) => {
      const { referer = '' } = request.headers();
      seen.push(`${new URL(request.url()).origin} ${referer}`);
    });
    await page.reload();
    await page.getByLabel(EN.password, { exact: true }).fill('x');
    expect(new Set(seen)).toEqual(new Set([`${mailferry.url} `]));
    const frame = await browser.newPage();
    await frame.setContent(`<iframe src="${page.url()}"></iframe>`);
    await frame.waitForTimeout(300);
    expect(await frame.frames()[1]!.evaluate(() => document.body.innerText)).not.toContain(EN.formTitle);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('leads to completed mailboxes', async () => {
    const done = ['walk', 'plain', 'filled', 'scanner'].map((name) => `${name}@old.example`);
    await expect
      .poll(
        async () => {
          const { items } = await mailferry.call<{ items: { sourceEmail: string; status: string }[] }>(
            'GET',
            `/api/projects/${projectId}/mailboxes?limit=200`,
          );
          return items.filter(({ sourceEmail }) => done.includes(sourceEmail)).map(({ status }) => status);
        },
        { timeout: 60_000 },
      )
      .toEqual(done.map(() => 'Completed'));
  });
});
