import { createSignal } from 'solid-js';
import type { Problem } from '../api.ts';

const [storageProblem, setStorageProblem] = createSignal<Problem | undefined>();

/** What the server said when it last answered that it can store nothing more; undefined since it answers otherwise. */
export { storageProblem };

/** Notes the server's answer: its problem, or undefined for success. */
export function noteAnswer(problem: Problem | undefined): void {
  setStorageProblem(problem?.code === 'storage-full' ? problem : undefined);
}
