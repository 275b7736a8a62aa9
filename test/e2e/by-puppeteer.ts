import type { Browser, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { findChromium, findHeadlessShell } from '../needs.ts';
import { CHROMIUM_FLAGS } from './chromium-flags.ts';

/**
 * Chromium for Lighthouse and for pictures, which need what Playwright lacks. Where there is one, the Chromium without
 * windows: the other one draws a window for each context, for seconds, beside the page that is measured in it.
 */
export function launchChromium(): Promise<Browser> {
  const executablePath = findHeadlessShell() ?? findChromium();
  if (!executablePath) throw new Error('No Chromium is here.');
  return launch({ executablePath, headless: findHeadlessShell() ? 'shell' : true, args: CHROMIUM_FLAGS });
}

/** Signs in by the form, and waits for the projects. */
export async function signInByForm(page: Page, url: string, who: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name=email]').fill(who.email);
  await page.locator('input[name=password]').fill(who.password);
  await page.locator('button[type=submit]').click();
  await page.waitForFunction(() => location.pathname === '/projects');
}
