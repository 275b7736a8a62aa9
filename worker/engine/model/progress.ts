import type { Phase } from '../../lib/phases.ts';
import type { Tally } from './tally.ts';

export type Progress = {
  phase: Phase;
  total: Tally;
  done: Tally;
  failed: Tally;
  /** Of those done: items that were already at the destination. Absent if there are none. */
  adopted?: Tally;
};

export type FolderReport = {
  folderId: string;
  path: string;
  distinguishedId?: string;
  source: Tally;
  destination: Tally;
  /** Copies that are no longer where they were put. */
  missing: Tally;
  /** Items of the destination folder that are no copy of ours. */
  extra: number;
  /** The first of the missing ones, for people to look into. */
  differences: Difference[];
};

/** A copy that is no longer in its folder at the destination. */
export type Difference = { itemClass: string; sizeBytes: number; itemAt?: string };
