import type { CopyPath } from '../../lib/copy-paths.ts';
import type { NewElement } from '../items/elements.ts';
import type { StateReach } from '../items/meetings.ts';
import { isAtLeast, type RequestVersion } from '../operations/versions.ts';
import { createKnownOperations, type KnownOperations, type OperationsMemory } from './known-operations.ts';

/**
 * What one server was seen to do and to refuse, beyond what its version promises. Nothing is known at first; each part
 * is learnt from an answer, by the code that asked. What is known of operations lasts for the pass (`learnt`), the rest
 * as long as the connection.
 */
export type ServerCapabilities = {
  readonly operations: KnownOperations;
  /** Kinds of items that it refuses to create. */
  readonly refusedElements: Set<NewElement>;
  /** Where FACT_SHAPES begins that it does not refuse, for a folder read by SyncFolderItems and by FindItem. */
  readonly factShapes: { sync: number; find: number };
  /** How much of the state of meetings, and of messages about meetings, it stores with new items. */
  readonly stateReach: { meetings: StateReach; messages: StateReach };
  /** Whether a meeting keeps an organiser that is not the mailbox's owner. */
  keepsOrganizer?: boolean;
  /** Attachments in the request that creates their item: it keeps them, or passes over them. */
  attachments?: 'inline' | 'apart';
  /** It refuses requests with properties of binary types; `suspected`: it refused one that had some. */
  binaries?: 'refused' | 'suspected';
  /** It returns the ids of moved items only where they are asked for. */
  movedIds?: 'asked';
  /** It takes no new message in another sender's name; `past`: it takes the sender with a change of the message. */
  senders?: 'past' | 'refused';
};

/** `before` is what an earlier slice of the pass learnt. */
export function createCapabilities(now: () => number, before?: OperationsMemory): ServerCapabilities {
  return {
    operations: createKnownOperations(now, before),
    refusedElements: new Set(),
    factShapes: { sync: 0, find: 0 },
    stateReach: { meetings: 'all', messages: 'all' },
  };
}

/** The methods that a server of a version has left. Only transfer needs more than GetItem and CreateItem. */
export function usablePaths({ operations }: ServerCapabilities, version: RequestVersion): CopyPath[] {
  const hasTransfer = isAtLeast(version, 'Exchange2010_SP1') && !isTransferLost(operations);
  return hasTransfer ? ['transfer', 'mime', 'typed'] : ['mime', 'typed'];
}

function isTransferLost(operations: KnownOperations): boolean {
  return operations.isLost('ExportItems') || operations.isLost('UploadItems');
}
