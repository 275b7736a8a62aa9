import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGatewayHere, TOKEN, type GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import { findChromium } from '../needs.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { OWNER, startMailferry } from './mailferry.ts';

const executablePath = findChromium();
if (!executablePath && process.env.CI === 'true') throw new Error('No Chromium is here.');

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const SHOTS = new URL('screenshots/', import.meta.url).pathname;
type Look = [size: string, colorScheme: 'light' | 'dark', viewport: { width: number; height: number }];
const LOOKS: Look[] = [
  ['desktop', 'light', { width: 1280, height: 900 }],
  ['desktop', 'dark', { width: 1280, height: 900 }],
  ['phone', 'light', { width: 390, height: 844 }],
  ['phone', 'dark', { width: 390, height: 844 }],
];

describe.skipIf(!executablePath)('the screens of endpoints', () => {
  let sandbox: Sandbox;
  let gateway: GatewayAtWork;
  let mailferry: Mailferry;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'a@old.example' }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] },
    });
    gateway = await startGatewayHere({ authorities: [(await sandbox.authority()).root] });
    mailferry = await startMailferry({ GATEWAY_URL: `http://127.0.0.1:${gateway.port}`, GATEWAY_TOKEN: TOKEN });
    browser = await chromium.launch({ executablePath: executablePath!, args: FLAGS });
    mkdirSync(SHOTS, { recursive: true });
    const { admin, httpsUrl } = sandbox.source;
    await mailferry.call('POST', '/api/endpoints', { name: 'Old provider', url: httpsUrl, credentials: admin });
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await gateway?.close();
    await sandbox?.close();
  });

  async function open([size, colorScheme, viewport]: Look): Promise<{
    page: Page;
    shoot: (name: string) => Promise<void>;
  }> {
    const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
    await page.goto(`${mailferry.url}/sign-in`);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/projects');
    await page.goto(`${mailferry.url}/endpoints`);
    const shoot = async (name: string) => {
      // Nothing may be wider than the screen.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await page.screenshot({ path: `${SHOTS}endpoint-${name}-${size}-${colorScheme}.png`, fullPage: true });
    };
    return { page, shoot };
  }

  it.each(LOOKS)('show why a certificate is not trusted, and let an owner trust it: %s, %s', async (...look) => {
    const { page, shoot } = await open(look);
    const { door, admin, httpsUrl } = sandbox.destination;
    door.set({ certificate: 'exchange-default', edition: 1 });
    await page.getByText('TLS 1.0 by the gateway').first().waitFor();
    await page.getByText('This server supports only TLS 1.0.').first().waitFor();

    await page.getByRole('button', { name: 'Add endpoint' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill(`New ${look[0]} ${look[1]}`);
    await form.getByLabel(/domain or e-mail/).fill(httpsUrl);
    await form.getByLabel(/user name/).fill(admin.username);
    await form.getByLabel(/password/).fill(admin.password);
    await form.getByRole('button', { name: 'Add endpoint' }).click();
    await form.getByText('The certificate is self-signed').waitFor();
    await form.getByRole('button', { name: /Trust exactly this certificate/ }).click();
    await form.getByText('Whoever shows this certificate gets the password.').scrollIntoViewIfNeeded();
    await shoot('untrusted');
    const trust = form.getByRole('button', { name: 'Trust this certificate' });
    expect(await trust.isDisabled()).toBe(true);
    await form.getByLabel(/fingerprint is the one on the server/).check();
    await trust.click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('Exactly one certificate is trusted').first().waitFor();
    await shoot('trusted');

    door.set({ certificate: 'exchange-default', edition: 2 });
    const card = page.locator('article', { hasText: `New ${look[0]} ${look[1]}` });
    await card.getByRole('button', { name: 'Test connection' }).click();
    await card.getByText('The certificate has changed').waitFor();
    await shoot('changed');

    door.set({ certificate: 'good', handshake: '3des-only' });
    await card.getByRole('button', { name: 'Stop trusting' }).click();
    await card.getByText('Server supports only old ciphers').waitFor();
    await shoot('old-ciphers');
    door.set({ handshake: 'none' });
    await card.getByRole('button', { name: 'Test connection' }).click();
    await card.getByText('by the gateway').first().waitFor();
  });
});
