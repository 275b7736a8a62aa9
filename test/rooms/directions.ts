/**
 * The order of the rooms. In each line a room may import every room to its left, types included; lines add up. A folder
 * that no line names fails the test: give it a place first.
 */
export type Directions = {
  /** The lines name its folders, and files that lie in it directly; `.` is the rest of these. */
  readonly below: string;
  readonly lines: readonly string[];
};

export const DIRECTIONS: readonly Directions[] = [
  {
    below: 'worker',
    lines: [
      'lib ← engine ← exchange, ledger',
      'lib ← features ← api.ts, page.ts',
      'exchange, ledger, api.ts ← runtime ← index.ts',
      'page.ts ← index.ts',
      'lib ← local',
    ],
  },
  {
    below: 'worker/engine',
    lines: [
      'model ← pacing ← context ← folders, settings',
      'folders ← inventory ← copy, follow-up',
      'folders, settings ← count',
      'settings, copy, follow-up, count ← .',
    ],
  },
  {
    below: 'worker/exchange',
    lines: [
      'xml ← operations ← operations/items, operations/folders ← operations/settings',
      'xml ← faults',
      'xml, faults ← transport/http ← transport ← transport/ntlm ← transport/sign-in ← autodiscover',
      'transport/http ← transport/gateway ← transport/routing',
      'transport ← transport/routing',
      'transport/tls',
      'operations/folders ← transport/sign-in',
      'operations/items ← items ← client',
      'operations/settings, faults, transport/sign-in ← client ← folders, settings, read',
      'folders, items ← write/create ← write/complete ← write',
      'folders, settings ← count',
      'client ← probe, people',
      'settings, read, write, autodiscover, count, probe, people ← .',
    ],
  },
  {
    below: 'worker/ledger',
    // The life of an item is pure: it knows of no database.
    lines: ['item-row.ts ← transition.ts ← rows.ts ← .', 'database ← rows.ts'],
  },
  {
    below: 'worker/runtime',
    lines: ['platform ← endpoints, passes ← slices, delivery ← .', 'platform ← delivery/drivers ← delivery'],
  },
  {
    below: 'worker/features',
    lines: [
      'kernel ← events ← workgroups ← credentials ← endpoints ← projects ← waves ← mailboxes ← mailbox-lists, people, passes ← reports',
      'templates ← customers ← projects',
      'workgroups ← api-keys, saved-filters',
      'workgroups ← providers ← endpoints',
      'api-keys, messages ← agents',
      'projects, messages ← webhooks',
      'workgroups, credentials ← templates ← messages ← account',
      'passes, reports ← inventories',
      'passes ← licences',
      'passes, messages ← notices',
      'mailboxes, messages ← scripts',
      'passes, messages ← credential-requests',
      'notices, credential-requests, inventories ← plan',
    ],
  },
];

/** Imports across rooms that the lines do not allow, and that are right as long as they are of types. */
export const TYPES_ONLY: readonly { from: string; to: string }[] = [
  { from: 'worker/features', to: 'worker/engine' },
  { from: 'app', to: 'worker/api.ts' },
];

/** What the app may import of the worker beside that. */
export const APP_MAY_IMPORT = 'worker/lib';
