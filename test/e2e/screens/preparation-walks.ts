import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { focusedOn, signIn, tabTo } from '../in-browser.ts';
import { LAPTOP, show } from './screen.ts';
import type { ScreensWorld } from './world.ts';
import { NAMES } from './world.ts';

/** A list changes once the API has answered, on a busy computer later than the usual second. */
const WHILE_IT_IS_DONE = { timeout: 15_000 };

/** The focus is somewhere: who works without a pointer goes on from there. */
const expectFocus = (page: Page) => expect.poll(() => focusedOn(page)).not.toBe('nothing');

async function press(page: Page, target: string | Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Opens a menu, and chooses the entry that begins like this. */
async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await press(page, menu);
  // What is typed before the menu has the focus, nobody reads.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=menu]') !== null)).toBe(true);
  await page.keyboard.type(entry);
  await page.locator('[role=menu] [data-highlighted]').filter({ hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
}

async function savedBy(page: Page, target: string | Locator): Promise<string> {
  const download = page.waitForEvent('download');
  await press(page, target);
  return readFileSync(await (await download).path(), 'utf8');
}

/** Walks by keyboard through what prepares and fills a project. */
export function preparationWalks(get: () => ScreensWorld): void {
  async function open(path: string, until?: (page: Page) => Promise<void>): Promise<Page> {
    const { browser, mailferry } = get();
    const context = await browser.newContext({
      viewport: LAPTOP,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await signIn(page, mailferry);
    await show(page, mailferry, path, until);
    return page;
  }
  const project = () => `/projects/${get().projectId}`;

  it('an endpoint is tested with a mailbox, and edited', async () => {
    const page = await open('/endpoints');
    await press(page, page.getByRole('link', { name: 'source', exact: true }));
    await page.waitForURL('**/endpoints/end_*');
    await tabTo(page, 'Mailbox to test the rights with');
    await page.keyboard.type('nobody@fjordtrading.example');
    await page.keyboard.press('Enter');
    const report = page.getByRole('region', { name: 'Report' });
    await report.getByText('The server has no mailbox nobody@fjordtrading.example.').first().waitFor();
    expect(await focusedOn(page)).toBe('Mailbox to test the rights with');
    await press(page, 'Edit');
    await page.getByRole('dialog', { name: 'source' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedOn(page)).toBe('Edit');
    await page.context().close();
  });

  it('a script is chosen, written for another version, copied, saved, and its clean-up read', async () => {
    const page = await open(`${project()}/scripts`);
    await press(page, page.getByRole('link', { name: /^Grant impersonation/ }).first());
    await page.getByRole('heading', { name: 'Grant impersonation' }).waitFor();
    await expectFocus(page);
    const text = page.getByRole('region', { name: /^Text of/ });
    await text.getByText('Exchange 2010 SP2 and later').waitFor();
    await tabTo(page, 'Version of the server');
    await page.keyboard.type('Exchange 2007');
    await text.getByText('Exchange 2007').first().waitFor();
    expect(await focusedOn(page)).toBe('Version of the server');
    await press(page, 'Copy script');
    await page.getByText('Copied.').waitFor();
    expect(await focusedOn(page)).toBe('Copy script');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('Exchange 2007');
    expect((await savedBy(page, 'Save file')).replaceAll('\r\n', '\n')).toContain(copied.replaceAll('\r\n', '\n'));
    await tabTo(page, page.getByRole('tab', { name: 'Script' }));
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Clean-up', selected: true }).waitFor();
    await tabTo(page, text);
    await page.context().close();
  });

  it('the inventory is read, saved, and counted again', async () => {
    const page = await open(project());
    await choose(page, 'More', 'Inv');
    await page.waitForURL('**/inventory');
    await page.getByText('Earlier estimates').waitFor();
    expect(await savedBy(page, page.getByRole('link', { name: 'Save as CSV' }))).toContain(NAMES[0]);
    await press(page, 'Count again');
    await page.getByRole('dialog', { name: 'Inventory' }).getByRole('button', { name: 'Start 4 mailboxes' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedOn(page)).toBe('Count again');
    await press(page, page.getByRole('link', { name: 'Test migration' }));
    await page.locator('[data-mailbox-id]').first().waitFor();
    await page.context().close();
  });

  it('a list is pasted, mended in place, added, and taken back', async () => {
    const page = await open(`${project()}/mailboxes/add`);
    const { keyboard } = page;
    await tabTo(page, 'Or paste lines here');
    await keyboard.type('dora@fjordtrading.example, dora@fjordtrading.example\nnonsense, emil@fjordtrading.example');
    await press(page, 'Check the list');
    await page.locator('[data-verdict="invalid-address"]').first().waitFor();
    await expectFocus(page);
    await tabTo(page, 'Source address of row 2');
    await keyboard.press('Control+a');
    await keyboard.type('emil@fjordtrading.example');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add 2 mailboxes' }).waitFor();
    await expectFocus(page);
    await press(page, page.getByRole('button', { name: 'Edit row 1' }));
    await page.getByRole('dialog', { name: 'Row 1' }).waitFor();
    await tabTo(page, 'Contact name');
    await keyboard.type('Dora');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedOn(page)).toBe('Edit row 1');
    await press(page, 'Add 2 mailboxes');
    await page.getByText('2 mailboxes added.').waitFor();
    await expectFocus(page);
    await press(page, 'Undo');
    await page.getByText('The mailboxes are removed again.').waitFor();
    await expectFocus(page);
    await page.context().close();
  });

  it('mailboxes get a tag, are shown by a filter that is saved, and come back after their removal', async () => {
    const { mailferry } = get();
    const { source, destination } = await mailferry.call<Record<'source' | 'destination', { id: string }>>(
      'GET',
      `/api${project()}`,
    );
    const { id } = await mailferry.call<{ id: string }>('POST', '/api/projects', {
      name: 'Tags by keyboard',
      sourceEndpointId: source.id,
      destinationEndpointId: destination.id,
    });
    await mailferry.call('POST', `/api/projects/${id}/mailboxes`, {
      mailboxes: ['fay', 'gus'].map((name) => ({
        sourceEmail: `${name}@fjordtrading.example`,
        destinationEmail: `${name}@fjordtrading.example`,
      })),
    });
    const page = await open(`/projects/${id}`, (opened) => opened.locator('[data-mailbox-id]').first().waitFor());
    const { keyboard } = page;
    const rows = page.locator('[data-mailbox-id]');
    await keyboard.press('j');
    await keyboard.press('Space');
    await choose(page, 'Edit', 'Tags');
    await page.getByRole('dialog', { name: 'Tags of 1 mailbox' }).waitFor();
    await tabTo(page, 'Add tags');
    await keyboard.type('Board');
    await keyboard.press('Enter');
    const tag = page.getByRole('button', { name: /^Board/ });
    await tag.waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Edit');
    await press(page, tag);
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(1);
    await choose(page, 'Saved filters', 'Save');
    await page.getByRole('dialog', { name: 'Save filter' }).waitFor();
    await tabTo(page, 'Name');
    await keyboard.type('The board');
    await keyboard.press('Enter');
    await page.getByText('The filter “The board” is saved.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Saved filters');
    await press(page, tag);
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(2);
    await choose(page, 'Saved filters', 'The');
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(1);
    await choose(page, 'Saved filters', 'Delete');
    await page.getByText('is deleted').waitFor();
    // What could be undone until now is over before the next undo is offered.
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count(), { timeout: 40_000 }).toBe(0);
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(1);
    await press(page, tag);
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(2);
    await choose(page, 'Edit', 'Remove');
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(1);
    await expectFocus(page);
    await keyboard.press('Alt+t');
    await press(page, page.getByRole('button', { name: 'Undo' }).last());
    await expect.poll(() => rows.count(), WHILE_IT_IS_DONE).toBe(2);
    await expectFocus(page);
    await page.context().close();
  });
}
