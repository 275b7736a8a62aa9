import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneTimeCode } from '../fakes/one-time-code.ts';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import { chromiumPath, errorsOn, findBarriers, launchChromium, signIn } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry } from './mailferry.ts';

const NEW_PASSWORD = 'a password of tomorrow';

describe.skipIf(!chromiumPath)('an account', () => {
  let host: MailHost;
  let mailferry: Mailferry;
  let browser: Browser;

  beforeAll(async () => {
    [host, mailferry, browser] = await Promise.all([
      startMailHost({ certificate: SELF_SIGNED }),
      startMailferry(),
      launchChromium(),
    ]);
    await mailferry.call('PUT', '/api/mail-settings', {
      driver: 'smtp',
      senderAddress: 'ferry@harbour.example',
      smtp: { host: 'localhost', port: host.port, security: 'none', username: null },
    });
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await host?.close();
  });

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  async function enter(page: Page, password: string): Promise<void> {
    await page.goto(`${mailferry.url}/sign-in`);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(password);
    await press(page, 'Sign in');
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  }

  async function enterByRecovery(page: Page, password: string, code: string): Promise<void> {
    await enter(page, password);
    await press(page, 'Use a recovery code');
    await page.getByLabel('Recovery code').fill(code);
    await press(page, 'Sign in');
    await page.waitForURL('**/projects');
  }

  async function signOut(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: /^Sign out/ }).click();
    await page.waitForURL('**/sign-in');
  }

  it('has two-factor sign-in, which a forgotten password does not skip, and ends its sessions elsewhere', async () => {
    const page = await (await browser.newContext()).newPage();
    const errors = errorsOn(page);
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/settings/security`);
    await press(page, 'Set up');
    await page.locator('form').getByLabel('Password', { exact: true }).fill(OWNER.password);
    await press(page, 'Continue');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = (await page.locator('code.to-copy').innerText()).replaceAll(/\s/g, '');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByLabel('Code', { exact: true }).fill(oneTimeCode(secret, Date.now()));
    await press(page, 'Turn on');
    const list = page.getByRole('list', { name: 'Recovery codes' });
    await list.waitFor();
    const codes = await list.getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    const [saved] = await Promise.all([page.waitForEvent('download'), press(page, 'Download')]);
    expect(saved.suggestedFilename()).toBe('mailferry-recovery-codes.txt');
    await press(page, 'I have saved them');
    await page.getByText(/^On since/).waitFor();

    // Another tab leaves as well, and keeps nothing.
    const otherTab = await page.context().newPage();
    await otherTab.goto(`${mailferry.url}/projects`);
    await otherTab.getByRole('heading', { name: 'Projects' }).waitFor();
    await signOut(page);
    await otherTab.waitForURL('**/sign-in');
    expect(
      await otherTab.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('last-state'))),
    ).toEqual([]);
    await otherTab.close();
    await enter(page, OWNER.password);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByLabel('Code', { exact: true }).fill(oneTimeCode(secret, Date.now(), 1));
    await press(page, 'Sign in');
    await page.waitForURL('**/projects');

    await signOut(page);
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await page.getByLabel('E-mail').fill(OWNER.email);
    await press(page, 'Send the link');
    await page.getByText('Check your mail').waitFor();
    const tokenOf = () =>
      host.messages(OWNER.email).flatMap(({ text }) => /reset-password#([\w-]+)/.exec(text)?.[1] ?? []);
    await expect.poll(() => tokenOf().length, { timeout: 20_000 }).toBe(1);
    await page.goto(`${mailferry.url}/reset-password#${tokenOf()[0]!}`);
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    expect([page.url(), await findBarriers(page)]).toEqual([`${mailferry.url}/reset-password`, []]);
    await press(page, 'Set the password');
    await page.getByRole('link', { name: 'Sign in' }).click();

    await enterByRecovery(page, NEW_PASSWORD, codes[0]!);
    const elsewhere = await (await browser.newContext()).newPage();
    await enterByRecovery(elsewhere, NEW_PASSWORD, codes[1]!);
    await page.goto(`${mailferry.url}/settings/security`);
    await press(page, 'Sign out all other devices');
    await page.getByRole('button', { name: 'Sign out all other devices' }).waitFor({ state: 'detached' });
    await elsewhere.goto(`${mailferry.url}/endpoints`);
    await elsewhere.waitForURL('**/sign-in?to=*');
    expect(errors).toEqual([]);
  });
});
