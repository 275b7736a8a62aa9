import type { Accessor } from 'solid-js';
import { createEffect } from 'solid-js';

/** What the browser's tab says; parts that are empty are left out. */
export function createTitle(parts: Accessor<readonly (string | undefined)[]>): void {
  createEffect(() => {
    document.title = [...parts(), 'Mailferry'].filter(Boolean).join(' · ');
  });
}
