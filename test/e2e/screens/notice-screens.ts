import type { Contents } from './contents.ts';
import type { Screen } from './screen.ts';
import { press } from './screen.ts';
import type { ScreensWorld } from './world.ts';

/** The screens for notices to users. */
export function noticeScreens({ projectId }: ScreensWorld, { noticeId }: Contents): Screen[] {
  const project = `/projects/${projectId}`;
  return [
    ['notices', `${project}/notices`, (page) => page.locator('[data-notice]').first().waitFor()],
    ['notice', `${project}/notices/${noticeId}`, (page) => page.locator('[data-recipient]').first().waitFor()],
    [
      'cancel-notice',
      `${project}/notices`,
      async (page) => {
        await page.locator('[data-notice]').first().click();
        await press('Cancel the notice')(page);
      },
    ],
    [
      'notify-users',
      `${project}/notify`,
      async (page) => {
        await page.getByLabel('Start of the migration').first().fill('2099-03-29');
        await page.getByLabel('At a time').check();
        await page.frameLocator('iframe').getByText('Your mailbox').first().waitFor();
      },
    ],
    [
      'automatic-notices',
      `${project}/options#notices`,
      async (page) => {
        await page.getByLabel('Notice before the migration').fill('7');
        await page.getByText('Without a start of the migration').waitFor();
      },
    ],
  ];
}
