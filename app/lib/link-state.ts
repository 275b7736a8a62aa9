import { createSignal } from 'solid-js';

/** The app's connection to its server: `live` while a project's socket is open, `idle` if none is needed. */
export type LinkState = 'idle' | 'live' | 'reconnecting' | 'offline';

const [socketState, setSocketState] = createSignal<LinkState>('idle');
const [isOnline, setOnline] = createSignal(navigator.onLine);
window.addEventListener('online', () => setOnline(true));
window.addEventListener('offline', () => setOnline(false));

export { setSocketState };

export function linkState(): LinkState {
  return isOnline() ? socketState() : 'offline';
}

const WORDS: Readonly<Record<LinkState, string>> = {
  idle: 'Connected',
  live: 'Live',
  reconnecting: 'Reconnecting …',
  offline: 'Offline: last state',
};

export function linkWords(): string {
  return WORDS[linkState()];
}
