/** What a slice is busy with. */
export const PHASES = ['verifying', 'folders', 'inventory', 'copying', 'resolving', 'settings', 'reconciling'] as const;
export type Phase = (typeof PHASES)[number];
