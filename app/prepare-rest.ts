import type { QueryClient } from '@tanstack/solid-query';

/** Between two looks whether the first screen has all that it asked for. */
const LOOK_MS = 1_000;

/** What opens over a screen. */
const PARTS = [
  () => import('./ui/open-menu.tsx'),
  () => import('./ui/open-dialog.tsx'),
  () => import('./ui/open-tooltip.tsx'),
  () => import('./ui/open-combobox.tsx'),
  () => import('./ui/toast-list.tsx'),
  () => import('./ui/data-table/sorted-rows.ts'),
];

/** The first signs that somebody is about to press something. */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'focusin'] as const;

/** Safari has no idle time to offer. */
const whenIdle = (run: () => void): unknown => window.requestIdleCallback?.(run) ?? setTimeout(run, LOOK_MS);

/**
 * Once the first screen is complete, gets what the next steps may need: the service worker fetches it, which takes no time
 * of the page. Its code runs at the first sign of a person: that takes a slow phone a fifth of a second.
 */
export function prepareRest(client: QueryClient): void {
  afterFirstScreen(client, () => {
    registerServiceWorker();
    atFirstSign(() => whenIdle(() => void loadParts()));
  });
}

function afterFirstScreen(client: QueryClient, run: () => void): void {
  setTimeout(() => (client.isFetching() > 0 ? afterFirstScreen(client, run) : whenIdle(run)), LOOK_MS);
}

function atFirstSign(run: () => void): void {
  const ended = new AbortController();
  const once = (): void => {
    ended.abort();
    run();
  };
  for (const sign of SIGNS) addEventListener(sign, once, { signal: ended.signal, passive: true, capture: true });
}

/** One after the other, so that each is a short task. What does not come now is asked for again when it is needed. */
async function loadParts(): Promise<void> {
  for (const load of PARTS) await load().catch(() => undefined);
}

/** The service worker makes the app installable and opens its shell offline. Not in development. */
function registerServiceWorker(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    void navigator.serviceWorker.register('/service-worker.js', { type: 'classic' });
}
