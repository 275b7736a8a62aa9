import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchChromium, signInByForm } from './by-puppeteer.ts';
import { itemsDone, mailboxesOf, readRun, startFullPass, until } from './npm-start.ts';
import { startOwn } from './own-start.ts';

/** `npm run pictures`: those of the README, of the demo in the middle of a full pass. */
const FOLDER = fileURLToPath(new URL('../../.github/', import.meta.url));
/** So many items are done in each picture, of some seven thousand. */
const DONE_ITEMS = 1_000;
/** A page in the background draws nothing; bars take this long to get where they belong. */
const SETTLE_MS = 1_500;
const PICTURES = [
  { file: 'project.webp', theme: 'light', viewport: { width: 1280, height: 800 }, quality: 80 },
  { file: 'project-phone.webp', theme: 'dark', viewport: { width: 390, height: 844 }, quality: 80 },
] as const;

const demo = await startOwn([]);
try {
  const browser = await launchChromium();
  try {
    const run = readRun(demo.stateDir);
    const pages = [];
    for (const picture of PICTURES) {
      const page = await browser.newPage();
      await page.setViewport(picture.viewport);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: picture.theme }]);
      if (pages.length === 0) await signInByForm(page, demo.url, run);
      await page.goto(`${demo.url}/projects/${run.projectId}`);
      await page.locator('[data-mailbox-id]').wait();
      pages.push({ page, ...picture });
    }
    await startFullPass(run);
    await until('enough items', 120_000, async () =>
      itemsDone(await mailboxesOf(run)) > DONE_ITEMS ? true : undefined,
    );
    for (const { page, file, quality } of pages) {
      await page.bringToFront();
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      writeFileSync(FOLDER + file, await page.screenshot({ type: 'webp', quality }));
      process.stdout.write(`.github/${file}\n`);
    }
  } finally {
    await browser.close();
  }
} finally {
  await demo.close();
}
