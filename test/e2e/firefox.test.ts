import type { Browser, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../needs.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { signInByForm } from './by-puppeteer.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry } from './mailferry.ts';
import { createMigration } from './migration.ts';

const firefoxPath = findFirefox();
if (!firefoxPath && process.env.CI === 'true') throw new Error('No Firefox is here.');

describe.skipIf(!firefoxPath)('in Firefox', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: [{ email: 'anna@old.example', fill: { seed: 1, items: 30 } }],
      },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'anna@new.example' }] },
    });
    [mailferry, browser] = await Promise.all([
      startMailferry(),
      // Over WebDriver BiDi, the protocol of every browser.
      launch({ browser: 'firefox', executablePath: firefoxPath!, headless: true }),
    ]);
    await createMigration(mailferry, sandbox);
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await sandbox?.close();
  });

  it('signs in, opens a project, starts a pass, and reads its result', async () => {
    await signInByForm(page, mailferry.url, OWNER);
    await page.locator('::-p-text(Test migration)').click();
    await page.locator('[data-status="Not Submitted"]').wait();
    await page.locator('button ::-p-text(Start)').click();
    await page.locator('[role=menuitem] ::-p-text(Full pass)').click();
    await page.locator('[role=dialog] button[type=submit]:not([aria-disabled=true])').click();
    // By the socket alone: nothing is loaded again.
    await page.locator('[data-status="Completed"]').setTimeout(60_000).click();
    await page.locator('[role=complementary], aside').wait();
    const text = await page.evaluate(() => document.body.innerText);
    expect(text).toContain('30 of 30 items');
    expect(new URL(page.url()).pathname).toMatch(/\/mailboxes\/mbx_/);
    expect(errors).toEqual([]);
  });
});
