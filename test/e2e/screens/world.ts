import type { Browser } from 'playwright-core';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { askUsers } from '../asked-users.ts';
import { launchChromium } from '../in-browser.ts';
import type { Mailferry } from '../mailferry.ts';
import { startMailferry, waitForPass } from '../mailferry.ts';
import { createMigration, startPass } from '../migration.ts';

/** As long as addresses are in companies with long names. */
export const NAMES = ['anna.lindqvist', 'bo.christensen', 'chloe.vandenberghe', 'missing.at-the-destination'];

/** A Mailferry with a project that was migrated, another one that waits for its users, and a browser. */
export type ScreensWorld = {
  mailferry: Mailferry;
  browser: Browser;
  projectId: string;
  customerId: string;
  asked: { projectId: string; triedId: string };
  close: () => Promise<void>;
};

/** `before` the project's pass, whose events it may be about. */
export async function startScreensWorld(
  before: (mailferry: Mailferry, projectId: string) => Promise<void> = () => Promise.resolve(),
): Promise<ScreensWorld> {
  const [sandbox, mailferry, browser] = await Promise.all([openSandbox(), startMailferry(), launchChromium()]);
  const projectId = await createMigration(mailferry, sandbox);
  const { customerId } = await mailferry.call<{ customerId: string }>('GET', `/api/projects/${projectId}`);
  await before(mailferry, projectId);
  await planWave(mailferry, projectId);
  await startPass(mailferry, projectId, 'inventory');
  await waitForPass(mailferry, projectId);
  await startPass(mailferry, projectId, 'full');
  await waitForPass(mailferry, projectId);
  const asked = await askUsers(mailferry, sandbox);
  const close = async () => {
    await browser.close();
    await mailferry.close();
    await sandbox.close();
  };
  return { mailferry, browser, projectId, customerId, asked, close };
}

/** One wave with a date and a mailbox. */
async function planWave(mailferry: Mailferry, projectId: string): Promise<void> {
  const path = `/api/projects/${projectId}`;
  const cutover = { cutoverAt: '2030-12-06T22:00:00+01:00', timeZone: 'Europe/Berlin' };
  const wave = await mailferry.call<{ id: string }>('POST', `${path}/waves`, { name: 'Week 1', ...cutover });
  const { items } = await mailferry.call<{ items: { id: string }[] }>('GET', `${path}/mailboxes?limit=1`);
  const mailboxes = items.map(({ id }) => ({ id, waveId: wave.id, tags: ['Board'] }));
  await mailferry.call('PATCH', `${path}/mailboxes`, { mailboxes });
}

const openSandbox = (): Promise<Sandbox> =>
  startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: NAMES.map((name, index) => ({
        email: `${name}@fjordtrading.example`,
        fill: { seed: index, items: 20 },
      })),
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: NAMES.map((name) => ({ email: `${name.replace('missing', 'other')}@fjordtrading.example` })),
    },
  });
