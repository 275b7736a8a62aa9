import { parseArgs } from 'node:util';
import { chromiumPath, launchChromium } from '../in-browser.ts';
import { prepareRun } from '../prepared.ts';
import { runByApi, runByScreen } from './run-paths.ts';
import type { Party } from './world.ts';
import { partyOf, startWorld } from './world.ts';

/** `npm run path`: the whole path of a migration, by API and by screen, each with 500 rows. `-- --rows 50`: with fewer. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '500' } } });
const [api, desktop, phone] = ['api', 'desktop', 'phone'].map((name) => partyOf(name, Number(values.rows))) as [
  Party,
  Party,
  Party,
];
const clear = prepareRun();
const world = await startWorld([api, desktop, phone]);
const outcomes = [await runByApi(world, api)];
if (chromiumPath) {
  const browser = await launchChromium();
  outcomes.push(
    await runByScreen(browser, world, desktop, 'desktop'),
    await runByScreen(browser, world, phone, 'phone'),
  );
  await browser.close();
}
await world.close();
clear();
process.exit(outcomes.every((statuses) => Object.keys(statuses).join() === 'Completed') ? 0 : 1);
