import type { LedgerFolder } from './ledger-facts.ts';

/** How far each source folder has been read. The order of calls matters: see `put`. */
export interface Watermarks {
  all(): Promise<ReadonlyMap<string, string>>;
  /** Called only after the pages that led to each `syncState` are in the ledger. */
  put(entries: readonly Watermark[]): Promise<void>;
}

export type Watermark = { folder: LedgerFolder; syncState: string };

/** What the servers of a pair call themselves. */
export type Versions = { source: string; destination: string };

export type PairFact = 'takes' | 'refuses' | 'presumed' | 'unknown';

/** Whether one server accepts what the other exports. Remembered for all mailboxes of the pair. */
export interface PairMemory {
  /** `unknown` for the slice that must find out; meanwhile others get `presumed`, and fall back item by item. */
  get(versions: Versions): Promise<PairFact>;
  put(versions: Versions, verdict: 'takes' | 'refuses'): Promise<void>;
}
