const RELOADED_KEY = 'mailferry.reloaded-at';
/** A second failure this soon is not an old page's. */
const RELOAD_RETRY_MS = 60_000;

/** A page that was open while a new version was deployed asks for parts that are gone: it is loaded again, once. */
export function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    // Without a connection the page itself would be gone: it goes on with the parts that it has.
    if (!navigator.onLine) return;
    const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
    if (Date.now() - last < RELOAD_RETRY_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    location.reload();
  });
}
