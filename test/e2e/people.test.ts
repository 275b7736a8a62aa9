import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import { manage } from '../sandbox/management/manage.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { chromiumPath, errorsOn, findOverflow, launchChromium, signIn } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { createMigration } from './migration.ts';
import { lookInBothThemes } from './screens/look.ts';

const LAPTOP = { width: 1280, height: 800 };
const SIZES = [
  ['desktop', LAPTOP],
  ['phone', { width: 390, height: 844 }],
] as const;
/** More of one beginning than a server tells at once. */
const CROWD = 130;

describe.skipIf(!chromiumPath)('people on the server', () => {
  let sandbox: Sandbox;
  let mailferry: Mailferry;
  let browser: Browser;
  let projectId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'there@old.example', name: 'Theo There' }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'there@new.example' }] },
    });
    const { side, store } = sandbox.source;
    for (let at = 0; at < CROWD; at += 1)
      store.insertMailbox(`staff${String(at)}@old.example`, 'x', `Staff Member ${String(at)}`);
    store.insertMailbox('blue@old.example', 'x', 'Blue Room');
    store.insertMailbox('ghost@old.example', 'x', 'Ghost');
    store.insertMailbox('guest@elsewhere.example', 'x', 'Guest, "from" elsewhere');
    manage(side, 'Set-Mailbox', { Identity: 'blue@old.example', Type: 'Room' });
    manage(side, 'Set-Mailbox', { Identity: 'ghost@old.example', HiddenFromAddressListsEnabled: true });
    const rooms = { Name: 'Rooms', PrimarySmtpAddress: 'rooms@old.example', RoomList: true };
    manage(side, 'New-DistributionGroup', { ...rooms, Members: ['blue@old.example'] });
    mailferry = await startMailferry();
    projectId = await createMigration(mailferry, sandbox);
    const { source, destination } = await mailferry.call<Record<'source' | 'destination', { id: string }>>(
      'GET',
      `/api/projects/${projectId}`,
    );
    await mailferry.call('PATCH', `/api/endpoints/${source.id}`, { domains: ['old.example'] });
    await mailferry.call('PATCH', `/api/endpoints/${destination.id}`, { domains: ['new.example'] });
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
  const list = async (page: Page) => {
    await page.getByRole('button', { name: 'From the server' }).click();
    // Those of the crowd, the room, the guest, and whoever is in the project.
    await page.getByText(`${String(CROWD + 3)} mailboxes found, 1 of them in the project.`).waitFor();
    await page.getByText('Reading the address list').waitFor({ state: 'detached' });
  };

  it.each(sampleOf(SIZES, 2))('look right and are accessible, in both themes (%s)', async (size, viewport) => {
    const page = await open(viewport);
    const errors = errorsOn(page);
    const findings = await lookInBothThemes(page, 'people-way', size);
    await list(page);
    findings.push(...(await lookInBothThemes(page, 'people', size)));
    expect(findings.filter(([, , found]) => found.length > 0)).toEqual([]);
    expect(await findOverflow(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('are chosen by keyboard and become rows of the list, which is added', async () => {
    sandbox.source.resetStats();
    const page = await open();
    await list(page);
    const row = (state: string) => page.locator(`[role=row][data-state="${state}"]`);
    expect(await row('outside').getByText('guest@elsewhere.example').count()).toBe(1);
    await page.getByLabel('Search people').fill('blue');
    await page.getByText('Room', { exact: true }).waitFor();
    await page.getByLabel('Search people').press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByLabel('Search people').fill('member 1');
    // 1, 10 to 19 and 100 to 129.
    await page.getByRole('button', { name: 'Select all 41' }).click();
    await page.getByLabel('Search people').fill('');
    await page.getByRole('button', { name: 'Check 42 mailboxes' }).click();
    const chip = (name: string | RegExp) =>
      page.getByRole('group', { name: 'Show rows that are' }).getByRole('button', { name });
    await chip('All 42').waitFor();
    expect(await chip('Shared or room mailbox 1').count()).toBe(1);
    await page.getByRole('button', { name: 'Add 42 mailboxes' }).click();
    await page.getByText('42 mailboxes added.').waitFor();
    const { items } = await mailferry.call<{ items: { sourceEmail: string; contactName: string | null }[] }>(
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=100&q=staff1`,
    );
    expect(items.find(({ sourceEmail }) => sourceEmail === 'staff1@old.example')?.contactName).toBe('Staff Member 1');
    // Nobody's mailbox was opened for it, and no password was wrong.
    expect(Object.keys(sandbox.source.stats().requests).toSorted()).toEqual([
      'GetFolder',
      'GetRoomLists',
      'GetRooms',
      'ResolveNames',
    ]);
    expect(sandbox.source.stats().refusedSignIns).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The mailboxes are removed again.').waitFor();
    await page.context().close();
  });

  it('say why they are not listed, and go on where they ended', async () => {
    const { faults } = sandbox.source.side;
    const page = await open();
    faults.add({ operation: 'ResolveNames', effect: { kind: 'batch-error', code: 'ErrorAccessDenied' } });
    await page.getByRole('button', { name: 'From the server' }).click();
    await page.getByText('The server refuses its address list').waitFor();
    faults.clear();
    faults.add({
      operation: 'ResolveNames',
      nth: 8,
      effect: { kind: 'soap-fault', code: 'ErrorServerBusy', values: { BackOffMilliseconds: 3000 } },
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/^The server is busy\. Continues in \d+ s\.$/).waitFor();
    await page.getByText(`${String(CROWD + 3)} mailboxes found, 1 of them in the project.`).waitFor();
    faults.clear();
    await page.context().close();
  });
});
