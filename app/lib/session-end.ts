import type { QueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { takeEarly } from './early-answers.ts';
import { forgetDrafts } from './kept-drafts.ts';
import { signalTabs } from './other-tabs.ts';
import { forgetState } from './persist.ts';
import { OPEN_KEY, isMarkedOpen } from './session-mark.ts';

const LONGEST_ANSWER_MS = 10_000;

const [isLeftOpen, setLeftOpen] = createSignal(isMarkedOpen());

/** Whether this device has signed out, and the server may still have its session. */
export { isLeftOpen };

/**
 * Clears what the session showed here, and signals the other tabs, which then clear theirs: see `main.tsx`.
 */
function endHere(client: QueryClient): void {
  forgetState(client);
  forgetDrafts();
  signalTabs('session-ended');
}

/** Signs out: here first, whatever becomes of the request. True once the server has ended the session. */
export async function signOutHere(client: QueryClient): Promise<boolean> {
  store(OPEN_KEY, '1');
  setLeftOpen(true);
  endHere(client);
  return closeLeftOpen();
}

/** Ends the session that was left open at the server, if there is one. False where it is still open. */
export async function closeLeftOpen(): Promise<boolean> {
  if (!isMarkedOpen()) return true;
  try {
    const response = await fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    if (!response.ok && response.status !== 401) return false;
  } catch {
    return false;
  }
  store(OPEN_KEY, null);
  setLeftOpen(false);
  return true;
}

/** A request to the API. One that would go with a session which was left here is not made: that one is ended first. */
export const contact: typeof fetch = async (input, init) => {
  if (!(await closeLeftOpen()))
    throw new Error('This device has signed out, but the server has not ended the session.');
  return takeEarly(input, init) ?? fetch(input, init);
};

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage there is no state to keep from anyone.
  }
}
