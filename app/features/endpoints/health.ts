/** What the last test of an endpoint came to, in words. */
export const HEALTH = {
  ok: { tone: 'ok', icon: 'check-circle', word: 'Responds' },
  failing: { tone: 'bad', icon: 'failed', word: 'Failing' },
  unknown: { tone: 'idle', icon: 'circle', word: 'Not tested yet' },
} as const;
