import type { Browser, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { findChromium } from '../needs.ts';

/** Chromium for Lighthouse and for pictures, which need what Playwright lacks. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium is here.');
  return launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Signs in by the form, and waits for the projects. */
export async function signInByForm(page: Page, url: string, who: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name=email]').fill(who.email);
  await page.locator('input[name=password]').fill(who.password);
  await page.locator('button[type=submit]').click();
  await page.waitForFunction(() => location.pathname === '/projects');
}
