import type { FolderTrouble } from '../model/folder-trouble.ts';
import type { Folder } from '../model/item.ts';

/**
 * Where a folder goes: `parent` is the key of an earlier step (the id of a source folder, or `key` of a step that
 * makes one), or a destination folder's id behind `#`.
 */
export type FolderStep =
  | { do: 'use'; source: Folder; path: string; destinationId: string }
  | { do: 'create'; source: Folder; path: string; parent: string; name: string }
  /** Renamed or moved at the source, and untouched at the destination: it follows. */
  | { do: 'place'; source: Folder; path: string; destinationId: string; parent: string; name: string }
  /** A folder above a mapped one, without a counterpart at the source. */
  | { do: 'make'; key: string; parent: string; name: string };

type Placing = Extract<FolderStep, { do: 'place' }>;
export type MakingStep = Extract<FolderStep, { do: 'create' | 'make' }>;
/** What must be done at the destination, once the parent folder exists. */
export type WorkStep = Placing | MakingStep;

export const keyOf = (step: FolderStep): string => (step.do === 'make' ? step.key : step.source.id);

export function makes(step: WorkStep): step is MakingStep {
  return step.do === 'create' || step.do === 'make';
}

export type Renamed = { path: string; name: string };

export type FolderPlan =
  | {
      steps: FolderStep[];
      /** Further roots that the destination does not have; nothing below them crosses. */ missing?: Folder[];
      /** Folders that share their name with a well-known one: their path at the source, and their name at the destination. */
      renamed?: Renamed[];
      /** Folders that one of the sides denies, and those below. */
      aside?: FolderTrouble[];
    }
  | { emptySide: 'source' | 'destination' };
