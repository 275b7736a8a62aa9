import lighthouse from 'lighthouse';
import type { Browser, CookieData } from 'puppeteer-core';
import { longTasks } from './blocking.ts';
import type { Screen } from './screens.ts';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
type Category = (typeof CATEGORIES)[number];

export type Score = Record<Category, number> & {
  /** Milliseconds. */
  largestPaint: number;
  blocked: number;
  /** Names of audits that cost points, with what they found. */
  costs: string[];
  /** Tasks that block the page, and elements that shift. */
  causes: string[];
};

/** On a busy computer the trace of a page may lack its beginning; Lighthouse says itself to run it again then. */
const MOST_TRIES = 3;
const SHOWN_MS = 10_000;
/** Audits that only explain others have no weight; one that passes has this score. */
const FULL = 1;

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];
type Shift = { score?: number; node?: { selector?: string } };

/** The elements that moved after they had been drawn. */
function shiftsIn({ audits }: Result): string[] {
  const details = audits['layout-shifts']?.details;
  const items = details && 'items' in details ? (details.items as Shift[]) : [];
  return items.map(({ score, node }) => `shift of ${(score ?? 0).toFixed(3)}: ${node?.selector ?? 'unknown element'}`);
}

/**
 * Opens the screen as on a phone of the middle class on a slow line (Lighthouse's own preset), in a browser context that
 * has nothing of it in store but the cookies. Throws when something else than the screen was shown.
 */
export async function measure(
  browser: Browser,
  url: string,
  screen: Screen,
  cookies: readonly CookieData[],
): Promise<Score> {
  const context = await browser.createBrowserContext();
  try {
    await context.setCookie(...cookies);
    const page = await context.newPage();
    const look = () => lighthouse(url + screen.path, { onlyCategories: [...CATEGORIES] }, undefined, page);
    let result = await look();
    for (let tries = 1; result?.lhr.runtimeError?.code === 'NO_NAVSTART' && tries < MOST_TRIES; tries++)
      result = await look();
    if (!result) throw new Error(`Lighthouse has nothing on ${screen.name}.`);
    const { lhr, artifacts } = result;
    if (lhr.runtimeError) throw new Error(`${screen.name}: ${lhr.runtimeError.message}`);
    // Lighthouse goes away and back at its end: the page may be loading again.
    const isShown = (words: string) => document.body.innerText.includes(words);
    await page.waitForFunction(isShown, { timeout: SHOWN_MS }, screen.shows).catch(async (cause: unknown) => {
      const text = await page.evaluate(() => document.body.innerText);
      throw new Error(`${screen.name} does not show “${screen.shows}”: ${text}`, { cause });
    });
    const costs = CATEGORIES.flatMap((category) =>
      lhr.categories[category]!.auditRefs.flatMap(({ id, weight }) => {
        const { score, displayValue, title } = lhr.audits[id]!;
        return weight > 0 && score !== null && score < FULL ? [`${id} ${score} (${displayValue ?? title})`] : [];
      }),
    );
    const [performance, accessibility, bestPractices] = CATEGORIES.map((name) => lhr.categories[name]!.score ?? 0);
    return {
      performance: performance!,
      accessibility: accessibility!,
      'best-practices': bestPractices!,
      largestPaint: lhr.audits['largest-contentful-paint']!.numericValue ?? 0,
      blocked: lhr.audits['total-blocking-time']!.numericValue ?? 0,
      costs,
      causes: [...longTasks(artifacts.Trace.traceEvents), ...shiftsIn(lhr)],
    };
  } finally {
    await context.close();
  }
}
