import type { Contents } from './contents.ts';
import { customerScreens } from './customer-screens.ts';
import { endpointScreens } from './endpoint-screens.ts';
import { noticeScreens } from './notice-screens.ts';
import { projectScreens } from './project-screens.ts';
import type { Screen } from './screen.ts';
import { settingsScreens } from './settings-screens.ts';
import { userScreens } from './user-screens.ts';
import type { ScreensWorld } from './world.ts';

/** Every screen of who is signed in. */
export const GROUPS: Readonly<Record<string, (world: ScreensWorld, contents: Contents) => Screen[]>> = {
  projects: projectScreens,
  users: userScreens,
  notices: noticeScreens,
  customers: customerScreens,
  endpoints: endpointScreens,
  settings: (_world, contents) => settingsScreens(contents),
};
