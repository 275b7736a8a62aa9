import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import { startGatewayHere, TOKEN, type GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { chromiumPath, keepPicture, launchChromium, signIn } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

type Viewport = { width: number; height: number };
const SIZES: readonly (readonly [size: string, viewport: Viewport])[] = [
  ['desktop', { width: 1280, height: 900 }],
  ['phone', { width: 390, height: 844 }],
];

describe.skipIf(!chromiumPath)('the screens of endpoints', () => {
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
    browser = await launchChromium();
    const { admin, httpsUrl } = sandbox.source;
    await mailferry.call('POST', '/api/endpoints', { name: 'Old provider', url: httpsUrl, credentials: admin });
  });

  afterAll(async () => {
    await browser?.close();
    await mailferry?.close();
    await gateway?.close();
    await sandbox?.close();
  });

  async function open(
    size: string,
    viewport: Viewport,
  ): Promise<{
    page: Page;
    shoot: (name: string) => Promise<void>;
  }> {
    const page = await (await browser.newContext({ viewport, colorScheme: 'light' })).newPage();
    await signIn(page, mailferry);
    await page.goto(`${mailferry.url}/endpoints`);
    const shoot = async (name: string) => {
      // Nothing may be wider than the screen.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await keepPicture(page, `endpoint-${name}-${size}`, true);
    };
    return { page, shoot };
  }

  it.each(sampleOf(SIZES, 2))(
    'show why a certificate is not trusted, and let an owner trust it: %s',
    async (size, viewport) => {
      const { page, shoot } = await open(size, viewport);
      const { door, admin, httpsUrl } = sandbox.destination;
      door.set({ certificate: 'exchange-default', edition: 1 });
      await page.getByText('TLS 1.0 by the gateway').first().waitFor();
      await page.getByText('This server supports only TLS 1.0.').first().waitFor();

      await page.getByRole('button', { name: 'Add endpoint' }).first().click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Name', { exact: true }).fill(`New ${size}`);
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
      const card = page.locator('article', { hasText: `New ${size}` });
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
    },
  );
});
