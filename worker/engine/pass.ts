import type { CopyPath } from './item.ts';

export type PassType = 'verify' | 'full';

/** What a pass may be told. Read anew for each slice, so a change takes effect while the pass runs. */
export type PassOptions = {
  /** Paths that may be used; all by default. */
  copyPaths?: readonly CopyPath[];
  /** Folder paths (names joined by `/`) that stay behind with all that is below them. */
  excludedFolders?: readonly string[];
  /** Keep the subjects of failed items for the error list. */
  includeSubjects?: boolean;
  /** Failed items after which the mailbox pauses; no limit by default. */
  maximumErrors?: number;
};

/** What a pass does. Verify signs in on both sides and reads the folder trees; full copies what is not there yet. */
export function stepsOf(type: PassType): { copies: boolean } {
  return { copies: type === 'full' };
}
