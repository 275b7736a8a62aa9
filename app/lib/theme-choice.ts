export type Theme = 'system' | 'light' | 'dark';

const KEY = 'mailferry.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** What was chosen on this device. */
export function chosenTheme(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Remembered on this device. */
export function chooseTheme(next: Theme): void {
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  show();
}

function show(): void {
  const chosen = chosenTheme();
  const isDark = chosen === 'dark' || (chosen === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

export function startTheme(): void {
  show();
  dark.addEventListener('change', show);
}
