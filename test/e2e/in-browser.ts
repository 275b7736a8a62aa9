import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Browser, BrowserContext, ElementHandle, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium, findHeadlessShell } from '../needs.ts';
import { CHROMIUM_FLAGS } from './chromium-flags.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER } from './mailferry.ts';

// Where there is one, the Chromium without windows: to open one takes it a sixth of the time.
export const chromiumPath = findHeadlessShell() ?? findChromium();
if (!chromiumPath && process.env.CI === 'true') throw new Error('No Chromium is here.');

/**
 * A Chromium with windows. Tab leads there from the end of a page, by the browser's own controls, to its beginning; without
 * windows the focus is lost behind a frame that comes last.
 */
export const launchWithWindows = (): Promise<Browser> => launchChromium(findChromium());

const shared = new Map<string, Promise<Browser>>();

/**
 * A browser whose contexts close with it. The files that a process of the end-to-end tests runs, one after the other,
 * share one Chromium, which ends with the process. Its contexts have no service worker, which would fetch the whole app
 * into each, unless they ask for one.
 */
export async function launchChromium(executablePath = chromiumPath!): Promise<Browser> {
  if (!shared.has(executablePath))
    shared.set(executablePath, chromium.launch({ executablePath, args: CHROMIUM_FLAGS }));
  const browser = await shared.get(executablePath)!;
  const contexts: BrowserContext[] = [];
  const newContext: Browser['newContext'] = async (options) => {
    const context = await browser.newContext({ serviceWorkers: 'block', ...options });
    contexts.push(context);
    return context;
  };
  const own: Partial<Browser> = {
    newContext,
    newPage: async (options) => (await newContext(options)).newPage(),
    close: async () => void (await Promise.all(contexts.map((context) => context.close()))),
  };
  return new Proxy(browser, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in own ? own : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Makes the page one of the owner; what it opens next is behind the sign-in. */
export async function signIn(page: Page, { url, cookies }: Mailferry): Promise<void> {
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url, httpOnly: true, sameSite: 'Lax' })));
}

export async function signInByForm(page: Page, mailferry: Mailferry): Promise<void> {
  await page.goto(`${mailferry.url}/sign-in`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/projects');
}

/** What goes wrong on a page from now on: errors of scripts, and what the page's own policy keeps out. */
export function errorsOn(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) errors.push(line.text());
  });
  return errors;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const withAxe = new WeakSet<Page>();

/** Brings axe into the page, and into those that it opens later: to send it each time costs more than a check. */
async function bringAxe(page: Page): Promise<void> {
  if (!withAxe.has(page)) {
    withAxe.add(page);
    await page.addInitScript(AXE);
  }
  // By the debugger, which a Content-Security-Policy lets pass.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
}

/** The rules of axe whose answer depends on colours. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds on the page as it is, of any impact: rule, and the elements. By all of its rules, or by these. */
export async function findBarriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  await bringAxe(page);
  const violations = await page.evaluate(async (only) => {
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ['violations'],
      ...(only && { runOnly: [...only] }),
    });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`),
    }));
  }, rules);
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).join(' | ')}`);
}

const SHOTS = new URL('screenshots/', import.meta.url).pathname;

/** With `SCREENSHOTS=1`: nobody compares them. */
export async function keepPicture(page: Page, name: string, fullPage = false): Promise<void> {
  if (!process.env['SCREENSHOTS']) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage });
}

/** Waits until transitions and animations that end have ended. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().endTime) < Infinity)
        .map((animation) => animation.finished),
    ),
  );
}

/** Elements of the page that are wider than what holds them, where it neither scrolls nor cuts text off on purpose. */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const over: string[] = [];
    const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
    if (document.documentElement.scrollWidth > window.innerWidth) over.push('the page');
    for (const element of document.querySelectorAll('body *')) {
      if (element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) continue;
      const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
      if (clipPath !== 'none' || textOverflow === 'ellipsis' || /^(input|textarea|select)$/i.test(element.tagName))
        continue;
      // A strip of filters on a phone scrolls sideways, and says so by what is cut.
      if (overflowX === 'auto' && element.matches('[data-sideways]')) continue;
      over.push(
        `${nameOf(element)} in ${nameOf(element.parentElement!)}: ${element.scrollWidth} > ${element.clientWidth}`,
      );
    }
    return over;
  });
}

/** Where Tab has to lead within so many presses. */
const MOST_TABS = 80;
/** The page may have drawn what is looked for once more since it was found. */
const FIND_AGAIN_EVERY = 10;
/** So often a button that cannot be pressed yet is looked at, with so much time in between. */
const [LOOKS, LOOK_EVERY_MS] = [300, 100];

/** Presses Tab until the element of this accessible name, or this one, has the focus. */
export async function tabTo(page: Page, target: string | Locator): Promise<void> {
  const wanted = typeof target === 'string' ? namedOf(page, target) : target;
  // What is not drawn yet, or disabled, cannot be reached, however often Tab is pressed.
  await wanted.first().waitFor();
  // To find elements by their name takes a while; to compare them with what has the focus takes none.
  const find = async () => (await wanted.elementHandles()) as ElementHandle<Element>[];
  let elements = await find();
  for (let press = 0, looks = 0; press < MOST_TABS && looks < LOOKS;) {
    const state = await page.evaluate((all) => {
      if (all.includes(document.activeElement!)) return 'reached';
      if (all.length === 0 || !all.every((each) => each.isConnected)) return 'gone';
      return all.every((each) => each.matches(':disabled')) ? 'disabled' : 'there';
    }, elements);
    if (state === 'reached') return;
    if (state === 'there') {
      await page.keyboard.press('Tab');
      press += 1;
      if (press % FIND_AGAIN_EVERY === 0) elements = await find();
    } else {
      await page.waitForTimeout(LOOK_EVERY_MS);
      looks += 1;
      elements = await find();
    }
  }
  throw new Error(`Tab does not lead to “${String(target)}”.`);
}

function namedOf(page: Page, name: string): Locator {
  return page
    .getByRole('button', { name, exact: true })
    .or(page.getByRole('link', { name, exact: true }))
    .or(page.getByRole('tab', { name, exact: true }))
    .or(page.getByLabel(name, { exact: true }));
}

/** What has the focus: its accessible name or its text; `nothing` where the focus is lost. */
export function focusedOn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing';
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim();
  });
}
