import { createSignal } from 'solid-js';

/** One look at who is signed in answers for all that was refused in this time. */
const ONCE_IN_MS = 2_000;

const [refusedAt, setRefusedAt] = createSignal(0);

/** When the API last refused something for the role of whoever is signed in: the app may know an old role. */
export { refusedAt };

export function noteRefusal(): void {
  const now = Date.now();
  setRefusedAt((last) => (now - last < ONCE_IN_MS ? last : now));
}
