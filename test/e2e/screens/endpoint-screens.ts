import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { events, press } from './screen.ts';

async function findProvider(page: Page): Promise<void> {
  await press('Add endpoint')(page);
  await press('Find my provider')(page);
  await page.getByRole('list', { name: 'Providers' }).waitFor();
}

async function testConnection(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'source', exact: true }).click();
  await page.getByLabel(/^Mailbox to test/).fill('nobody@fjordtrading.example');
  await press('Test connection')(page);
  await page.locator('[data-check]').first().waitFor();
}

/** Endpoints, their providers, and the activity of all. */
export function endpointScreens(): Screen[] {
  return [
    ['endpoints', '/endpoints'],
    ['endpoint', '/endpoints', press('Edit')],
    ['endpoint-report', '/endpoints', testConnection],
    ['find-provider', '/endpoints', findProvider],
    [
      'add-provider',
      '/endpoints',
      async (page) => {
        await findProvider(page);
        await press('Add a provider')(page);
      },
    ],
    ['activity', '/activity', events],
    ['activity-filters', '/activity', events, (page) => page.getByRole('button', { name: /^Filters/ }).click()],
    ['nowhere', '/nowhere'],
  ];
}
