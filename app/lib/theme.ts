import { createSignal } from 'solid-js';
import type { Theme } from './theme-choice.ts';
import { chooseTheme, chosenTheme } from './theme-choice.ts';

const [theme, setSignal] = createSignal<Theme>(chosenTheme());

export { theme };

export function setTheme(next: Theme): void {
  setSignal(next);
  chooseTheme(next);
}
