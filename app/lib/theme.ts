import { createSignal } from 'solid-js';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'mailferry.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

const [theme, setSignal] = createSignal<Theme>(stored());
export { theme };

function show(): void {
  const isDark = theme() === 'dark' || (theme() === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

/** Remembered on this device. */
export function setTheme(next: Theme): void {
  setSignal(next);
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  show();
}

export function startTheme(): void {
  show();
  dark.addEventListener('change', show);
}
