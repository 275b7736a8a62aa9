import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_SIZE } from '../../sample.ts';
import { chromiumPath, focusedOn, launchWithWindows, signIn, tabTo } from '../in-browser.ts';
import type { Mailferry } from '../mailferry.ts';
import { OWNER } from '../mailferry.ts';
import { preparationWalks } from './preparation-walks.ts';
import { LAPTOP, show } from './screen.ts';
import type { ScreensWorld } from './world.ts';
import { NAMES, startScreensWorld } from './world.ts';

describe.skipIf(!chromiumPath)('works by keyboard alone', () => {
  let world: ScreensWorld;
  let mailferry: Mailferry;
  let browser: Browser;

  beforeAll(async () => {
    world = await startScreensWorld();
    ({ mailferry } = world);
    browser = await launchWithWindows();
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('a project, a mailbox, a pass, and its error', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    const { keyboard } = page;
    await page.goto(`${mailferry.url}/sign-in`);
    await page.getByLabel('E-mail').waitFor();
    await tabTo(page, 'E-mail');
    await keyboard.type(OWNER.email);
    await tabTo(page, 'Password');
    await keyboard.type(OWNER.password);
    await keyboard.press('Enter');
    await page.waitForURL('**/projects');
    await tabTo(page, 'New project');
    await keyboard.press('Enter');
    // The wizard: a choice leads on, and the focus goes with it.
    await tabTo(page, page.getByRole('button', { name: /^Mailboxes Mail/ }));
    await keyboard.press('Enter');
    await page.getByLabel('Name').and(page.locator(':focus')).waitFor();
    await keyboard.type('By keyboard');
    await keyboard.press('Enter');
    for (const [title, choice] of [
      ['Whose mailboxes are they?', 'Without a customer'],
      ['Where are the mailboxes now?', /^source/i],
      ['Where do the mailboxes go?', /^destination/i],
      ['Which mailboxes move?', 'Add mailboxes'],
    ] as const) {
      await page.getByRole('heading', { name: title }).and(page.locator(':focus')).waitFor();
      await tabTo(page, page.getByRole('button', { name: choice }));
      await keyboard.press('Enter');
    }
    await page.waitForURL('**/mailboxes/add');
    await tabTo(page, 'Or paste lines here');
    await keyboard.type('Source Email, Source Password, Destination Email\n');
    await keyboard.type(`${NAMES[0]}@fjordtrading.example, wrong, ${NAMES[0]}@fjordtrading.example`);
    await tabTo(page, 'Check the list');
    await keyboard.press('Enter');
    await tabTo(page, 'Add 1 mailbox');
    await keyboard.press('Enter');
    await tabTo(page, 'Open the project');
    await keyboard.press('Enter');
    await page.locator('[data-mailbox-id]').waitFor();
    await tabTo(page, 'Start');
    await keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    // The first that it offers: to verify the credentials.
    await keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Start 1 mailbox' }).waitFor();
    await keyboard.press('Enter');
    const statusOf = () => page.locator('[data-mailbox-id]').getAttribute('data-status');
    await expect.poll(statusOf, { timeout: 60_000 }).toMatch(/^(Failed|Paused)$/);
    await keyboard.press('j');
    await keyboard.press('Enter');
    await page.getByRole('tabpanel').getByRole('alert').waitFor();
    // The button of the panel that stands before its tabs.
    await tabTo(page, 'Close');
    await keyboard.press('Tab');
    const errors = page.getByRole('tab', { name: /^Errors/ });
    for (let presses = 0; presses < 9 && (await errors.getAttribute('aria-selected')) !== 'true'; presses++)
      await keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: /^Errors/, selected: true }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
  });

  it('users who were asked, a new link for one, and one to read aloud', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    const { keyboard } = page;
    await signIn(page, mailferry);
    await show(page, mailferry, `/projects/${world.asked.projectId}`);
    const bounced = page.getByRole('button', { name: /^Bounced/ });
    await tabTo(page, bounced);
    await keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-mailbox-id]').count()).toBe(1);
    await tabTo(page, 'Credentials');
    await keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await keyboard.press('Enter');
    await page.getByText('A new link is on its way.').waitFor();
    await tabTo(page, bounced);
    await keyboard.press('Enter');
    await keyboard.press('j');
    await keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Credentials', selected: true }).waitFor();
    await tabTo(page, 'Link or QR code');
    await keyboard.press('Enter');
    await tabTo(page, 'Create link');
    await keyboard.press('Enter');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await tabTo(page, 'Copy link');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedOn(page)).toBe('Link or QR code');
  });

  it('users are notified, previewed one by one, at a time, and not after all', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    const { keyboard } = page;
    await signIn(page, mailferry);
    await show(page, mailferry, `/projects/${world.projectId}`);
    await tabTo(page, 'Notify users');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Notify users' }).waitFor();
    await tabTo(page, 'Start of the migration');
    await keyboard.type('03072099');
    await page.getByText('4 users of 4 will get the notice').waitFor();
    await tabTo(page, page.getByRole('radio', { name: 'Now' }));
    await keyboard.press('ArrowDown');
    await tabTo(page, 'Send at');
    await keyboard.type('03012099');
    await tabTo(page, 'Next user');
    await keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Users' }).getByText(NAMES[1]!).waitFor();
    await tabTo(page, 'Schedule for 4 users');
    await keyboard.press('Enter');
    await page.getByText('4 waiting').waitFor();
    await tabTo(page, 'Cancel the notice');
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the notice' }));
    await keyboard.press('Enter');
    await page.getByText('4 cancelled').waitFor();
    await page.context().close();
  });

  it('a customer, a user of theirs, and a project for them', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    const { keyboard } = page;
    await signIn(page, mailferry);
    await show(page, mailferry, '/projects');
    await keyboard.press('g');
    await keyboard.press('c');
    await page.waitForURL('**/customers');
    await page.locator('[data-customer-id]').first().waitFor();
    await tabTo(page, 'Add customer');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Company name');
    await keyboard.type('Ærlig Handel');
    await tabTo(page, 'Primary domain');
    await keyboard.type('aerlig.example');
    await keyboard.press('Enter');
    await page.waitForURL('**/customers/cus_*');
    await tabTo(page, 'Overview');
    await keyboard.press('ArrowRight');
    await page.waitForURL('**/users');
    await tabTo(page, 'Add user');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'E-mail addresses');
    await keyboard.type('anna@aerlig.example');
    await tabTo(page, 'Add user');
    await keyboard.press('Enter');
    await page.locator('[data-user-id]').waitFor();
    await keyboard.press('g');
    await keyboard.press('c');
    await page.locator('[data-customer-id]').nth(1).waitFor();
    await keyboard.press('/');
    await keyboard.type('aerlig HAN');
    await expect.poll(() => page.locator('[data-customer-id]').count()).toBe(1);
    await keyboard.press('Enter');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.waitForURL('**/customers/cus_*');
    await page.getByRole('heading', { name: 'Ærlig Handel' }).waitFor();
  });

  it('finds an event by keyboard alone, and goes to what it is about', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    const { keyboard } = page;
    await signIn(page, mailferry);
    await show(page, mailferry, '/projects');
    await keyboard.press('g');
    await keyboard.press('a');
    await page.waitForURL('**/activity');
    await page.locator('[data-event]').first().waitFor();
    await keyboard.press('/');
    await keyboard.type('CHLOE');
    // Of her mailbox, of her as a user of the customer, and what was written to her.
    const ofHer = ['mailbox.', 'customer-user.', 'message.', 'notice.'];
    const others = async () => {
      const types = await page
        .locator('[data-event]')
        .evaluateAll((list) => list.map((each) => each.dataset.event ?? ''));
      return types.filter((type) => !ofHer.some((start) => type.startsWith(start)));
    };
    await expect.poll(others, { timeout: 15_000 }).toEqual([]);
    await tabTo(page, 'Event');
    await keyboard.type('Mailbox comp');
    await expect.poll(() => page.locator('[data-event="mailbox.completed"]').count()).toBeGreaterThan(0);
    await tabTo(page, 'Open the mailbox');
    await keyboard.press('Enter');
    await page.waitForURL('**/mailboxes/mbx_*');
    await page.getByRole('complementary').waitFor();
  });

  // In a small run the walks above are enough: the others press the same keys on other screens.
  if (SAMPLE_SIZE === 'full') preparationWalks(() => world);
});
