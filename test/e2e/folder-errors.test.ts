import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished, insertFolder } from '../sandbox/store/folders.ts';
import { itemsIn, moveItem } from '../sandbox/store/items.ts';
import { chromiumPath, keepPicture, launchChromium, signIn } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1440, height: 900 }],
] as const;

describe.skipIf(!chromiumPath)('a folder that the destination does not make', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let projectId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: [{ email: 'anna@old.example', fill: { seed: 3, items: 60 } }],
      },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'anna@new.example' }] },
    });
    const { store } = sandbox.source;
    const mailbox = store.mailbox('anna@old.example')!.id;
    const [root, inbox] = ['msgfolderroot', 'inbox'].map((name) => getDistinguished(store, mailbox, name)!.id);
    const plans = insertFolder(store, mailbox, { parent: root!, name: 'Building plans', folderClass: 'IPF.Note' });
    insertFolder(store, mailbox, { parent: plans.id, name: 'Harbour 2026', folderClass: 'IPF.Note' });
    for (const item of itemsIn(store, inbox!).slice(0, 2)) moveItem(store, item, plans.id);
    const effect = { kind: 'item-error', code: 'ErrorFolderSave' } as const;
    const item = { text: 'Building plans' };
    sandbox.destination.side.faults.add({ operation: 'CreateFolder', item, effect });
    mailferry = await startMailferry();
    projectId = await createMigration(mailferry, sandbox);
    browser = await launchChromium();
    await startPass(mailferry, projectId, 'full');
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await sandbox?.close();
  });

  it.each(sampleOf(SIZES, 2))(
    'is listed under Folders and Errors, and made when errors are retried (%s)',
    async (size, viewport) => {
      const page = await (await browser.newContext({ viewport, colorScheme: 'light' })).newPage();
      await signIn(page, mailferry);
      await page.goto(`${mailferry.url}/projects/${projectId}`);
      await page.locator('[data-status="Completed with 2 errors"]').first().waitFor({ timeout: 60_000 });
      await page.locator('[data-mailbox-id]').first().click();
      await page.getByRole('tab', { name: 'Folders (2)' }).click();
      await page.getByText('2 folders set aside').waitFor();
      await page.getByText(/Set aside: The destination creates other folders, but refuses this one/).waitFor();
      await keepPicture(page, `folders-set-aside-${size}`);
      await page.getByRole('tab', { name: 'Errors (2)' }).click();
      await page.getByText('ErrorFolderSave').first().waitFor();
      await page.getByText('It is inside Building plans, which was set aside.').waitFor();
      await keepPicture(page, `errors-set-aside-${size}`);
      // No text is wider than the screen.
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      if (size === 'phone') return;
      sandbox.destination.side.faults.clear();
      await page.getByRole('button', { name: 'Retry errors', exact: true }).click();
      await page.locator('[data-status="Completed"]').first().waitFor({ timeout: 60_000 });
      await page.getByText('No item has failed.').waitFor();
    },
  );
});
