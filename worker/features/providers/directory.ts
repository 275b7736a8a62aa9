import { NAMES_ONLY } from './directory/names-only.ts';
import { WITH_ADDRESSES } from './directory/with-addresses.ts';
import type { ProviderFacts, ProviderSource, ShippedProvider } from './provider.ts';
import type { ProviderEntryRow } from './table.ts';

/** What Mailferry ships. */
export const SHIPPED: readonly ShippedProvider[] = [...WITH_ADDRESSES, ...NAMES_ONLY];

/** An entry as a workgroup sees it. */
export type DirectoryEntry = ProviderFacts & {
  id: string;
  /** Who says so: Mailferry's own directory, a correction of it, or the workgroup alone. */
  origin: 'shipped' | 'corrected' | 'own';
  /** Null for what a workgroup wrote itself. */
  source: ProviderSource | null;
  updatedAt: number | null;
};

function getShipped(id: string): ShippedProvider | undefined {
  return SHIPPED.find((entry) => entry.id === id);
}

/** The directory of a workgroup: what is shipped, with its corrections and its own entries. */
export function directoryOf(rows: readonly ProviderEntryRow[]): DirectoryEntry[] {
  const corrections = new Map(rows.flatMap((row) => (row.corrects === null ? [] : [[row.corrects, row]])));
  const own = rows.filter(({ corrects }) => corrects === null || !getShipped(corrects));
  return [
    ...SHIPPED.map((entry): DirectoryEntry => {
      const row = corrections.get(entry.id);
      if (!row) return { ...entry, origin: 'shipped', updatedAt: null };
      return { ...row.facts, id: entry.id, origin: 'corrected', source: entry.source, updatedAt: row.updatedAt };
    }),
    // An entry may leave the directory: what someone wrote in place of it stays.
    ...own.map(({ id, facts, updatedAt }): DirectoryEntry => ({
      ...facts,
      id,
      origin: 'own',
      source: null,
      updatedAt,
    })),
  ];
}
