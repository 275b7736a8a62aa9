import type { Fault } from './fault.ts';

/** A folder of the source that a server does not list, make or fill, while it does others. */
export type FolderTrouble = {
  sourceId: string;
  path: string;
  distinguishedId?: string;
  /** Items that the source says are in it. */
  itemCount: number;
  fault: Fault;
  /** Path of the folder above it that is in trouble, where it is in none itself. */
  below?: string;
};

/** `tries` failed in the running pass; with `isSetAside` the pass makes no more. */
export type KnownTrouble = FolderTrouble & { tries: number; isSetAside: boolean };
