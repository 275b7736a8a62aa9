import type { FaultKind } from '../../engine/model/fault.ts';
import type { FolderErrorRow } from './table.ts';

type Explanation = { cause: string; remedy: string };
type Facts = Pick<FolderErrorRow, 'below' | 'code' | 'faultKind' | 'side' | 'operation'>;

/** What was to be done with the folder when it failed. */
type Stage = 'read' | 'make' | 'look' | 'fill' | 'open';

const THEN_RETRY = 'Then retry the errors.';

/** Of a folder that is there for others. */
const GIVE_RIGHTS = `Give the account FullAccess to the whole mailbox (rights on single folders are not enough). ${THEN_RETRY}`;
const MOVE_ITEMS = 'In Outlook or web mail, move its items into a new folder and run a full pass';

const DENIED: Readonly<Record<Stage, string>> = {
  read: 'The source lets the account of the endpoint read other folders, and not this one.',
  open: 'The server tells the account of the endpoint of other folders, and denies it this one.',
  make: 'The destination does not let the account of the endpoint make this folder.',
  look: 'The destination lets the account of the endpoint read other folders, and not this one.',
  fill: 'The destination lets the account of the endpoint put items into other folders, and not into this one.',
};

const BY_STAGE: Readonly<Record<Stage, Explanation>> = {
  read: {
    cause: 'The source lists other folders, and fails each time that it is to list this one.',
    remedy: `Retry the errors at a quieter hour. If it stays, ask the provider to repair the folder; or: ${MOVE_ITEMS}.`,
  },
  open: {
    cause: 'The server shows other folders, and fails each time that it is to show this one.',
    remedy: 'Retry the errors. If it stays, ask the provider to repair the folder.',
  },
  make: {
    cause: 'The destination makes other folders, and refuses this one: by its name, its kind, or what stands above it.',
    remedy: `Rename the folder at the source, or let it go into another one by the folder mapping of the options. ${THEN_RETRY}`,
  },
  look: {
    cause: 'The destination lists other folders, and fails each time that it is to list this one.',
    remedy:
      'Retry the errors at a quieter hour. If it stays, ask the provider of the destination to repair the folder.',
  },
  fill: {
    cause: 'The destination takes items in other folders, and refuses all that are to go into this one.',
    remedy: `Ask the provider of the destination for the reason; or let the folder go into another one by the folder mapping of the options. ${THEN_RETRY}`,
  },
};

const DAMAGED: Explanation = {
  cause: 'The source itself says that the folder is damaged.',
  remedy: `Ask the provider to repair it (New-MailboxRepairRequest). Or: ${MOVE_ITEMS}.`,
};

/** Cause and remedy of a folder that was set aside. */
export function explainFolder(facts: Facts): Explanation {
  const { below, code, faultKind, side } = facts;
  if (below !== null)
    return {
      cause: `It stands below ${below}, which was set aside.`,
      remedy: 'What helps the folder above it helps this one as well.',
    };
  if (code === 'folder-not-shown')
    return {
      cause: 'The destination says that it made the folder, or has it already, and does not show it.',
      remedy: `Look in web mail whether the folder is there; if not, make it there by hand. ${THEN_RETRY}`,
    };
  const stage = stageOf(facts);
  if (faultKind === 'access') return { cause: DENIED[stage], remedy: GIVE_RIGHTS };
  if (faultKind === 'quota')
    return {
      cause: 'The folder at the destination has as many items as the server lets a folder have.',
      remedy: `Let the administrator raise the limit of items in a folder. ${THEN_RETRY}`,
    };
  return side === 'source' && DAMAGE.has(faultKind) ? DAMAGED : BY_STAGE[stage];
}

const DAMAGE: ReadonlySet<FaultKind> = new Set(['corrupt']);

function stageOf({ side, operation }: Facts): Stage {
  if (operation === 'GetFolder') return 'open';
  if (side !== 'destination') return 'read';
  if (operation === 'CreateFolder') return 'make';
  return operation === 'SyncFolderItems' || operation === 'FindItem' ? 'look' : 'fill';
}
