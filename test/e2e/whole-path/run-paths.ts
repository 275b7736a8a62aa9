import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { errorsOn } from '../in-browser.ts';
import { migrateByApi } from './by-api.ts';
import { walkByScreen } from './by-screen.ts';
import { listOf } from './list.ts';
import { countSteps, lineOf } from './steps.ts';
import type { Party, World } from './world.ts';
import { PROVIDERS } from './world.ts';

const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
/** Until a screen shows what was asked of it, also on a busy computer. */
const LONGEST_MS = 60_000;
type Statuses = Record<string, number>;

/** `PATH_PICTURES=folder`: with a picture at the end of each part. */
export async function runByScreen(
  browser: Browser,
  world: World,
  party: Party,
  size: keyof typeof VIEWPORTS,
): Promise<Statuses> {
  const folder = process.env['PATH_PICTURES'];
  if (folder) mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({
    viewport: VIEWPORTS[size],
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_MS);
  const errors = errorsOn(page);
  const shoot = async (name: string) => {
    if (folder) await page.screenshot({ path: `${folder}/${size}-${name.replaceAll(' ', '-')}.png` });
  };
  const steps = countSteps(() => performance.now(), shoot);
  try {
    await walkByScreen({ page, world, party, steps, isPhone: size === 'phone' });
  } catch (error) {
    await shoot('failed');
    throw error;
  }
  process.stdout.write(lineOf(`whole path, ${size}, ${String(party.people.length)} rows`, steps.report()));
  if (errors.length > 0) throw new Error(`The pages had errors: ${errors.join('; ')}`);
  const projectId = /prj_\w+/.exec(page.url())![0];
  await context.close();
  return statusesOf(world, projectId);
}

export async function runByApi(world: World, party: Party): Promise<Statuses> {
  const { mailferry, sandbox } = world;
  const startedAt = performance.now();
  const { csv, corrections } = listOf(party);
  const { calls, projectId } = await migrateByApi({
    url: mailferry.url,
    key: await mailferry.createKey('agent'),
    party,
    providers: {
      source: { name: PROVIDERS.source, ...sandbox.source.admin },
      destination: { name: PROVIDERS.destination, ...sandbox.destination.admin },
    },
    csv,
    corrections,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `whole path, API, ${String(party.people.length)} rows: ${String(calls)} calls, ${seconds.toFixed(1)} s\n`,
  );
  return statusesOf(world, projectId);
}

/** The statuses of all mailboxes, and how many have each. */
async function statusesOf({ mailferry }: World, projectId: string): Promise<Statuses> {
  const statuses: Statuses = {};
  let cursor = '';
  do {
    const page = await mailferry.call<{ items: { status: string }[]; nextCursor: string | null }>(
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=200${cursor && `&cursor=${cursor}`}`,
    );
    for (const { status } of page.items) statuses[status] = (statuses[status] ?? 0) + 1;
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return statuses;
}
