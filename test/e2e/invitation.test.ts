import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import { chromiumPath, errorsOn, findBarriers, launchChromium, signIn } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

const KIM = { email: 'kim@harbour.example', name: 'Kim Berg', password: 'harbour at low tide' };
const PHONE = { width: 390, height: 844 };

describe.skipIf(!chromiumPath)('an invitation', () => {
  let mailHost: MailHost;
  let mailferry: Mailferry;
  let browser: Browser;

  beforeAll(async () => {
    mailHost = await startMailHost({ certificate: SELF_SIGNED });
    mailferry = await startMailferry();
    await mailferry.call('PUT', '/api/mail-settings', {
      driver: 'smtp',
      senderAddress: 'ferry@harbour.example',
      smtp: { host: 'localhost', port: mailHost.port, security: 'none', username: null },
    });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await mailHost?.close();
  });

  /** Where the latest message to someone leads, at the address of this Mailferry. */
  async function linkTo(email: string, count: number): Promise<string> {
    await expect.poll(() => mailHost.messages(email).length, { timeout: 20_000 }).toBe(count);
    const [, token] = /\/invitation#([\w-]{43})/.exec(mailHost.messages(email)[0]!.text) ?? [];
    return `${mailferry.url}/invitation#${String(token)}`;
  }

  const newPage = async (viewport = { width: 1280, height: 800 }): Promise<Page> =>
    (await browser.newContext({ viewport })).newPage();

  it('leads from the message into the workgroup, and the role follows at once', async () => {
    const owner = await newPage();
    const errors = errorsOn(owner);
    await signIn(owner, mailferry);
    await owner.goto(`${mailferry.url}/settings/agents`);
    await owner.getByRole('button', { name: 'Invite agent' }).click();
    await owner.getByLabel('E-mail').fill(KIM.email);
    await owner.getByLabel('Role').selectOption('manager');
    await owner.getByRole('button', { name: 'Send invitation' }).click();
    const invitation = owner.locator(`[data-invitation="${KIM.email}"]`);
    await invitation.getByText('Sent').waitFor();
    const earlier = await linkTo(KIM.email, 1);
    await invitation.getByRole('button', { name: /^Send again/ }).click();
    const link = await linkTo(KIM.email, 2);

    const kim = await newPage(PHONE);
    errors.push(...errorsOn(kim));
    await kim.goto(earlier);
    await kim.getByText('There is a newer invitation').waitFor();
    expect(await findBarriers(kim)).toEqual([]);
    await kim.goto('about:blank');
    await kim.goto(link);
    await kim.getByRole('heading', { name: 'Join Test' }).waitFor();
    expect(await findBarriers(kim)).toEqual([]);
    await kim.getByLabel('Your name').fill(KIM.name);
    await kim.getByLabel('Password').fill(KIM.password);
    await kim.keyboard.press('Enter');
    await kim.waitForURL('**/projects');
    await kim.goto(`${mailferry.url}/settings/agents`);
    await kim.getByRole('button', { name: 'Invite agent' }).waitFor();

    await owner.reload();
    const card = owner.locator(`[data-agent="${KIM.email}"]`);
    const give = async (role: string) => {
      await card.getByRole('button', { name: `Change ${KIM.name}` }).click();
      await owner.getByRole('menuitem', { name: new RegExp(`^${role}`) }).click();
    };
    await give('Agent');
    await card.getByText('Agent', { exact: true }).waitFor();
    // The next thing that is refused shows that the role is another.
    await kim.getByRole('button', { name: 'Invite agent' }).waitFor({ state: 'detached' });
    await give('Make inactive');
    await card.getByText('Inactive', { exact: true }).waitFor();
    await kim.getByRole('heading', { name: 'You have no access to this workgroup' }).waitFor();
    expect(await findBarriers(kim)).toEqual([]);
    await give('Agent');
    await card.getByText('Agent', { exact: true }).waitFor();
    await kim.reload();
    await kim.getByRole('heading', { name: 'Agents' }).waitFor();
    const used = await newPage();
    await used.goto(link);
    await used.getByText('Invitation already used').waitFor();
    expect(errors).toEqual([]);
  });
});
