/** What a pass can be. */
export const PASS_TYPES = ['verify', 'inventory', 'trial', 'pre-stage', 'full', 'retry-errors'] as const;
export type PassType = (typeof PASS_TYPES)[number];

/** Those that only read: they write nothing at the destination. */
export const READING_PASS_TYPES: readonly PassType[] = ['verify', 'inventory'];
