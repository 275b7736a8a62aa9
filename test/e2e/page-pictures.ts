import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import type * as Files from '../../worker/features/credential-requests/page/files.ts';
import type * as Render from '../../worker/features/credential-requests/page/render.tsx';
import { LANGUAGES } from '../../worker/lib/mail/languages.ts';
import { launchChromium } from './by-puppeteer.ts';
import { ASKER, VIEWS } from './page-views.ts';

/**
 * `npm run pictures:page`: each page that end users see, in its six languages on one picture, as on a phone in the light and
 * in the dark, and on a desktop. Fails where a page is wider than its window. Words behind it choose pages.
 */
const FOLDER = fileURLToPath(new URL('screenshots/page/', import.meta.url));
const ROOM = '/worker/features/credential-requests/page';
const LOGO = readFileSync(fileURLToPath(new URL('../../app/public/icon-192.png', import.meta.url))).toString('base64');
const KINDS = [
  { name: 'phone', width: 360, columns: 6, theme: 'light', views: Object.keys(VIEWS) },
  { name: 'phone-dark', width: 360, columns: 6, theme: 'dark', views: ['form', 'refused', 'copying', 'expired'] },
  { name: 'desktop', width: 900, columns: 2, theme: 'light', views: ['form'] },
] as const;

// The pages are JSX, which Node itself does not read.
const vite = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  server: { middlewareMode: true },
  appType: 'custom',
  logLevel: 'error',
});
mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
let isGreen = true;
try {
  const { renderRequestPage } = (await vite.ssrLoadModule(`${ROOM}/render.tsx`)) as typeof Render;
  const { stylesIn } = (await vite.ssrLoadModule(`${ROOM}/files.ts`)) as typeof Files;
  const styles = `<style>${stylesIn(ASKER.accent.slice(1)) ?? ''}</style>`;
  const chosen = process.argv.slice(2);
  const page = await browser.newPage();
  for (const { name, width, columns, theme, views } of KINDS)
    for (const view of views.filter((each) => chosen.length === 0 || chosen.includes(each))) {
      await page.setViewport({ width: columns * (width + 12), height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await page.setContent(
        `<style>body{margin:0;display:grid;grid-template-columns:repeat(${columns},${width}px);gap:12px;align-items:start;background:#888}iframe{border:0;width:100%;color-scheme:${theme}}</style>`,
      );
      const pages = LANGUAGES.map((language) => {
        const reader = { language, timeZone: 'Europe/Oslo' };
        const isBranded = view === 'form';
        const logoPath = isBranded ? `data:image/png;base64,${LOGO}` : undefined;
        const text = isBranded ? 'We look after the computers of Fjord Trading.\nYour Harbour team' : null;
        const html = renderRequestPage({ view: VIEWS[view]!, asker: { ...ASKER, logoPath, text }, reader });
        return [
          language,
          html.replace('</head>', `${styles}</head>`).replaceAll(/<script[^>]*><\/script>/g, ''),
        ] as const;
      });
      const wide = await page.evaluate(async (documents) => {
        const faults: string[] = [];
        for (const [language, html] of documents) {
          const frame = document.createElement('iframe');
          const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
          frame.srcdoc = html;
          document.body.append(frame);
          await isLoaded;
          const root = frame.contentDocument!.documentElement;
          for (const button of root.querySelectorAll('[data-show]')) button.removeAttribute('hidden');
          frame.style.height = `${String(root.scrollHeight)}px`;
          if (root.scrollWidth > root.clientWidth) faults.push(`${language}: ${root.scrollWidth} px wide`);
        }
        return faults;
      }, pages);
      writeFileSync(`${FOLDER}${view}-${name}.png`, await page.screenshot({ fullPage: true }));
      for (const fault of wide) {
        isGreen = false;
        process.stdout.write(`${view}, ${name}, ${fault}\n`);
      }
    }
  process.stdout.write(`Pictures are in ${FOLDER}\n`);
} finally {
  await browser.close();
  await vite.close();
}
process.exit(isGreen ? 0 : 1);
