import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { chromiumPath, launchChromium } from '../in-browser.ts';
import { LEFT_OUT } from './list.ts';
import { runByApi, runByScreen } from './run-paths.ts';
import type { World } from './world.ts';
import { partyOf, startWorld } from './world.ts';

/** Rows of each list, few of them: `npm run path` takes 500 for each. */
const BY_API = partyOf('api', 8);
const DESKTOP = partyOf('desktop', 12);
const PHONE = partyOf('phone', 8);

describe('the whole path of a migration', () => {
  let world: World;
  let browser: Browser | undefined;

  beforeAll(async () => {
    world = await startWorld([BY_API, DESKTOP, PHONE]);
    if (chromiumPath) browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('by the API, from a customer to mailboxes that are all Completed', async () => {
    expect(await runByApi(world, BY_API)).toEqual({ Completed: BY_API.people.length - LEFT_OUT });
  });

  it.skipIf(!chromiumPath).each(
    sampleOf(
      [
        ['desktop', DESKTOP],
        ['phone', PHONE],
      ] as const,
      2,
    ),
  )('by screen alone, on a %s', async (screen, party) => {
    expect(await runByScreen(browser!, world, party, screen)).toEqual({ Completed: party.people.length - LEFT_OUT });
  });
});
