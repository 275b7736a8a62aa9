import type { LedgerFolder } from './ledger.ts';

/** How far each source folder has been read. The order of calls matters: see `put`. */
export interface Watermarks {
  all(): Promise<ReadonlyMap<string, string>>;
  /** Called only after the pages that led to each `syncState` are in the ledger. */
  put(entries: readonly Watermark[]): Promise<void>;
}

export type Watermark = { folder: LedgerFolder; syncState: string };

/** What the servers of a pair call themselves. */
export type Versions = { source: string; destination: string };

/** What is known of a pair of servers: whether one takes what the other exports. Remembered for all its mailboxes. */
export interface PairMemory {
  /** `unknown` to whoever is to find out; others hear `takes` meanwhile, and fall back item by item. */
  get(versions: Versions): Promise<'takes' | 'refuses' | 'unknown'>;
  put(versions: Versions, verdict: 'takes' | 'refuses'): Promise<void>;
}
