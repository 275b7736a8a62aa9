import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { previewTemplate } from '../../worker/features/templates/preview.ts';
import { shippedTemplate } from '../../worker/features/templates/texts/shipped.ts';
import { LANGUAGES } from '../../worker/lib/mail/languages.ts';
import type { MessageKind } from '../../worker/lib/mail/message-kinds.ts';
import { MESSAGE_KIND_NAMES } from '../../worker/lib/mail/message-kinds.ts';
import { launchChromium } from './by-puppeteer.ts';

/**
 * `npm run pictures:mails`: each message in its six languages on one picture, as a mail program on a desktop shows it, and
 * one in the dark on a phone with pictures off. Fails where a message is wider than its window or lacks a value. Words
 * behind it choose kinds.
 */
const FOLDER = fileURLToPath(new URL('screenshots/mails/', import.meta.url));
const LOGO = readFileSync(fileURLToPath(new URL('../../app/public/icon-192.png', import.meta.url))).toString('base64');
const PUBLIC_URL = 'https://ferry.example';
const COLUMNS = 3;
const VIEWS = [
  { name: 'light', width: 600, logoUrl: `data:image/png;base64,${LOGO}` },
  { name: 'dark', width: 360, logoUrl: `${PUBLIC_URL}/api/logos/none` },
] as const;

function htmlOf(kind: MessageKind, language: (typeof LANGUAGES)[number], logoUrl: string): string {
  const look = { company: 'Harbour IT Services', accent: '#0b6e6e', logoUrl };
  const { errors, subject, html } = previewTemplate(kind, language, shippedTemplate(kind, language), look, PUBLIC_URL);
  if (errors.length > 0) throw new Error(`${kind} in ${language}: ${JSON.stringify(errors)}`);
  // What a mail program shows above the message.
  return html.replace(/<body[^>]*>/, (body) => `${body}<div class="subject">${language} · ${subject}</div>`);
}

/** Draws all languages beside one another. Returns what is wrong with them. */
async function draw(page: Page, kind: MessageKind, view: (typeof VIEWS)[number]): Promise<string[]> {
  const { name, width, logoUrl } = view;
  await page.setViewport({ width: COLUMNS * (width + 12), height: 900 });
  await page.setContent(
    `<style>body{margin:0;display:grid;grid-template-columns:repeat(${COLUMNS},${width}px);gap:12px;align-items:start;background:#888}iframe{border:0;width:100%;color-scheme:${name}}</style>`,
  );
  const wrong = await page.evaluate(
    async (mails) => {
      const faults: string[] = [];
      for (const [language, html] of mails) {
        const frame = document.createElement('iframe');
        const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        frame.srcdoc = html;
        document.body.append(frame);
        await isLoaded;
        const inside = frame.contentDocument!;
        inside.querySelector<HTMLElement>('.subject')!.style.cssText =
          'font:600 14px/20px system-ui;padding:10px 16px;background:#fffbe6;color:#000;overflow-wrap:anywhere';
        const root = inside.documentElement;
        frame.style.height = `${String(root.scrollHeight)}px`;
        if (root.scrollWidth > root.clientWidth) faults.push(`${language}: ${root.scrollWidth} px wide`);
        const text = inside.body.innerText;
        const value = /\{\{|\}\}|undefined|NaN|Invalid Date/.exec(text);
        if (value) faults.push(`${language}: ${value[0]}`);
      }
      return faults;
    },
    LANGUAGES.map((language) => [language, htmlOf(kind, language, logoUrl)] as const),
  );
  writeFileSync(`${FOLDER}${kind}-${name}.png`, await page.screenshot({ fullPage: true }));
  return wrong.map((fault) => `${kind}, ${name}, ${fault}`);
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  const chosen = process.argv.slice(2);
  const faults: string[] = [];
  for (const kind of MESSAGE_KIND_NAMES.filter((name) => chosen.length === 0 || chosen.includes(name)))
    for (const view of VIEWS) faults.push(...(await draw(page, kind, view)));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`Pictures are in ${FOLDER}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await browser.close();
}
