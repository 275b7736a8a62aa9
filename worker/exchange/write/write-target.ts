import type { Unfinished } from './complete/complete-item.ts';
import type { CreateTarget } from './create/create-target.ts';
import type { Staging } from './staging.ts';

/** Where parcels are written, and what is known of items in flight. */
export type WriteTarget = CreateTarget & {
  staging: Staging;
  /** Container class of the folder, where it is known. */
  folderClass: string | undefined;
  /** Items that were made apart and have not been moved in, by the source's id. */
  unfinished: Map<string, Unfinished>;
};
