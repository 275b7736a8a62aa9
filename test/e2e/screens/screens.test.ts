import type { Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySample, sampleOf } from '../../sample.ts';
import { DOOR_STATES, DOORS, openDoor } from '../door-screens.ts';
import { chromiumPath, errorsOn, signIn } from '../in-browser.ts';
import { longestTask } from '../long-task.ts';
import type { Mailferry } from '../mailferry.ts';
import { waitForPass } from '../mailferry.ts';
import { GROUPS } from './all-screens.ts';
import type { Contents } from './contents.ts';
import { fillScreens, startReceiver } from './contents.ts';
import type { Findings } from './look.ts';
import { lookAt, lookInBothThemes } from './look.ts';
import { LAPTOP, PHONE, show } from './screen.ts';
import type { ScreensWorld } from './world.ts';
import { NAMES, startScreensWorld } from './world.ts';

/** Of script, compressed, for any screen that is opened first. */
const MOST_SCRIPT_KB = 150;
/** Screens where nobody fills in anything yet, and what they need not load for that. */
const TO_READ = new Set(['projects', 'project', 'customers', 'endpoints', 'activity', 'inventory', 'nowhere']);
/** In a small run those alone: what makes one heavy is most often shared. */
const isMeasured = bySample({ small: (name: string) => TO_READ.has(name), full: () => true });
const OF_FORMS = /\/(?:schema|form|zones)-[^/]+\.js$/;

describe.skipIf(!chromiumPath)('every screen', () => {
  let world: ScreensWorld;
  let contents: Contents;
  let receiver: Server;
  let mailferry: Mailferry;
  let browser: Browser;

  beforeAll(async () => {
    receiver = await startReceiver();
    world = await startScreensWorld(async (server, projectId) => {
      contents = await fillScreens(server, projectId, receiver);
    });
    ({ mailferry, browser } = world);
  });

  afterAll(async () => {
    await world?.close();
    receiver?.close();
  });

  const newPage = async (viewport = LAPTOP): Promise<Page> =>
    (await browser.newContext({ viewport, colorScheme: 'light' })).newPage();

  it.each(Object.entries(GROUPS))(
    'has no axe findings in either theme, no error, and fits its container at every width: %s',
    async (_group, screensOf) => {
      const page = await newPage();
      const errors = errorsOn(page);
      const findings: Findings = [];
      await signIn(page, mailferry);
      for (const [at, [name, path, open, onPhone]] of sampleOf(screensOf(world, contents), 3).entries()) {
        await show(page, mailferry, path, open);
        findings.push(...(await lookAt(page, name, at, onPhone)));
      }
      expect(findings).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  it('has no axe findings in either theme, no error, and fits its container: before the sign-in', async () => {
    const page = await newPage();
    const errors = errorsOn(page);
    const findings: Findings = [];
    await page.goto(`${mailferry.url}/sign-in`);
    await page.getByLabel('E-mail').waitFor();
    findings.push(...(await lookAt(page, 'sign-in', 0)));
    for (const [at, door] of sampleOf(DOORS, 3).entries())
      await openDoor(page, mailferry.url, door, async () => {
        findings.push(...(await lookAt(page, door.name, at + 1)));
      });
    // One size is enough for what only says something else.
    await page.setViewportSize(PHONE);
    for (const door of DOOR_STATES)
      await openDoor(page, mailferry.url, door, async () => {
        findings.push(...(await lookInBothThemes(page, door.name, 'phone')));
      });
    expect(findings.filter(([, , found]) => found.length > 0)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('shows a mailbox completely on a laptop, below a summary that does not move while a pass runs', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP })).newPage();
    await signIn(page, mailferry);
    // Without waves and tags, whose filters take a line of their own.
    const path = `/api/projects/${world.projectId}/mailboxes`;
    const { items } = await mailferry.call<{ items: { id: string }[] }>('GET', path);
    const mailboxes = items.map((mailbox) => ({ id: mailbox.id, waveId: null, tags: [] }));
    await mailferry.call('PATCH', path, { mailboxes });
    await show(page, mailferry, `/projects/${world.projectId}`);
    const grid = page.getByRole('grid');
    const placesOf = async () => {
      const summary = page.getByRole('region', { name: 'Summary' });
      const figures = await summary.locator('dt, [role=progressbar]').all();
      return Promise.all([grid, ...figures].map(async (each) => (await each.boundingBox())!));
    };
    const before = await placesOf();
    expect(before[0]!.y).toBeLessThan(260);
    const last = (await page.getByRole('columnheader', { name: 'Activity' }).boundingBox())!;
    expect(last.x + last.width).toBeLessThan(before[0]!.x + before[0]!.width);
    const search = (await page.getByLabel('Search mailboxes').boundingBox())!;
    const chip = (await page.getByRole('button', { name: /^All/ }).boundingBox())!;
    expect(search.y).toBeCloseTo(chip.y, 0);
    // 35 characters; the source's, above the same one at the destination.
    const address = grid.getByText(`${NAMES[0]}@fjordtrading.example`, { exact: true }).first();
    expect(await address.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('menuitem', { name: /Full pass/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Start/ })
      .click();
    const isRunning = () => page.locator('[data-status="Processing"]').count();
    await expect.poll(isRunning, { timeout: 30_000 }).toBeGreaterThan(0);
    for (let look = 0; look < 10 && (await isRunning()) > 0; look++) {
      expect(await placesOf()).toEqual(before);
      await page.waitForTimeout(100);
    }
    await waitForPass(mailferry, world.projectId);
    expect(await placesOf()).toEqual(before);
  });

  it('shows a mailbox by its address on a phone, and the project once it is closed', async () => {
    const page = await newPage(PHONE);
    await signIn(page, mailferry);
    const path = `/projects/${world.projectId}/mailboxes`;
    const { items } = await mailferry.call<{ items: { id: string }[] }>('GET', `/api${path}`);
    await show(page, mailferry, `${path}/${items[0]!.id}`);
    // What the panel covers is not drawn yet.
    await page.getByRole('complementary').getByRole('tab', { name: 'Progress' }).waitFor();
    expect(await page.getByRole('grid').count()).toBe(0);
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('grid').waitFor();
    await page.context().close();
  });

  it('opens a project of some hundred mailboxes without a long task, on a slow phone', async () => {
    const { source, destination } = await mailferry.call<Record<'source' | 'destination', { id: string }>>(
      'GET',
      `/api/projects/${world.projectId}`,
    );
    const ends = { sourceEndpointId: source.id, destinationEndpointId: destination.id };
    const { id } = await mailferry.call<{ id: string }>('POST', '/api/projects', { name: 'Large', ...ends });
    const mailboxes = Array.from({ length: 400 }, (_, index) => ({
      sourceEmail: `person.${index}@fjordtrading.example`,
      destinationEmail: `person.${index}@fjordtrading.example`,
    }));
    await mailferry.call('POST', `/api/projects/${id}/mailboxes`, { mailboxes });
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await signIn(page, mailferry);
    const open = () =>
      show(page, mailferry, `/projects/${id}`, () => page.locator('[data-mailbox-id]').first().waitFor());
    // For the first time, and with what the device has kept.
    const longest = [await longestTask(page, open), await longestTask(page, open)];
    process.stdout.write(
      `Longest task, in tenths of a second of a phone: ${longest.map((times) => times.toFixed(2)).join(', ')}\n`,
    );
    expect(Math.max(...longest)).toBeLessThan(5);
  });

  it('stays within the script budget on first load', async () => {
    const page = await (await browser.newContext({ viewport: LAPTOP, serviceWorkers: 'block' })).newPage();
    // What is fetched once the app is idle belongs to no first load.
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    await signIn(page, mailferry);
    const sizes: [name: string, kilobytes: number][] = [];
    const known = new Map<string, number>();
    const forms: string[] = [];
    const screens = Object.values(GROUPS).flatMap((screensOf) => screensOf(world, contents));
    for (const [name, path, open] of screens) {
      if (!isMeasured(name) || (open && name !== 'project' && name !== 'activity')) continue;
      const scripts = new Set<string>();
      const note = (request: Request) => {
        if (request.resourceType() === 'script') scripts.add(request.url());
      };
      page.on('request', note);
      await show(page, mailferry, path, open);
      page.off('request', note);
      if (TO_READ.has(name))
        forms.push(...[...scripts].filter((url) => OF_FORMS.test(url)).map((url) => `${name}: ${url}`));
      let bytes = 0;
      for (const url of scripts) {
        if (!known.has(url)) known.set(url, gzipSync(await (await page.request.get(url)).body()).byteLength);
        bytes += known.get(url)!;
      }
      sizes.push([name, Math.round(bytes / 1024)]);
    }
    process.stdout.write(`Script at first load, KB: ${sizes.map((size) => size.join(' ')).join(', ')}\n`);
    expect(sizes.filter(([, kilobytes]) => kilobytes > MOST_SCRIPT_KB)).toEqual([]);
    expect(sizes.every(([, kilobytes]) => kilobytes > 0)).toBe(true);
    // One import of a shared file brings a whole library to every screen.
    expect(forms).toEqual([]);
  });
});
