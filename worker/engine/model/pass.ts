import type { PassType } from '../../lib/pass-types.ts';
import type { RecipientRule } from '../../lib/recipients.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Selection } from './ledger-facts.ts';
import type { Reach } from './mailbox.ts';
import type { SettingOptions } from '../../lib/setting-options.ts';

/** The options of a pass. Read for each batch, so a change takes effect while the pass runs. */
export type PassOptions = {
  /** Methods that may be used; all by default. */
  copyPaths?: readonly CopyMethod[];
  /**
   * Folders that stay behind with all that is below them: names joined by `/`, with `*` for any part of a name and
   * `**` for any folders.
   */
  excludedFolders?: readonly string[];
  /** Folder mapping: where folders go instead, including subfolders; the most specific rule wins. */
  folderMapping?: readonly { from: string; to: string }[];
  /** Kinds of items that cross; all by default. */
  itemKinds?: readonly ItemKind[];
  /** Only items dated at or after `from` and before `until` (ISO 8601). */
  from?: string;
  until?: string;
  /** What happens to the copy of an item that was deleted at the source. Kept by default. */
  deletions?: 'keep' | 'remove';
  /** More deletions than this at once are not believed: the mailbox pauses. */
  maximumDeletions?: number;
  /** Keep the subjects of failed items for the error list. */
  includeSubjects?: boolean;
  /** Failed items after which the mailbox pauses; no limit by default. */
  maximumErrors?: number;
  /** Addresses of senders and recipients that become others, on the MIME and typed methods. */
  recipientMapping?: readonly RecipientRule[];
  /**
   * Items cross by MIME or element by element, so that `recipientMapping` takes effect on all of them. Without,
   * what export and upload carry keeps its addresses: their content is the server's own.
   */
  rewriteAddresses?: boolean;
  /** The settings that full passes copy. */
  settings?: SettingOptions;
  /** The archive mailbox crosses into that of the destination. Not by default. */
  archive?: boolean;
  /** What people deleted and could still recover crosses, too. Not by default. */
  recoverableItems?: boolean;
};

/** What one pass is about: fixed when it starts. */
export type PassOrder = {
  id: string;
  type: PassType;
  /** Pre-stage: only items older than this instant (ISO 8601). */
  before?: string;
};

/** So much of a mailbox shows how it will go. */
const TRIAL = { maxItemsPerFolder: 10, maxTotalBytes: 5_000_000 } as const;

export type PassSteps = {
  /** Both sides are counted, and nothing is copied. */
  counts?: true;
  /** Folders are created and items copied. */
  copies: boolean;
  /** The pass looks for new items at the source. */
  reads: boolean;
  /** Edits, read states, moves and deletions since the last pass are carried. */
  follows: boolean;
  /** Items that failed before are tried again. */
  retries: boolean;
};

/** What a pass does, by its type. Verify signs in on both sides and reads the folder trees; inventory counts
 * what both have. */
export function stepsOf(type: PassType): PassSteps {
  switch (type) {
    case 'verify':
      return { copies: false, reads: false, follows: false, retries: false };
    case 'inventory':
      return { counts: true, copies: false, reads: false, follows: false, retries: false };
    case 'trial':
      return { copies: true, reads: true, follows: false, retries: false };
    case 'pre-stage':
    case 'full':
      return { copies: true, reads: true, follows: true, retries: false };
    case 'retry-errors':
      return { copies: true, reads: false, follows: false, retries: true };
  }
}

/** Which pending items a pass takes, with the options as they are now. */
export function selectionOf(order: PassOrder, options: PassOptions): Selection {
  const { from, until, itemKinds } = options;
  return {
    ...(order.type === 'retry-errors' && { retriesOnly: true }),
    ...(order.type === 'trial' && TRIAL),
    ...(order.type === 'pre-stage' && order.before !== undefined && { before: order.before }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(itemKinds && { kinds: itemKinds }),
  };
}

/** Equal for options that treat folders in the same way. */
export function folderRulesOf(options: PassOptions): string {
  const { excludedFolders, folderMapping } = options;
  return JSON.stringify([excludedFolders ?? [], folderMapping ?? [], reachOf(options)]);
}

/** What a pass covers besides the message folders. */
export function reachOf({ archive = false, recoverableItems = false }: PassOptions): Required<Reach> {
  return { archive, recoverableItems };
}
