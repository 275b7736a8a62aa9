import { onCleanup, onMount } from 'solid-js';

type Shortcut = { keys: string; does: string; place: 'Everywhere' | 'Mailboxes' | 'Options' };

/** Every shortcut of the app; two keys with a space between them are pressed one after the other. */
export const SHORTCUTS = {
  projects: { keys: 'g p', does: 'Projects', place: 'Everywhere' },
  customers: { keys: 'g c', does: 'Customers', place: 'Everywhere' },
  endpoints: { keys: 'g e', does: 'Endpoints', place: 'Everywhere' },
  activity: { keys: 'g a', does: 'Activity', place: 'Everywhere' },
  settings: { keys: 'g s', does: 'Settings', place: 'Everywhere' },
  help: { keys: '?', does: 'Show the shortcuts', place: 'Everywhere' },
  search: { keys: '/', does: 'Search mailboxes, customers, users or events', place: 'Mailboxes' },
  next: { keys: 'j', does: 'Go to the next mailbox', place: 'Mailboxes' },
  previous: { keys: 'k', does: 'Go to the previous mailbox', place: 'Mailboxes' },
  options: { keys: 'o', does: 'Open the options of the project', place: 'Mailboxes' },
  save: { keys: 'Ctrl+s', does: 'Save the options', place: 'Options' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof SHORTCUTS;

/** Keys that a table, a menu or a dialog handles itself while it has the focus. */
export const LOCAL_KEYS: readonly Shortcut[] = [
  { keys: '↓ ↑', does: 'Move through the mailboxes', place: 'Mailboxes' },
  { keys: 'Enter', does: 'Open the mailbox', place: 'Mailboxes' },
  { keys: 'Space', does: 'Select it; with Shift, all up to it', place: 'Mailboxes' },
  { keys: 'Ctrl+a', does: 'Select all that are shown', place: 'Mailboxes' },
  { keys: 'Esc', does: 'Close what is open', place: 'Everywhere' },
];

/** The second key of a pair comes within this time. */
const PAIR_MS = 1_500;
const runs = new Map<ShortcutName, () => void>();
let lead = { key: '', at: -Infinity };

/** Letters belong to what is typed into, and to an open menu or dialog. */
function isTakenBy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role=dialog], [role=alertdialog], [role=menu]') !== null
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const isControl = event.ctrlKey || event.metaKey;
  if (!isControl && isTakenBy(event.target)) return;
  const pair = performance.now() - lead.at < PAIR_MS ? `${lead.key} ${event.key}` : '';
  const pressed = isControl ? `Ctrl+${event.key}` : event.key;
  lead = { key: pressed, at: performance.now() };
  for (const [name, run] of runs) {
    const { keys } = SHORTCUTS[name];
    if (keys !== pressed && keys !== pair) continue;
    event.preventDefault();
    run();
    return;
  }
}

/** Carries out a shortcut while the component that calls this is on the page. */
export function createShortcut(name: ShortcutName, run: () => void): void {
  onMount(() => {
    if (runs.size === 0) document.addEventListener('keydown', onKey);
    runs.set(name, run);
    onCleanup(() => {
      if (runs.get(name) === run) runs.delete(name);
      if (runs.size === 0) document.removeEventListener('keydown', onKey);
    });
  });
}
