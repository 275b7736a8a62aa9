import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { events, press } from './screen.ts';

async function findProvider(page: Page): Promise<void> {
  await press('Add endpoint')(page);
  await press('Find my provider')(page);
  await page.getByRole('list', { name: 'Providers' }).waitFor();
}

/** Endpoints, their providers, and the activity of all. */
export function endpointScreens(): Screen[] {
  return [
    ['endpoints', '/endpoints'],
    ['endpoint', '/endpoints', press('Edit')],
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
