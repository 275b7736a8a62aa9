import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { LearntCapabilities } from '../../lib/learnt-capabilities.ts';
import type { NewElement } from '../items/elements.ts';
import type { StateReach } from '../items/meetings.ts';
import { isAtLeast, type RequestVersion } from '../operations/versions.ts';
import { createWalks, type Walks } from './walks.ts';
import { createHourBudget, type HourBudget, type HourMemory } from './hour-budget.ts';
import { createKnownOperations, type KnownOperations, type OperationsMemory } from './known-operations.ts';

/**
 * Facts about one server, beyond what its version promises. Nothing is known at first; each is learnt from an answer, by
 * the code that asked, which is safe without it. All are plain values that JSON keeps.
 */
export type CapabilityFacts = {
  /** Kinds of items that it refuses to create. */
  refusedElements: NewElement[];
  /** Of kinds that it was given: `taken`, or the source's id of the first one that it refused. */
  triedElements: Partial<Record<NewElement, string>>;
  /** Where FACT_SHAPES begins that it does not refuse, for a folder read by SyncFolderItems and by FindItem. */
  factShapes: { sync: number; find: number };
  /** How much of the state of meetings, and of messages about meetings, it stores with new items. */
  stateReach: { meetings: StateReach; messages: StateReach };
  /** Whether a meeting keeps an organiser that is not the mailbox's owner. */
  keepsOrganizer?: boolean;
  /** Attachments in the request that creates their item: it keeps them, or passes over them. */
  attachments?: 'inline' | 'apart';
  /** It returns a property only once if both are requested: as the field that is based on it, or as the property. */
  tells?: 'once';
  /** It refuses to name a contact's entries one by one. */
  entries?: 'refused';
  /** It refuses requests with properties of binary types; `suspected`: it refused one that had some. */
  binaries?: 'refused' | 'suspected';
  /** It returns the ids of moved items only where they are asked for. */
  movedIds?: 'asked';
  /** It takes new messages in any sender's name, or only its own; `past`: it takes others with a change of the message. */
  senders?: 'any' | 'past' | 'refused';
  /** Of a server that minds senders: whether one went by a change, or how many did not while none had. */
  pastSenders: { went: boolean; refused: number };
  /** Parts of new items that it refused, and codes with which it refused items whatever was left out of them; how often. */
  readonly refusedParts: { guilty: Record<string, number>; inVain: Record<string, number> };
  /** A task that is created with the date of its completion is completed, at that date. */
  keepsCompletion?: true;
  /** Ids of items, folders and attachments come back as they were asked with. */
  echoesIds?: true;
  /** What comes on a connection may be the answer to another request: mailboxes share none, and none is used after a fault. */
  connections?: 'own';
  /** The version that its first request must name; absent if the oldest will do. */
  greeting?: RequestVersion;
  /** Operations that it does not know, or answers with nothing. */
  lacks?: Record<string, true>;
  /** It refuses files without content. */
  emptyFiles?: 'refused';
  /** Files that it takes by CreateAttachment are still there when the item is asked for later, or are not. */
  files?: 'kept' | 'forgotten';
  /** It takes posts as messages of their class alone; `trial`: so they are sent next, `refused`: not so either. */
  posts?: 'trial' | 'message' | 'refused';
  /** It makes the text of a follow-up flag the subject of a message. */
  followUp?: 'subject';
  /** Whether its MIME has the transport headers, or is regenerated without them. */
  headers?: 'kept' | 'regenerated';
  /** Fields of items, as `Task.Recurrence`: how many written ones it was seen to keep; -1 where it lost one. */
  kept?: Record<string, number>;
  /** Items that were written where all their fields are known to be kept. */
  written?: number;
};

/**
 * How far each fact is kept. `server`: with the endpoint, for all mailboxes and passes. `mailbox`: for the slices of one
 * pass over one mailbox, because it may be that mailbox, its rights or its items that showed it.
 */
const KEPT: Readonly<Record<keyof CapabilityFacts, 'server' | 'mailbox'>> = {
  refusedElements: 'mailbox',
  triedElements: 'mailbox',
  factShapes: 'mailbox',
  stateReach: 'mailbox',
  keepsOrganizer: 'mailbox',
  attachments: 'server',
  binaries: 'mailbox',
  movedIds: 'server',
  senders: 'mailbox',
  pastSenders: 'mailbox',
  refusedParts: 'mailbox',
  keepsCompletion: 'server',
  echoesIds: 'server',
  connections: 'server',
  greeting: 'server',
  lacks: 'server',
  tells: 'server',
  entries: 'server',
  emptyFiles: 'server',
  files: 'server',
  posts: 'server',
  followUp: 'server',
  headers: 'server',
  kept: 'server',
  written: 'server',
};

/** What is known of the server of one connection: the facts, and which operations it answers. */
export type ServerCapabilities = CapabilityFacts & {
  readonly operations: KnownOperations;
  /** What it has listed within the hour, as long as the pass lasts. */
  readonly hour: HourBudget;
  /** How its folders are being read. */
  readonly walks: Walks;
  /** Call this once the server's version is known: facts of another version are dropped. */
  meet(version: string): void;
  /** The facts for the next slice, and those for all that speak to this server; undefined before `meet`. */
  learnt(keptAs: 'mailbox' | 'server'): LearntCapabilities | undefined;
};

/** `before`, `operations` and `listed` are what earlier slices learnt. */
export function createCapabilities(
  now: () => number,
  operations?: OperationsMemory,
  before?: LearntCapabilities,
  listed?: HourMemory,
): ServerCapabilities {
  let version: string | undefined;
  let learntAt = before?.learntAt;
  const capabilities: ServerCapabilities = {
    ...unknownFacts(),
    ...factsIn(before),
    operations: createKnownOperations(now, operations, (operation) => capabilities.lacks?.[operation] === true),
    hour: createHourBudget(now, listed),
    walks: createWalks(),
    meet: (met) => {
      version = met;
      if (before === undefined || before.version === met) return;
      learntAt = undefined;
      for (const name of NAMES) delete (capabilities as Partial<CapabilityFacts>)[name];
      Object.assign(capabilities, unknownFacts());
    },
    learnt: (keptAs) => {
      if (version === undefined) return undefined;
      const names = NAMES.filter((name) => keptAs === 'mailbox' || KEPT[name] === 'server');
      const known = names.flatMap((name) => (capabilities[name] === undefined ? [] : [[name, capabilities[name]]]));
      return { version, learntAt: (learntAt ??= now()), facts: structuredClone(Object.fromEntries(known)) };
    },
  };
  return capabilities;
}

/** Notes that the server does not have an operation for any account. */
export function noteLack(capabilities: ServerCapabilities, operation: string): void {
  capabilities.lacks = { ...capabilities.lacks, [operation]: true };
}

const NAMES = Object.keys(KEPT) as (keyof CapabilityFacts)[];

const unknownFacts = (): CapabilityFacts => ({
  refusedElements: [],
  triedElements: {},
  factShapes: { sync: 0, find: 0 },
  stateReach: { meetings: 'all', messages: 'all' },
  pastSenders: { went: false, refused: 0 },
  refusedParts: { guilty: {}, inVain: {} },
});

/** Facts that a later version of Mailferry no longer knows are left out. */
function factsIn(before: LearntCapabilities | undefined): Partial<CapabilityFacts> {
  const known = NAMES.flatMap((name) => (before?.facts[name] === undefined ? [] : [[name, before.facts[name]]]));
  return structuredClone(Object.fromEntries(known)) as Partial<CapabilityFacts>;
}

/** The methods that a server of a version has left. Only transfer needs more than GetItem and CreateItem. */
export function usableMethods({ operations }: ServerCapabilities, version: RequestVersion): CopyMethod[] {
  const hasTransfer = isAtLeast(version, 'Exchange2010_SP1') && !isTransferLost(operations);
  return hasTransfer ? ['transfer', 'mime', 'typed'] : ['mime', 'typed'];
}

function isTransferLost(operations: KnownOperations): boolean {
  return operations.isLost('ExportItems') || operations.isLost('UploadItems');
}
