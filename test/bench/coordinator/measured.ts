/** What the measured Worker tells: D1's own counts, and when slices began and ended. */
export type Measured = { queries: number; rowsRead: number; rowsWritten: number; events: SliceEvent[] };

/** `more`: the slice ended, and its run goes on. */
export type SliceEvent = { what: 'begin' | 'more' | 'end'; at: number; projectId: string; mailboxId: string };
