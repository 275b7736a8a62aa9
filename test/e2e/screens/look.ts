import type { Page } from 'playwright-core';
import { COLOUR_RULES, findBarriers, findOverflow, keepPicture, settle } from '../in-browser.ts';
import { bySample } from '../../sample.ts';
import { LAPTOP, PHONE } from './screen.ts';

const WIDTHS = [768, 1024, 1280, 1920, PHONE.width];

/** What has its place on a phone alone has few colours of its own. */
const THEMES = {
  desktop: ['light', 'dark'],
  phone: bySample({ small: ['light'], full: ['light', 'dark'] } as const),
} as const;

/** What is wrong with a screen, by the size and the theme in which it is. */
export type Findings = [screen: string, size: string, found: string[]][];

/**
 * Looks at a screen that was opened on a laptop: at every width, and on laptop and phone in both themes, with what
 * `onPhone` opens there. `SCREENSHOTS=1` keeps pictures.
 */
export async function lookAt(page: Page, name: string, onPhone?: (page: Page) => Promise<void>): Promise<Findings> {
  const findings: Findings = [];
  findings.push(...(await lookInBothThemes(page, name, 'desktop')));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: LAPTOP.height });
    findings.push([name, `${String(width)} wide`, await whatOverflows(page)]);
  }
  await page.setViewportSize(PHONE);
  await onPhone?.(page);
  findings.push(...(await lookInBothThemes(page, name, 'phone')));
  await page.setViewportSize(LAPTOP);
  return findings.filter(([, , found]) => found.length > 0);
}

export async function lookInBothThemes(page: Page, name: string, size: 'desktop' | 'phone'): Promise<Findings> {
  const findings: Findings = [];
  for (const colorScheme of THEMES[size]) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await settle(page);
    await keepPicture(page, `${name}-${size}-${colorScheme}`);
    // The themes differ in nothing but colours.
    const rules = colorScheme === 'dark' ? COLOUR_RULES : undefined;
    findings.push([name, `${size}, ${colorScheme}`, await findBarriers(page, rules)]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return findings;
}

async function whatOverflows(page: Page): Promise<string[]> {
  let what = await findOverflow(page);
  // A table becomes cards in one of the next frames.
  for (let again = 0; again < 5 && what.length > 0; again++) {
    await page.waitForTimeout(100);
    what = await findOverflow(page);
  }
  return what;
}
