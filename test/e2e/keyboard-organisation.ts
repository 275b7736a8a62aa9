import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { oneTimeCode } from '../fakes/one-time-code.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { focusedOn, tabTo } from './in-browser.ts';
import type { KeyboardWorld } from './keyboard-world.ts';
import { fill, press } from './keyboard-world.ts';
import { OWNER } from './mailferry.ts';
import { createMigration } from './migration.ts';

const KIM = { email: 'kim@harbour.example', name: 'Kim Berg', password: 'harbour at low tide' };

/** The focus is somewhere: who works without a pointer goes on from there. */
const expectFocus = (page: Page) => expect.poll(() => focusedOn(page)).not.toBe('nothing');

/** Walks through the screens of the company: agents, access, API keys, licences, security. In this order. */
export function organisationWalks(get: () => KeyboardWorld): void {
  const open: KeyboardWorld['open'] = (path) => get().open(path);
  const call = <T = { id: string }>(method: string, path: string, body?: unknown) =>
    get().mailferry.call<T>(method, path, body);

  /** Accepts the latest invitation, as the invited person. */
  async function accept({ email, name, password }: typeof KIM): Promise<void> {
    const { mailHost, mailferry } = get();
    const token = () => /\/invitation#([\w-]{43})/.exec(mailHost.messages(email)[0]?.text ?? '')?.[1];
    await expect.poll(token, { timeout: 20_000 }).toBeDefined();
    const response = await fetch(`${mailferry.url}/api/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: mailferry.url },
      body: JSON.stringify({ token: token(), name, password }),
    });
    expect(response.status, await response.text()).toBe(201);
  }

  it('an agent is invited, invited again, and not any more; another one gets a role', async () => {
    await call('PUT', '/api/mail-settings', {
      driver: 'smtp',
      senderAddress: 'ferry@harbour.example',
      smtp: { host: 'localhost', port: get().mailHost.port, security: 'none', username: null },
    });
    const page = await open('/settings/agents');
    const { keyboard } = page;
    await press(page, 'Invite agent');
    await page.getByRole('dialog').waitFor();
    await fill(page, 'E-mail', 'late@harbour.example');
    await tabTo(page, 'Role');
    await keyboard.type('Manager');
    await press(page, 'Send invitation');
    await page.getByText('The invitation to late@harbour.example is on its way.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Invite agent');
    await press(page, 'Send again to late@harbour.example');
    await page.getByText('late@harbour.example gets a new link.').waitFor();
    expect(await focusedOn(page)).toBe('Send again to late@harbour.example');
    await press(page, 'Revoke the invitation of late@harbour.example');
    await page.getByText('No open invitations.').waitFor();
    await expectFocus(page);

    await call('POST', '/api/invitations', { email: KIM.email, role: 'agent' });
    await accept(KIM);
    await page.reload();
    const card = page.locator(`[data-agent="${KIM.email}"]`);
    await press(page, `Change ${KIM.name}`);
    await page.getByRole('menu').waitFor();
    await keyboard.type('Man');
    await keyboard.press('Enter');
    await card.getByText('Manager', { exact: true }).waitFor();
    await expect.poll(() => focusedOn(page)).toBe(`Change ${KIM.name}`);
    await keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await keyboard.type('Agent');
    await keyboard.press('Enter');
    await card.getByText('Agent', { exact: true }).waitFor();
  });

  it('a project is given to an agent, who leaves the workgroup afterwards', async () => {
    const mailboxes = [{ email: 'anna@fjord.example' }];
    const sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes },
      destination: { profile: 'Exchange2019', mailboxes },
    });
    const id = await createMigration(get().mailferry, sandbox);
    await sandbox.close();
    const page = await open(`/projects/${id}`);
    await press(page, 'Access');
    const dialog = page.getByRole('dialog', { name: 'Who sees this project' });
    await tabTo(page, dialog.getByRole('checkbox', { name: KIM.name }));
    await page.keyboard.press('Space');
    await press(page, dialog.getByRole('button', { name: 'Save' }));
    await page.getByText('The access to this project is saved.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Access');
    const { items } = await call<{ items: { name: string; isGranted: boolean }[] }>(
      'GET',
      `/api/projects/${id}/grants`,
    );
    expect(items.find(({ name }) => name === KIM.name)?.isGranted).toBe(true);

    await page.goto(`${get().mailferry.url}/settings/agents`);
    await press(page, `Change ${KIM.name}`);
    await page.getByRole('menu').waitFor();
    await page.keyboard.type('Remove');
    await page.keyboard.press('Enter');
    await fill(page, `Type “${KIM.name}” to confirm`, KIM.name);
    await page.keyboard.press('Enter');
    await page.locator(`[data-agent="${KIM.email}"]`).waitFor({ state: 'detached' });
    await expectFocus(page);
  });

  it('an API key is created, copied, and revoked', async () => {
    const page = await open('/settings/api-keys');
    await press(page, 'Create API key');
    await page.getByRole('dialog').waitFor();
    await fill(page, 'Name', 'Monitoring');
    await tabTo(page, page.getByRole('checkbox', { name: 'Run passes' }));
    await page.keyboard.press('Space');
    await tabTo(page, 'Expires');
    await page.keyboard.type('In one year');
    await press(page, 'Create key');
    await page.getByText('It is not shown again.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Create API key');
    await press(page, 'Copy key');
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^mf_/);
    await press(page, 'Revoke Monitoring');
    await fill(page, 'Type “Monitoring” to confirm', 'Monitoring');
    await page.keyboard.press('Enter');
    await page.locator('[data-api-key=revoked]').getByText('Monitoring').waitFor();
    await expectFocus(page);
  });

  it('licences are bought, paid, applied to a user, and revoked', async () => {
    const { id } = await call('POST', '/api/customers', { companyName: 'Fjord', primaryDomain: 'fjord.example' });
    await call('POST', `/api/customers/${id}/users`, { name: 'Anna', addresses: ['anna@fjord.example'] });
    const page = await open('/settings/licences');
    const { keyboard } = page;
    await tabTo(page, page.getByRole('checkbox', { name: 'Require licences' }));
    await keyboard.press('Space');
    await expect.poll(async () => (await call<{ isOn: boolean }>('GET', '/api/licences')).isOn).toBe(true);
    await press(page, 'Buy licences');
    await page.getByRole('dialog').waitFor();
    await fill(page, 'Number', '2');
    for (const [label, text] of [
      ['Company', 'Harbour IT'],
      ['Street and number', 'Quay 1'],
      ['Postal code', '20457'],
      ['City', 'Hamburg'],
      ['Country', 'Germany'],
      ['E-mail for the invoice', 'billing@harbour.example'],
    ] as const)
      await fill(page, label, text);
    await keyboard.press('Enter');
    await page.waitForURL('**/settings/licences/orders/*');
    const name = /L-\d+/.exec(await page.getByRole('heading', { level: 1 }).innerText())![0];
    await press(page, 'Mark as paid');
    await fill(page, `Type “${name}” to confirm`, name);
    await keyboard.press('Enter');
    await page.getByText(`${name} is paid.`).waitFor();
    await expectFocus(page);

    await page.goto(`${get().mailferry.url}/customers/${id}/licences`);
    await tabTo(page, page.getByRole('grid'));
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await press(page, 'Apply licences');
    await page.getByRole('dialog').waitFor();
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }));
    const row = page.locator('[data-user-id]');
    await row.getByText('User Bundle').waitFor();
    await expectFocus(page);
    await tabTo(page, page.getByRole('grid'));
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await press(page, 'Revoke unused licences');
    await row.getByText('User Bundle').waitFor({ state: 'detached' });
    await expectFocus(page);
    await call('PATCH', '/api/licences', { isOn: false });
  });

  it('two-factor sign-in is set up, asked for, renewed, and turned off; sessions elsewhere end', async () => {
    const elsewhere = await open('/projects');
    const page = await open('/settings/security');
    const { keyboard } = page;
    await press(page, page.getByRole('button', { name: /^Sign out / }).first());
    await page.getByText('is signed out.').waitFor();
    await expectFocus(page);
    await elsewhere.context().close();

    await press(page, 'Set up');
    await expect.poll(() => focusedOn(page)).toBe('Password');
    await keyboard.type(OWNER.password);
    await keyboard.press('Enter');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await expectFocus(page);
    const secret = (await page.locator('code.to-copy').innerText()).replaceAll(/\s/g, '');
    const start = Date.now();
    await fill(page, 'Code', oneTimeCode(secret, start));
    await keyboard.press('Enter');
    const list = page.getByRole('list', { name: 'Recovery codes' });
    await list.waitFor();
    const codes = await list.getByRole('listitem').allInnerTexts();
    await expectFocus(page);
    await press(page, 'I have saved them');
    await page.getByText(/^On since/).waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Create new recovery codes');
    await keyboard.press('Enter');
    await expect.poll(() => focusedOn(page)).toBe('Password');
    await keyboard.type(OWNER.password);
    await press(page, 'Use a recovery code');
    await fill(page, 'Recovery code', codes[0]!);
    await keyboard.press('Enter');
    await list.waitFor();
    const [fresh] = await list.getByRole('listitem').allInnerTexts();
    await press(page, 'I have saved them');

    await press(page, page.getByRole('button', { name: /^Account/ }));
    await page.getByRole('menu').waitFor();
    await keyboard.type('Sign out');
    await keyboard.press('Enter');
    await page.waitForURL('**/sign-in');
    await fill(page, 'E-mail', OWNER.email);
    await fill(page, 'Password', OWNER.password);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Code');
    await keyboard.type(oneTimeCode(secret, start, 1));
    await keyboard.press('Enter');
    await page.waitForURL('**/projects');

    await page.goto(`${get().mailferry.url}/settings/security`);
    await press(page, 'Turn off');
    await expect.poll(() => focusedOn(page)).toBe('Password');
    await keyboard.type(OWNER.password);
    await press(page, 'Use a recovery code');
    await fill(page, 'Recovery code', fresh!);
    await keyboard.press('Enter');
    await page.getByText('Two-factor sign-in is off.').waitFor();
    await expect.poll(() => focusedOn(page)).toBe('Set up');
  });
}
