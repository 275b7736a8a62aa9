import type { Page } from 'playwright-core';
import { OWNER } from '../mailferry.ts';
import type { Contents } from './contents.ts';
import type { Screen } from './screen.ts';
import { press } from './screen.ts';

/** The second factor, as far as the QR code. */
async function setUp(page: Page): Promise<void> {
  await press('Set up')(page);
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Continue' }) });
  await form.getByLabel('Password').fill(OWNER.password);
  await form.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
}

async function newWebhook(page: Page): Promise<void> {
  await press('Create webhook')(page);
  await page.getByLabel('Only some').first().check();
}

async function mailServer(page: Page): Promise<void> {
  await page.getByLabel('Send by').selectOption('smtp');
  await page.getByText('Enter a sender address').waitFor();
}

export function settingsScreens({ webhookId, orderId }: Contents): Screen[] {
  const webhook = `/settings/webhooks/${webhookId}`;
  return [
    ['settings', '/settings'],
    ['workgroup', '/settings/workgroup'],
    ['agents', '/settings/agents'],
    ['invite', '/settings/agents', press('Invite agent')],
    ['invitation', '/invitation#0000000000000000000000000000000000000000000'],
    ['api-keys', '/settings/api-keys'],
    ['new-api-key', '/settings/api-keys', press('Create API key')],
    ['security', '/settings/security', setUp],
    ['change-email', '/settings/profile', press(/change address/i)],
    ['webhooks', '/settings/webhooks'],
    ['new-webhook', '/settings/webhooks', newWebhook],
    ['webhook', webhook],
    ['delivery', webhook, (page) => page.getByRole('button', { name: 'Delivered' }).nth(1).click()],
    ['redeliver', webhook, press('Redeliver a time range')],
    ['mail', '/settings/mail', mailServer],
    [
      'templates',
      '/settings/templates?kind=reminder&language=de',
      (page) => page.frameLocator('iframe').getByText('Guten Tag').waitFor(),
    ],
    ['licences', '/settings/licences', (page) => page.getByRole('heading', { name: 'Ledger' }).waitFor()],
    ['buy-licences', '/settings/licences', press('Buy licences')],
    ['licence-order', `/settings/licences/orders/${orderId}`, (page) => page.getByRole('table').waitFor()],
  ];
}
