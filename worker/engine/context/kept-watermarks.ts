import type { LedgerFolder } from '../model/ledger-facts.ts';
import type { Watermark, Watermarks } from '../model/memory.ts';

/** Watermarks, some of which are held back to be written together. */
export type KeptWatermarks = Omit<Watermarks, 'put'> & {
  put(folder: LedgerFolder, syncState: string): Promise<void>;
  /** Written with the next `flush`; what a crash forgets is read again. */
  keep(folder: LedgerFolder, syncState: string): void;
  flush(): Promise<void>;
};

/** A write for each folder is what a first reading of many small ones would mostly wait for. */
export function keepWatermarks(watermarks: Watermarks): KeptWatermarks {
  const kept = new Map<string, Watermark>();
  return {
    all: async () => {
      const all = new Map(await watermarks.all());
      for (const [sourceId, { syncState }] of kept) all.set(sourceId, syncState);
      return all;
    },
    put: async (folder, syncState) => {
      kept.delete(folder.sourceId);
      await watermarks.put([{ folder, syncState }]);
    },
    keep: (folder, syncState) => void kept.set(folder.sourceId, { folder, syncState }),
    flush: async () => {
      const entries = [...kept.values()];
      if (entries.length === 0) return;
      await watermarks.put(entries);
      for (const entry of entries) if (kept.get(entry.folder.sourceId) === entry) kept.delete(entry.folder.sourceId);
    },
  };
}
