/** The service worker makes the app installable and opens its shell offline. Not in development. */
export function registerServiceWorker(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    void navigator.serviceWorker.register('/service-worker.js', { type: 'classic' });
}
