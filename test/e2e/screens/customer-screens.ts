import type { Screen } from './screen.ts';
import { events, press, rows } from './screen.ts';
import type { ScreensWorld } from './world.ts';

export function customerScreens({ customerId }: ScreensWorld): Screen[] {
  const customer = `/customers/${customerId}`;
  return [
    ['customers', '/customers', rows],
    ['archived-customers', '/customers?archived=true', (page) => page.getByText('No customer is archived').waitFor()],
    ['new-customer', '/customers', press('Add customer')],
    ['customer', customer],
    ['customer-users', `${customer}/users`, rows],
    [
      'customer-user',
      `${customer}/users`,
      async (page) => {
        await rows(page);
        await page.locator('[data-user-id]').first().click();
        await page.getByRole('dialog').getByText('Mailboxes').waitFor();
      },
    ],
    [
      'import-users',
      `${customer}/users`,
      async (page) => {
        await press('Import from CSV')(page);
        await page.getByLabel('Or paste lines here').fill('Name,Email,Phone\nAnna,anna@x.example,1\nBen,ben,2');
        await page.getByText('ben is not an e-mail address').waitFor();
      },
    ],
    ['customer-licences', `${customer}/licences`, rows],
    [
      'apply-licences',
      `${customer}/licences`,
      async (page) => {
        await rows(page);
        await page.getByRole('checkbox').nth(1).check();
        await press('Apply licences')(page);
      },
    ],
    ['customer-projects', `${customer}/projects`, (page) => page.locator('a.card').first().waitFor()],
    ['customer-activity', `${customer}/activity`, events],
  ];
}
