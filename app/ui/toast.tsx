import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { onDemand } from './on-demand.ts';

const list = onDemand(() => import('./toast-list.tsx'));

/** Says what has been done; with `undo`, a button takes it back. */
export function showToast(words: string, undo?: () => void): void {
  void list.want().then(() => list.get()?.addToast(words, undo));
}

/** Where toasts appear; once on the page. Alt T leads to them. */
export function Toasts(): JSX.Element {
  return <Dynamic component={list.get()?.ToastList} />;
}
