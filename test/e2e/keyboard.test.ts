import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import { chromiumPath, focusedOn, launchChromium, signIn, tabTo } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

const LAPTOP = { width: 1280, height: 800 };

describe.skipIf(!chromiumPath)('without a pointer', () => {
  let mailferry: Mailferry;
  let mailHost: MailHost;
  let browser: Browser;
  let receiver: Server;
  let receiverUrl: string;
  const received: string[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      received.push(String(request.headers['webhook-id']));
      request.resume().once('end', () => response.writeHead(200).end('{"ticket": 4711}'));
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    receiverUrl = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/tickets`;
    mailHost = await startMailHost({ certificate: SELF_SIGNED });
    mailferry = await startMailferry();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await mailHost?.close();
    receiver?.close();
  });

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: LAPTOP,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await signIn(page, mailferry);
    await page.goto(mailferry.url + path);
    await page.locator('main h1').first().waitFor();
    return page;
  }

  /** Presses Enter on what Tab leads to. */
  async function press(page: Page, target: Parameters<typeof tabTo>[1]): Promise<void> {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  }

  async function fill(page: Page, label: string, text: string): Promise<void> {
    await tabTo(page, label);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  }

  it('a webhook is created, tested, read, paused, resumed, and deleted', async () => {
    const page = await open('/settings/webhooks');
    const { keyboard } = page;
    await press(page, 'Create webhook');
    await page.getByRole('dialog').waitFor();
    await fill(page, 'Address', receiverUrl);
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
    await expect.poll(() => received.length).toBe(2);
    expect(new Set(received).size).toBe(1);
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focusedOn(page)).toContain('webhook.test');

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
    await fill(page, 'Port', String(mailHost.port));
    await fill(page, 'Sender address', 'ferry@harbour.example');
    await page.keyboard.press('Enter');
    await page.getByText('The mail settings are saved.').waitFor();
    expect(await focusedOn(page)).toBe('Sender address');
    await fill(page, 'Recipient', 'kim@new.example');
    await page.keyboard.press('Enter');
    await page.getByText('The message was accepted.').waitFor();
    await press(page, 'Send again to kim@new.example');
    await page.getByText('is queued again').waitFor();
    await expect.poll(() => mailHost.messages('kim@new.example').length, { timeout: 20_000 }).toBe(2);
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
    await mailferry.call('POST', '/api/customers', { companyName: 'Nightly', primaryDomain: 'nightly.example' });
    await mailferry.call('POST', '/api/webhooks', { url: receiverUrl, events: ['*'], description: 'Dispatch' });
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
});
