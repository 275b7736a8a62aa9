/** What a tab tells the others of this browser. */
export type TabSignal = 'session-ended' | 'workgroup-switched';

/** A listener for `storage` events would do as well, but makes a page that loads wait for its storage. */
let channel: BroadcastChannel | undefined;
const open = (): BroadcastChannel => (channel ??= new BroadcastChannel('mailferry'));

/** Signals the other tabs. A tab that does not receive it learns of it when it asks who is signed in. */
export function signalTabs(signal: TabSignal): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin alone
  open().postMessage(signal);
}

/** Calls once another tab has given a signal. */
export function followTabs(runs: Readonly<Record<TabSignal, () => void>>): void {
  open().addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'session-ended' || data === 'workgroup-switched') runs[data]();
  });
}
