import type { QueryClient } from '@tanstack/solid-query';

/** Between two looks whether the first screen has all that it asked for. */
const LOOK_MS = 1_000;

/** What opens over a screen: its code is there before someone presses a button. */
const PARTS = [
  () => import('./ui/open-menu.tsx'),
  () => import('./ui/open-dialog.tsx'),
  () => import('./ui/open-tooltip.tsx'),
  () => import('./ui/open-combobox.tsx'),
  () => import('./ui/toast-list.tsx'),
  () => import('./ui/data-table/sorted-rows.ts'),
];

/** Safari has no idle time to offer. */
const whenIdle = (run: () => void): unknown => window.requestIdleCallback?.(run) ?? setTimeout(run, LOOK_MS);

/** Once the first screen is complete, fetches what the next steps may need: on a slow line it would come in between. */
export function prepareRest(client: QueryClient): void {
  setTimeout(() => {
    if (client.isFetching() > 0) return prepareRest(client);
    whenIdle(() => void prepare());
  }, LOOK_MS);
}

async function prepare(): Promise<void> {
  // One after the other, so that each is a short task. What does not come now is asked for again when it is needed.
  for (const load of PARTS) await load().catch(() => undefined);
  registerServiceWorker();
}

/** The service worker makes the app installable and opens its shell offline. Not in development. */
function registerServiceWorker(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    void navigator.serviceWorker.register('/service-worker.js', { type: 'classic' });
}
