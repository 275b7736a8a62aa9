import type { HtmlTagDescriptor, Plugin } from 'vite';
import { ROOMS } from './rooms.ts';
import { PATHS, SOLID } from './ui/icon-paths.ts';
import type { IconName } from './ui/icon.tsx';

function iconHtml(name: IconName): string {
  const fill = SOLID.includes(name) ? 'currentColor' : 'none';
  return `<svg class="icon" viewBox="0 0 16 16" fill="${fill}" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}

const lines = (count: number): string => '<div class="skeleton"></div>'.repeat(count);

/** The shell and the screen before sign-in, as they are before they have anything to show. start.ts says which it is. */
export function frameHtml(): string {
  const rooms = ROOMS.map(
    ({ href, label, icon }) => `<a class="shell-nav" href="${href}">${iconHtml(icon)} ${label}</a>`,
  );
  const account = `${iconHtml('account')}<span class="grow truncate shell-who">Account</span><span class="shell-only-phone">Account</span>`;
  return `<div class="frame-shell shell" aria-busy="true"><nav class="shell-rail" aria-label="Main"><a class="shell-brand" href="/projects"><img src="/icon.svg" alt="" /> Mailferry</a>${rooms.join('')}<div class="shell-foot"><div class="shell-account">${account}</div></div></nav><main class="shell-main"><div class="shell-wait stack">${lines(4)}</div></main></div><main class="frame-door harbour" aria-busy="true"><div class="card harbour-card"><img class="harbour-mark" src="/icon.svg" alt="" />${lines(4)}</div></main>`;
}

/**
 * In what is deployed, the page shows its frame before any script has come, and asks for all code of the app at once:
 * the first script says what to import, but on a slow line that would be a round trip later.
 */
export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const chunkOf = (source: string) => {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/app/${source}`)));
          if (!chunk) throw new Error(`What ${source} became is not in the bundle.`);
          return chunk;
        };
        const files = new Set<string>();
        const add = (file: string): void => {
          if (files.has(file)) return;
          files.add(file);
          for (const each of chunks.find(({ fileName }) => fileName === file)?.imports ?? []) add(each);
        };
        add(chunkOf('main.tsx').fileName);
        // The first script has a tag of its own.
        files.delete(chunkOf('start.ts').fileName);
        const tags = [...files].map((file): HtmlTagDescriptor => ({
          tag: 'link',
          // After the styles, which the frame waits for.
          attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: `/${file}` },
          injectTo: 'head',
        }));
        return {
          html: html
            .replace('<script async ', '<script async blocking="render" ')
            .replace('<div id="app"></div>', `<div id="app">${frameHtml()}</div>`),
          tags,
        };
      },
    },
  };
}
