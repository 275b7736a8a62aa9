import type { Page } from 'playwright-core';
import type { Mailferry } from '../mailferry.ts';

/** A screen as it is when it has been opened, or with what opens over it. */
export type Screen = readonly [
  name: string,
  path: string,
  open?: (page: Page) => Promise<void>,
  /** What there is to open besides where there is little room. */
  onPhone?: (page: Page) => Promise<void>,
];

export const LAPTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** What follows an answer is drawn within this time. */
const DRAW_MS = 150;

export async function show(
  page: Page,
  { url }: Pick<Mailferry, 'url'>,
  path: string,
  open?: (page: Page) => Promise<void>,
): Promise<void> {
  await page.goto(url + path);
  await page.locator('main h1, main h2').first().waitFor();
  await open?.(page);
  await page.waitForTimeout(DRAW_MS);
}

export const rows = (page: Page): Promise<void> => page.locator('[data-customer-id], [data-user-id]').first().waitFor();
export const events = (page: Page): Promise<void> => page.locator('[data-event]').first().waitFor();
export const press =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).first().click();
