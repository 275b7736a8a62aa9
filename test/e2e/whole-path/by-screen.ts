import type { Page } from 'playwright-core';
import { listOf } from './list.ts';
import type { Steps } from './steps.ts';
import type { Party, World } from './world.ts';
import { AGENT, PROVIDERS } from './world.ts';

/** Until a pass over all mailboxes is over. */
const PASS_MS = 240_000;
const SIDES = ['source', 'destination'] as const;

type Way = { page: Page; world: World; party: Party; steps: Steps; isPhone: boolean };

/** From the sign-in of a new agent to mailboxes that are all Completed, by what the screens show alone. */
export async function walkByScreen(way: Way): Promise<void> {
  const { page, world, party, steps } = way;
  await page.goto(world.mailferry.url);
  await steps.type(page.getByLabel('E-mail'), AGENT.email);
  await steps.type(page.getByLabel('Password'), AGENT.password);
  await steps.press(button(page, 'Sign in'));
  await page.waitForURL('**/projects');
  await steps.part('sign in');

  await steps.press(page.getByRole('link', { name: 'Customers' }));
  await steps.press(button(page, 'Add customer').first());
  const form = page.getByRole('dialog');
  await steps.type(form.getByLabel('Company name'), party.company);
  await steps.type(form.getByLabel('Primary domain'), party.oldDomain);
  await steps.press(button(form, 'Add customer'));
  await page.getByRole('heading', { name: party.company, level: 1 }).waitFor();
  await steps.part('customer');

  await steps.press(page.getByRole('link', { name: 'Endpoints' }));
  for (const side of SIDES) await addEndpoint(way, side);
  await steps.part('endpoints');

  for (const side of SIDES) await probe(way, side);
  await steps.part('probe');

  await createProject(way);
  await steps.part('wizard');

  await addMailboxes(way);
  await steps.part('bulk add');

  await copyScript(way);
  await steps.part('script');

  const { mailboxes } = listOf(party);
  for (const [entry, status] of [
    ['Inventory', 'Completed (Inventory)'],
    ['Verify credentials', 'Completed (Verification)'],
    ['Full pass', 'Completed'],
  ] as const) {
    await runPass(way, entry, status, mailboxes);
    await steps.part(entry.toLowerCase());
  }
}

type Within = Pick<Page, 'getByRole'>;
const button = (within: Within, name: string | RegExp) => within.getByRole('button', { name, exact: true });

const nameOf = (party: Party, side: (typeof SIDES)[number]) => `${PROVIDERS[side]} of ${party.company}`;

async function addEndpoint({ page, world, party, steps }: Way, side: (typeof SIDES)[number]): Promise<void> {
  const { admin } = world.sandbox[side];
  await steps.press(button(page, 'Add endpoint').first());
  const form = page.getByRole('dialog');
  await steps.type(form.getByLabel('Name', { exact: true }), nameOf(party, side));
  await steps.press(button(form, 'Find my provider'));
  await steps.type(form.getByLabel('Provider, domain or e-mail address'), PROVIDERS[side]);
  await steps.press(
    form.getByRole('listitem').filter({ hasText: PROVIDERS[side] }).getByRole('button', { name: /^Use / }),
  );
  await steps.type(form.getByLabel('Mail domains'), side === 'source' ? party.oldDomain : party.newDomain);
  await steps.type(form.getByLabel('Administrator’s user name'), admin.username);
  await steps.type(form.getByLabel('Administrator’s password'), admin.password);
  await steps.press(form.getByLabel('Impersonate mailbox owners'));
  await steps.press(button(form, 'Add endpoint'));
  await page.getByRole('link', { name: nameOf(party, side) }).waitFor();
}

async function probe({ page, party, steps }: Way, side: (typeof SIDES)[number]): Promise<void> {
  await steps.press(page.getByRole('link', { name: nameOf(party, side) }));
  await steps.type(
    page.getByLabel('Mailbox to test the rights with'),
    `${party.people[0]!}@${side === 'source' ? party.oldDomain : party.newDomain}`,
  );
  await steps.press(button(page, 'Test connection'));
  await page.getByRole('region', { name: 'Report' }).getByText(party.people[0]!).first().waitFor();
  await steps.press(page.getByRole('link', { name: 'Endpoints' }).first());
}

async function createProject({ page, party, steps }: Way): Promise<void> {
  await steps.press(page.getByRole('link', { name: 'Projects' }));
  await steps.press(page.getByRole('link', { name: 'New project' }).first());
  await steps.press(button(page, /^Mailboxes Mail/));
  await steps.type(page.getByLabel('Name'), `${party.company}, all mailboxes`);
  await steps.press(button(page, 'Continue'));
  await steps.press(page.getByRole('button', { name: party.company }));
  for (const side of SIDES) await steps.press(page.getByRole('button', { name: nameOf(party, side) }));
  await page.getByRole('heading', { name: 'Which mailboxes move?' }).waitFor();
  await steps.press(button(page, 'Add mailboxes'));
  await page.waitForURL('**/mailboxes/add');
}

async function addMailboxes({ page, party, steps, isPhone }: Way): Promise<void> {
  const { csv, corrections, mailboxes } = listOf(party);
  await steps.give(page.locator('input[type=file]'), 'mailboxes.csv', csv);
  const chip = (name: RegExp) => page.getByRole('group', { name: 'Show rows that are' }).getByRole('button', { name });
  await steps.press(chip(/^Address not valid/));
  for (const { line, address } of corrections) {
    if (isPhone) {
      await steps.press(page.locator('[role=row][data-verdict="invalid-address"]').first());
      await steps.type(page.getByLabel('Source address'), address);
      await steps.press(button(page, 'Change row'));
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    } else {
      const cell = page.getByLabel(`Source address of row ${String(line)}`, { exact: true });
      await steps.type(cell, address);
      await cell.press('Tab');
    }
    await page.locator(`[role=row]`).filter({ hasText: address }).waitFor({ state: 'detached' });
  }
  await steps.press(button(page, `Add ${String(mailboxes)} mailboxes`));
  await page.getByText(`${String(mailboxes)} mailboxes added.`).waitFor();
  await steps.press(page.getByRole('link', { name: 'Open the project' }));
  // What was counted before would show an empty project first, whose plan is open.
  const plan = await page.locator('[data-plan]').getAttribute('data-plan');
  if (plan !== 'closed') throw new Error('The project is shown without the mailboxes that were just added.');
  await page.locator('[data-mailbox-id]').first().waitFor();
}

async function copyScript({ page, world, party, steps, isPhone }: Way): Promise<void> {
  await steps.press(button(page, 'More'));
  await steps.press(page.getByRole('menuitem', { name: /^Scripts/ }));
  const first = page.getByRole('link', { name: /impersonat/i }).first();
  await steps.press(first);
  await steps.press(button(page, 'Copy script'));
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  if (!copied.includes(world.sandbox.source.admin.username)) throw new Error(`The script names no account:\n${copied}`);
  if (isPhone) await steps.press(page.getByRole('link', { name: 'All scripts' }));
  await steps.press(page.getByRole('link', { name: `${party.company}, all mailboxes` }));
}

/** Starts a pass on all mailboxes, and waits until the screen says that each has come to its end. */
async function runPass({ page, steps }: Way, entry: string, status: string, count: number): Promise<void> {
  await steps.press(button(page, 'Start'));
  await steps.press(page.getByRole('menuitem', { name: new RegExp(`^${entry}`) }));
  await steps.press(page.getByRole('dialog').getByRole('button', { name: `Start ${String(count)} mailboxes` }));
  await page.locator(`[data-status="${status}"]`).first().waitFor({ timeout: PASS_MS });
  await page
    .getByRole('group', { name: 'Show mailboxes that are' })
    .getByRole('button', { name: new RegExp(`^Done ${String(count)}$`) })
    .waitFor({ timeout: PASS_MS });
}
