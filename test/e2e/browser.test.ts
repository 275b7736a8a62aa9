import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { chromiumPath, errorsOn, launchChromium, signIn, signInByForm } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry } from './mailferry.ts';
import { createMigration } from './migration.ts';

const NAMES = ['anna', 'bo', 'chloe'];

describe.skipIf(!chromiumPath)('in a browser', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let projectId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: NAMES.map((name, index) => ({ email: `${name}@old.example`, fill: { seed: index, items: 60 } })),
      },
      destination: { profile: 'Exchange2019', mailboxes: NAMES.map((name) => ({ email: `${name}@new.example` })) },
    });
    mailferry = await startMailferry();
    projectId = await createMigration(mailferry, sandbox);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await sandbox?.close();
  });

  async function open(
    size: 'desktop' | 'phone',
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; errors: string[] }> {
    const viewport = size === 'desktop' ? { width: 1440, height: 900 } : { width: 390, height: 844 };
    const page = await (await browser.newContext({ viewport, colorScheme, serviceWorkers: 'allow' })).newPage();
    const errors = errorsOn(page);
    return { page, errors };
  }

  it('shows what is wrong with a password', async () => {
    const { page } = await open('desktop', 'light');
    await page.goto(`${mailferry.url}/sign-in`);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(page.url()).toContain('/sign-in');
  });

  it('signs in, starts a full pass, and watches it to the end, live', async () => {
    const { page, errors } = await open('desktop', 'light');
    await signInByForm(page, mailferry);
    await page.getByText('Test migration').click();
    await page.locator('[data-mailbox-id]').first().waitFor();
    expect(await page.locator('[data-status="Not Submitted"]').count()).toBe(3);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('menuitem', { name: /Full pass/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Start/ })
      .click();
    await page.locator('[data-status="Processing"]').first().waitFor();
    // By the socket alone: no reload, and the row keeps its place.
    await page.locator('[data-status="Completed"]').nth(2).waitFor({ timeout: 60_000 });
    await page.getByText('180 of 180 items').waitFor();
    await page.locator('[data-mailbox-id]').first().click();
    await page.getByRole('tab', { name: 'Folders' }).click();
    await page.getByRole('columnheader', { name: 'Destination' }).waitFor();
    expect(page.url()).toMatch(/\/mailboxes\/mbx_/);
    expect(errors).toEqual([]);
  });

  it('works by keyboard: search, move, open, close', async () => {
    const { page } = await open('desktop', 'dark');
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/projects/${projectId}`);
    await page.locator('[data-mailbox-id]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('chloe');
    expect(await page.locator('[data-mailbox-id]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByLabel('Mailboxes, arrow keys move').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /bo@old.example/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
  });

  it('changes options by mouse and by keyboard, and tells them on the project’s page', async () => {
    const { page, errors } = await open('desktop', 'light');
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/projects/${projectId}`);
    await page.getByText('Deletions: kept · other options at their defaults').waitFor();
    await page.getByRole('link', { name: 'Options', exact: true }).click();
    await page.getByRole('group', { name: 'Excluded folders' }).getByRole('button', { name: /Add/ }).click();
    await page.keyboard.type('Inbox/Old');
    await page.keyboard.press('Enter');
    await page.keyboard.type('**/Spam');
    await page.getByRole('radio', { name: /Remove the copy/ }).check();
    await page.getByText('The next pass removes copies at the destination.').waitFor();
    await page.getByRole('textbox', { name: 'Error limit' }).fill('none');
    await page.keyboard.press('Control+s');
    await page.getByText('Enter a whole number from 1 to 1,000,000').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('10');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.keyboard.type('@old.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('@new.example');
    // Seen before it is saved, with the first mailboxes.
    await page.getByText('anna@new.example').waitFor();
    await page.getByText('In some items only.').waitFor();
    // Who leaves now is asked, and may stay.
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.keyboard.press('Escape');
    expect(page.url()).toContain('/options');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Test migration' }).click();
    await page.getByText('Deletions: removed · 2 folders excluded · at most 10 errors · 1 address rule').waitFor();
    await page.getByLabel('Mailboxes, arrow keys move').focus();
    await page.keyboard.press('o');
    await page.waitForURL('**/options');
    const { options } = await mailferry.call<{ options: object }>('GET', `/api/projects/${projectId}`);
    expect(options).toEqual({
      excludedFolders: ['Inbox/Old', '**/Spam'],
      deletions: 'remove',
      maximumErrors: 10,
      recipientMapping: [{ from: '@old.example', to: '@new.example' }],
    });
    expect(await page.getByRole('textbox', { name: 'Excluded folder, row 2' }).inputValue()).toBe('**/Spam');
    expect(errors).toEqual([]);
  });

  it('is installable, and opens offline with its last state', async () => {
    const { page, errors } = await open('phone', 'light');
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/projects`);
    await page.getByText('Test migration').waitFor();
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
      return (await fetch(link.href)).json() as Promise<{ display: string; icons: { src: string }[] }>;
    });
    expect(manifest.display).toBe('standalone');
    for (const icon of manifest.icons)
      expect((await page.request.get(mailferry.url + icon.src)).headers()['content-type']).toMatch(/^image/);
    await page.evaluate(() => navigator.serviceWorker.ready);
    // The last state is written a little after it came.
    await page.waitForFunction(() =>
      Object.values(localStorage).some((text) => String(text).includes('Test migration')),
    );
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('Test migration').waitFor();
    expect(errors).toEqual([]);
    // The page from the cache has its policy: a script that anyone could have put into it does not run.
    const hasRun = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hasRun = true';
      document.body.append(script);
      return 'hasRun' in globalThis;
    });
    expect(hasRun).toBe(false);
    expect(errors.join()).toContain('script-src');
    await page.context().setOffline(false);
  });
});
