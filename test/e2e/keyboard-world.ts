import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import { launchChromium, signInByForm, tabTo } from './in-browser.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

const LAPTOP = { width: 1280, height: 800 };

/** What a walk without a pointer needs: a Mailferry, a mail host, a receiver of webhooks, a browser. */
export type KeyboardWorld = {
  mailferry: Mailferry;
  mailHost: MailHost;
  receiverUrl: string;
  /** The ids of the messages that the receiver got. */
  received: string[];
  /** A page of an agent who has signed in, with a session of its own: some walks end sessions. */
  open: (path: string) => Promise<Page>;
  close: () => Promise<void>;
};

export async function startKeyboardWorld(): Promise<KeyboardWorld> {
  const received: string[] = [];
  const receiver: Server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    request.resume().once('end', () => response.writeHead(200).end('{"ticket": 4711}'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const [mailHost, mailferry, browser]: [MailHost, Mailferry, Browser] = await Promise.all([
    startMailHost({ certificate: SELF_SIGNED }),
    startMailferry(),
    launchChromium(),
  ]);
  return {
    mailferry,
    mailHost,
    received,
    receiverUrl: `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/tickets`,
    open: async (path) => {
      const context = await browser.newContext({
        viewport: LAPTOP,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      await signInByForm(page, mailferry);
      await page.goto(mailferry.url + path);
      await page.locator('main h1').first().waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await mailferry.close();
      await mailHost.close();
      receiver.close();
    },
  };
}

/** Presses Enter on what Tab leads to. */
export async function press(page: Page, target: Parameters<typeof tabTo>[1]): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

export async function fill(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}
