import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySample, sampleOf } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { chromiumPath, errorsOn, findOverflow, launchChromium, signIn } from './in-browser.ts';
import { longestTask } from './long-task.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { createMigration } from './migration.ts';
import { lookInBothThemes } from './screens/look.ts';

/** `npm run bench:lists` measures ten thousand, too. */
const MANY = bySample({ small: 1_000, full: 10_000 });
const LAPTOP = { width: 1280, height: 800 };
const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', LAPTOP],
] as const;

/** As Excel saves it in Germany, in UTF-16. */
const LIST = `sep=;\r
Quell-E-Mail-Adresse;Quellkennwort;Ziel-E-Mail-Adresse;Flags;Abteilung;Typ\r
anna.lindqvist@old.example;"pa;ss ";;0;Sales;UserMailbox\r
bo@old.example;;bo.c@new.example;8;Sales;UserMailbox\r
chloe(at)old.example;;;0;Sales;UserMailbox\r
\u200Bdan@old.example;0012;;0;;UserMailbox\r
dan@old.example;;;0;;UserMailbox\r
room.1@old.example;;;0;;RoomMailbox\r
there@old.example;;;0;;UserMailbox\r
eve@elsewhere.example;;;0;;UserMailbox\r
`;
const utf16 = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);
const asFile = (buffer: Buffer, name = 'list.csv') => ({ name, mimeType: 'text/csv', buffer });

describe.skipIf(!chromiumPath)('bulk add', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let projectId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'there@old.example' }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'there@new.example' }] },
    });
    mailferry = await startMailferry();
    projectId = await createMigration(mailferry, sandbox);
    const { source, destination } = await mailferry.call<Record<'source' | 'destination', { id: string }>>(
      'GET',
      `/api/projects/${projectId}`,
    );
    for (const [id, domain] of [
      [source.id, 'old.example'],
      [destination.id, 'new.example'],
    ] as const)
      await mailferry.call('PATCH', `/api/endpoints/${id}`, { domains: [domain] });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await sandbox?.close();
  });

  async function open(viewport = LAPTOP): Promise<Page> {
    const page = await (await browser.newContext({ viewport, colorScheme: 'light' })).newPage();
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/projects/${projectId}/mailboxes/add`);
    await page.getByLabel('Or paste lines here').waitFor();
    return page;
  }
  const choose = (page: Page, file: ReturnType<typeof asFile>) => page.locator('input[type=file]').setInputFiles(file);
  const chip = (page: Page, name: string | RegExp) =>
    page.getByRole('group', { name: 'Show rows that are' }).getByRole('button', { name });
  const counted = async () =>
    (await mailferry.call<{ counters: { total: number } }>('GET', `/api/projects/${projectId}`)).counters.total;

  it.each(sampleOf(SIZES, 2))('looks right and is accessible, in both themes (%s)', async (size, viewport) => {
    const page = await open(viewport);
    const errors = errorsOn(page);
    const findings = await lookInBothThemes(page, 'bulk-add-empty', size);
    await choose(page, asFile(utf16(LIST)));
    await page.locator('[data-verdict="shared-mailbox"]').first().waitFor();
    findings.push(...(await lookInBothThemes(page, 'bulk-add', size)));
    expect(await findOverflow(page)).toEqual([]);
    // What is wrong with a row is whole.
    const cut = await page
      .locator('[data-verdict] [class*=sentence]')
      .evaluateAll((all) =>
        all.filter((each) => each.scrollHeight > each.clientHeight).map((each) => each.textContent),
      );
    expect(cut).toEqual([]);
    const edit = page.getByRole('button', { name: 'Edit row 5' });
    // On a phone, the row itself.
    await (size === 'phone' ? page.locator('[role=row][data-verdict="invalid-address"]').first() : edit).click();
    await page.getByRole('dialog').waitFor();
    findings.push(...(await lookInBothThemes(page, 'bulk-add-row', size)));
    expect(findings.filter(([, , found]) => found.length > 0)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('takes a file with errors, mends it in place, adds it, and takes it back', async () => {
    const page = await open();
    await choose(page, asFile(utf16(LIST)));
    await chip(page, 'All 8').waitFor();
    for (const each of [
      'Address not valid 1',
      'Twice in the list 1',
      'Already in the project 1',
      'Outside your domains 1',
      'Shared or room mailbox 1',
      'New 3',
    ])
      expect(await chip(page, each).count(), each).toBe(1);
    await page.getByText('6 in the list; not used: Flags, Abteilung').click();
    expect(await page.getByText('Flags of MigrationWiz do nothing in Mailferry. 1 row has one set.').isVisible()).toBe(
      true,
    );
    // In place, by keyboard.
    await chip(page, 'Address not valid').click();
    const wrong = page.getByLabel('Source address of row 5');
    await wrong.fill('chloe@old.example');
    await wrong.press('Enter');
    await chip(page, 'New 4').waitFor();
    await chip(page, /^All/).click();
    // By pattern, in all rows but the one that was entered.
    await page.getByLabel('Destination pattern').fill('{local}@next.example');
    await chip(page, 'Outside your domains 5').waitFor();
    await page.getByLabel('Destination pattern').fill('{local}@new.example');
    await chip(page, 'New 4').waitFor();
    // Rows that are not wanted, with an undo.
    await page.getByLabel('Select row 9').check();
    await page.getByRole('button', { name: 'Remove 1 row' }).click();
    await chip(page, 'All 7').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await chip(page, 'All 8').waitFor();
    const before = await counted();
    await page.getByRole('button', { name: 'Add 6 mailboxes' }).click();
    await page.getByText('6 mailboxes added.').waitFor();
    expect(await counted()).toBe(before + 6);
    const { items } = await mailferry.call<{ items: { sourceEmail: string; hasSourcePassword: boolean }[] }>(
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=50`,
    );
    expect(items.filter(({ hasSourcePassword }) => hasSourcePassword).map(({ sourceEmail }) => sourceEmail)).toEqual([
      'anna.lindqvist@old.example',
      'dan@old.example',
    ]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The mailboxes are removed again.').waitFor();
    expect(await counted()).toBe(before);
    await page.context().close();
  });

  it('refuses a workbook and a file of 60 MB, and says what to do', async () => {
    const page = await open();
    await choose(page, asFile(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'list.xlsx'));
    await page.getByText('It is an Excel workbook (.xlsx) or another packed file.').waitFor();
    expect(await page.getByText(/save it as CSV UTF-8/).isVisible()).toBe(true);
    // Playwright hands over no file that large from memory.
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(60_000_000)], 'large.csv'));
      const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByText('A list can have up to 10 MB.').waitFor();
    await page.context().close();
  });

  it('shows a list of any length without ever keeping the page from answering, and saves it at once', async () => {
    const page = await open();
    const rows = Array.from({ length: MANY }, (_, index) => {
      const name = `person${String(index)}`;
      return `${name}@old.example,${name},secret ${String(index)},${index % 100 === 7 ? 'wrong' : `${name}@new.example`}`;
    });
    const text = `Source Email,Source Login Name,Source Password,Destination Email\r\n${rows.join('\r\n')}`;
    const right = (MANY * 0.99).toLocaleString('en');
    let previewedMs = 0;
    const longest = await longestTask(page, async () => {
      const from = performance.now();
      await choose(page, asFile(Buffer.from(text)));
      await chip(page, `All ${MANY.toLocaleString('en')}`).waitFor();
      previewedMs = performance.now() - from;
      await chip(page, `Address not valid ${String(MANY / 100)}`).click();
      await chip(page, /^All/).click();
    });
    const from = performance.now();
    await page.getByRole('button', { name: `Add ${right} mailboxes` }).click();
    await page.getByText(`${right} mailboxes added.`).waitFor();
    const savedMs = performance.now() - from;
    process.stdout.write(
      `${String(MANY)} rows by screen: shown in ${previewedMs.toFixed(0)} ms, saved in ${savedMs.toFixed(0)} ms, longest task ${longest.toFixed(1)} times 4 million turns of a loop\n`,
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The mailboxes are removed again.').waitFor();
    await page.context().close();
  });
});
