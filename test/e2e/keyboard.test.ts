import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, focusedOn, tabTo } from './in-browser.ts';
import { organisationWalks } from './keyboard-organisation.ts';
import type { KeyboardWorld } from './keyboard-world.ts';
import { fill, press, startKeyboardWorld } from './keyboard-world.ts';

describe.skipIf(!chromiumPath)('without a pointer', () => {
  let world: KeyboardWorld;
  const open: KeyboardWorld['open'] = (path) => world.open(path);

  beforeAll(async () => {
    world = await startKeyboardWorld();
  });

  afterAll(() => world?.close());

  it('a webhook is created, tested, read, paused, resumed, and deleted', async () => {
    const page = await open('/settings/webhooks');
    const { keyboard } = page;
    await press(page, 'Create webhook');
    await page.getByRole('dialog').waitFor();
    await fill(page, 'Address', world.receiverUrl);
    await fill(page, 'Description', 'Service desk');
    await tabTo(page, 'All events, also those of later versions');
    await keyboard.press('ArrowDown');
    await tabTo(page, page.getByRole('checkbox', { name: 'Pass completed' }));
    await keyboard.press('Space');
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Create webhook' }));
    await page.getByText('It is not shown again.').waitFor();
    // Where the focus was before the dialog.
    await expect.poll(() => focusedOn(page)).toBe('Create webhook');
    await press(page, 'Copy secret');
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^whsec_/);

    await press(page, 'Service desk');
    await page.waitForURL('**/settings/webhooks/whk_*');
    await press(page, 'Send test');
    await press(page, page.getByRole('button', { name: /^Delivered/ }).filter({ hasText: 'webhook.test' }));
    const dialog = page.getByRole('dialog', { name: 'Delivery' });
    await dialog.getByText('The receiver answered 200.').waitFor();
    await tabTo(page, page.getByLabel('Answer of the receiver'));
    expect(await focusedOn(page)).toBe('Answer of the receiver');
    await press(page, 'Redeliver');
    await expect.poll(() => world.received.length).toBe(2);
    expect(new Set(world.received).size).toBe(1);
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focusedOn(page)).toContain('webhook.test');

    // One button, which stays under the fingers.
    await press(page, 'Pause');
    await page.getByText('The webhook is paused.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Resume');
    await keyboard.press('Enter');
    await page.getByText('The webhook sends again.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Pause');

    await press(page, 'Delete');
    await fill(page, 'Type “Service desk” to confirm', 'Service desk');
    await keyboard.press('Enter');
    await page.waitForURL('**/settings/webhooks');
    await page.getByText('No webhooks yet').waitFor();
  });

  it('mail is set up, tested, and sent again', async () => {
    const page = await open('/settings/mail');
    await tabTo(page, 'Send by');
    await page.keyboard.type('Mail server');
    await fill(page, 'Mail server', 'localhost');
    await tabTo(page, 'Encryption');
    await page.keyboard.type('None');
    await fill(page, 'Port', String(world.mailHost.port));
    await fill(page, 'Sender address', 'ferry@harbour.example');
    await page.keyboard.press('Enter');
    await page.getByText('The mail settings are saved.').waitFor();
    expect(await focusedOn(page)).toBe('Sender address');
    await fill(page, 'Recipient', 'kim@new.example');
    await page.keyboard.press('Enter');
    await page.getByText('The message was accepted.').waitFor();
    await press(page, 'Send again to kim@new.example');
    await page.getByText('is queued again').waitFor();
    await expect.poll(() => world.mailHost.messages('kim@new.example').length, { timeout: 20_000 }).toBe(2);
  });

  it('a template is edited with a variable, previewed, saved, reset, and taken back', async () => {
    const page = await open('/settings/templates?kind=reminder&language=de');
    const subject = page.getByLabel('Subject', { exact: true });
    const usual = await subject.inputValue();
    await fill(page, 'Subject', 'Bitte melden: ');
    await press(page, '{{contact}}');
    // In the text, at the place where one writes.
    expect(await focusedOn(page)).toBe('Text');
    await page.keyboard.type('!');
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toContain('{{contact}}!');
    await page.getByRole('region', { name: 'Preview' }).getByText('Bitte melden:').waitFor();
    await press(page, 'Dark');
    await press(page, page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Text' }));
    await page.getByRole('region', { name: 'Preview' }).locator('pre').getByText('Guten Tag').waitFor();
    await press(page, 'Save');
    await page.getByText('The template is saved.').waitFor();
    await press(page, 'Return to the usual text');
    await page.getByText('The template is the usual one again.').waitFor();
    expect(await subject.inputValue()).toBe(usual);
    // The button is gone, and the focus is not.
    expect(await focusedOn(page)).toBe('Text');
    await page.keyboard.press('Alt+t');
    await press(page, 'Undo');
    await expect.poll(() => subject.inputValue()).toBe('Bitte melden:');
  });

  it('the activity is searched, filtered, and saved as CSV', async () => {
    await world.mailferry.call('POST', '/api/customers', { companyName: 'Nightly', primaryDomain: 'nightly.example' });
    await world.mailferry.call('POST', '/api/webhooks', {
      url: world.receiverUrl,
      events: ['*'],
      description: 'Dispatch',
    });
    const page = await open('/activity');
    const types = async () =>
      page
        .locator('[data-event]')
        .evaluateAll((lines) => [...new Set(lines.map((line) => line.getAttribute('data-event')))]);
    await page.locator('[data-event]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('dispatch');
    await expect.poll(types).toEqual(['webhook.created']);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await tabTo(page, 'Event');
    await page.keyboard.type('Customer ad');
    await expect.poll(types).toEqual(['customer.created']);
    const download = page.waitForEvent('download');
    await press(page, 'Save as CSV');
    const csv = readFileSync(await (await download).path(), 'utf8');
    expect(csv).toContain('Nightly');
    expect(csv).not.toContain('webhook.');
    await expect.poll(() => focusedOn(page)).toBe('Save as CSV');
    await press(page, 'Clear filters');
    await expect.poll(async () => (await types()).length).toBeGreaterThan(1);
    expect(await focusedOn(page)).toBe('Search the activity');
  });

  organisationWalks(() => world);
});
