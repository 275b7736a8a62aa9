import { createSignal } from 'solid-js';

const [now, setNow] = createSignal(Date.now());
// Every "3 min ago" of the page moves together, and no more often than it changes.
setInterval(() => setNow(Date.now()), 15_000);
export { now };
