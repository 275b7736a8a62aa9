import type { Accessor } from 'solid-js';
import { createSignal } from 'solid-js';

export type OnDemand<T> = {
  /** Undefined until it has come. */
  get: Accessor<T | undefined>;
  /** Has it come; true once it is there. It may be asked for again where it failed. */
  want: () => Promise<boolean>;
};

/** Code that comes when somebody is about to use it, so that no screen waits for it. */
export function onDemand<T>(load: () => Promise<T>): OnDemand<T> {
  const [get, set] = createSignal<T>();
  let coming: Promise<boolean> | undefined;
  const want = () =>
    (coming ??= load().then(
      (part) => {
        set(() => part);
        return true;
      },
      () => {
        coming = undefined;
        return false;
      },
    ));
  return { get, want };
}
