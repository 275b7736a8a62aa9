import type { Page } from 'playwright-core';
import { COLOUR_RULES, findBarriers, findOverflow, keepPicture, settle } from '../in-browser.ts';
import { bySample } from '../../sample.ts';
import { LAPTOP, PHONE } from './screen.ts';

const WIDTHS = bySample({ small: [768, PHONE.width], full: [768, 1024, 1280, 1920, PHONE.width] });

/** What has its place on a phone alone has few colours of its own. */
const THEMES = {
  desktop: ['light', 'dark'],
  phone: bySample({ small: ['light'], full: ['light', 'dark'] } as const),
} as const;

/** What is wrong with a screen, by the size and the theme in which it is. */
export type Findings = [screen: string, size: string, found: string[]][];

/** In a small run every other screen is dark on a laptop, and the others are seen on a phone. */
const isSeen = bySample({
  small: (theme: 'dark' | 'phone', at: number) => (at % 2 === 0) === (theme === 'dark'),
  full: () => true,
});

/**
 * Looks at a screen, the `at`-th of its kind, that was opened on a laptop: at every width, and on laptop and phone in both
 * themes, with what `onPhone` opens there. `SCREENSHOTS=1` keeps pictures.
 */
export async function lookAt(
  page: Page,
  name: string,
  at: number,
  onPhone?: (page: Page) => Promise<void>,
): Promise<Findings> {
  const findings: Findings = [];
  const themes = THEMES.desktop.filter((theme) => theme === 'light' || isSeen('dark', at));
  findings.push(...(await lookInThemes(page, name, 'desktop', themes)));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: LAPTOP.height });
    findings.push([name, `${String(width)} wide`, await whatOverflows(page)]);
  }
  if (onPhone || isSeen('phone', at)) {
    await page.setViewportSize(PHONE);
    await onPhone?.(page);
    findings.push(...(await lookInBothThemes(page, name, 'phone')));
  }
  await page.setViewportSize(LAPTOP);
  return findings.filter(([, , found]) => found.length > 0);
}

export const lookInBothThemes = (page: Page, name: string, size: 'desktop' | 'phone'): Promise<Findings> =>
  lookInThemes(page, name, size, THEMES[size]);

async function lookInThemes(
  page: Page,
  name: string,
  size: 'desktop' | 'phone',
  themes: readonly ('light' | 'dark')[],
): Promise<Findings> {
  const findings: Findings = [];
  for (const colorScheme of themes) {
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
