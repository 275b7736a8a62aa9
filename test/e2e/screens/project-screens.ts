import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { events, press } from './screen.ts';
import type { ScreensWorld } from './world.ts';

const mailboxes = (page: Page) => page.locator('[data-mailbox-id]').first().waitFor();
const tab = (name: string) => async (page: Page) => {
  await page.locator('[data-mailbox-id]').first().click();
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tabpanel').waitFor();
};

const startPass = async (page: Page) => {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('menuitem', { name: /Pre-stage/ }).click();
  await page.getByRole('dialog').getByText('start now').waitFor();
};

const archive = async (page: Page) => {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Archive project/ }).click();
  await page.getByRole('dialog').waitFor();
};

/** Licences are on only meanwhile: the passes of other tests take none. */
const licencesOfMailboxes =
  ({ mailferry }: ScreensWorld) =>
  async (page: Page) => {
    await mailferry.call('PATCH', '/api/licences', { isOn: true });
    await page.reload();
    await mailboxes(page);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Licences/ }).click();
    await page.getByRole('radio', { name: /^Return/ }).waitFor();
    await mailferry.call('PATCH', '/api/licences', { isOn: false });
  };

const edit = (entry: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  await page.getByRole('dialog').waitFor();
};

const waveOfMailboxes = async (page: Page) => {
  await edit(/^Wave/)(page);
  await page.getByRole('dialog').getByText('Week 1').waitFor();
};

const destinations = async (page: Page) => {
  await edit(/^Destination addresses/)(page);
  await page.getByLabel('Search in the destination address').fill('fjord');
};

/** A list with a row that can be added, and one that can't. */
const list = async (page: Page) => {
  await page.getByLabel('Or paste lines here').fill('anna@fjordtrading.example, anna@new.example\nnonsense');
  await page.getByRole('button', { name: 'Check the list' }).click();
  await page.locator('[data-verdict]').first().waitFor();
};

/** The list of projects, a project, its mailboxes. */
export function projectScreens(world: ScreensWorld): Screen[] {
  const { projectId } = world;
  const project = `/projects/${projectId}`;
  return [
    ['projects', '/projects'],
    ['account', '/projects', press(/Account/)],
    ['keyboard', '/projects', (page) => page.keyboard.press('?')],
    ['new-project', '/projects/new'],
    ['new-project-name', '/projects/new?step=name'],
    ['new-project-customer', '/projects/new?step=customer'],
    ['new-project-source', '/projects/new?step=source'],
    ['new-project-mailboxes', '/projects/new?step=mailboxes'],
    ['new-project-options', '/projects/new?step=source', press('Advanced options')],
    ['archived-projects', '/projects?archived=true'],
    ['archive-project', project, archive],
    ['project', project, mailboxes],
    ['start-menu', project, press('Start')],
    ['start-pass', project, startPass],
    ['plan', project, press(/^Plan/)],
    ['access', project, press('Access')],
    ['bulk-add', `${project}/mailboxes/add`, list],
    ['progress', project, tab('Progress')],
    ['mailbox-inventory', project, tab('Inventory')],
    ['folders', project, tab('Folders')],
    ['errors', project, tab('Errors')],
    ['passes', project, tab('Passes')],
    [
      'mailbox-test',
      project,
      async (page) => {
        await tab('Test')(page);
        await press(/Test this mailbox/)(page);
        await page.locator('[data-check]').first().waitFor();
      },
    ],
    ['mailbox-activity', project, tab('Activity')],
    ['project-activity', `${project}/activity`, events],
    ['inventory', `${project}/inventory`, (page) => page.getByText('Earlier estimates').waitFor()],
    ['waves', `${project}/waves`, (page) => page.locator('[data-wave]').first().waitFor()],
    ['change-wave', `${project}/waves`, press('Change Week 1')],
    ['wave-of-mailboxes', project, waveOfMailboxes],
    ['licences-of-mailboxes', project, licencesOfMailboxes(world)],
    ['sign-ins-of-mailboxes', project, edit(/^Logins/)],
    ['tags-of-mailboxes', project, edit(/^Tags/)],
    ['destinations-of-mailboxes', project, destinations],
    ['scripts', `${project}/scripts`, (page) => page.getByText('$addresses').first().waitFor()],
    ['send-script', `${project}/scripts?script=forwarding&side=source`, press('Send to the administrator')],
    ['options', `${project}/options`],
    ['change-customer', project, press('Change the customer')],
  ];
}
