import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { press } from './screen.ts';
import type { ScreensWorld } from './world.ts';

const strip = (page: Page) => page.getByRole('region', { name: 'Credentials of users' }).waitFor();

/** Where a technician waits for users who were asked for their credentials. */
export function userScreens({ asked }: ScreensWorld): Screen[] {
  const project = `/projects/${asked.projectId}`;
  const mailbox = `${project}/mailboxes/${asked.triedId}`;
  return [
    ['waiting-for-users', project, strip],
    [
      'credentials-menu',
      project,
      async (page) => {
        await strip(page);
        await page.getByRole('button', { name: /^Bounced/ }).click();
        await press('Credentials')(page);
      },
    ],
    [
      'credentials',
      mailbox,
      (page) =>
        page
          .getByText(/failed attempt/)
          .first()
          .waitFor(),
    ],
    ['contact', mailbox, press('Change contact')],
    [
      'credentials-link',
      mailbox,
      async (page) => {
        await press('Link or QR code')(page);
        await press('Create link')(page);
        await page.getByRole('img', { name: /QR code/ }).waitFor();
      },
    ],
    [
      'sign-in-of-mailbox',
      mailbox,
      async (page) => {
        await page.getByRole('tab', { name: 'Progress' }).click();
        await press('Change login and password')(page);
        await page.getByRole('checkbox', { name: /source login/ }).click();
      },
    ],
  ];
}
