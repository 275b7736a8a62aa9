import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createEffect, onCleanup } from 'solid-js';
import { api, read } from '../api.ts';
import { storageProblem } from '../lib/storage-full.ts';
import { ProblemNotice } from './parts.tsx';
import styles from './storage-banner.module.css';

const ASK_EVERY_MS = 5_000;

/** Says on every screen that the server has no room, until it has; then everything is read again. */
export function StorageBanner(): JSX.Element {
  const client = useQueryClient();
  const ask = async () => {
    try {
      await read(api.me.$get());
      await client.invalidateQueries();
    } catch {
      // Still full, or out of reach: asked again.
    }
  };
  createEffect(() => {
    if (!storageProblem()) return;
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <Show when={storageProblem()}>
      {(problem) => (
        <div class={styles.banner}>
          <ProblemNotice problem={problem()} />
        </div>
      )}
    </Show>
  );
}
