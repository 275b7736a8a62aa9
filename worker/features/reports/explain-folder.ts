import type { FaultKind } from '../../engine/model/fault.ts';
import type { FolderErrorRow } from './table.ts';

type Explanation = { cause: string; remedy: string };
type Facts = Pick<FolderErrorRow, 'below' | 'code' | 'faultKind' | 'side' | 'operation'>;

/** What was to be done with the folder when it failed. */
type Stage = 'read' | 'make' | 'look' | 'fill' | 'open';

const THEN_RETRY = 'Then retry the errors.';

/** Of a folder that is there for others. */
const GIVE_RIGHTS = `Grant the account FullAccess to the whole mailbox. Rights on single folders are not enough. ${THEN_RETRY}`;
const MOVE_ITEMS = 'in Outlook or webmail, move its items to a new folder and run a full pass';

const DENIED: Readonly<Record<Stage, string>> = {
  read: 'The source lets the endpoint’s account read other folders, but not this one.',
  open: 'The server shows the endpoint’s account other folders, but denies access to this one.',
  make: 'The destination does not let the endpoint’s account create this folder.',
  look: 'The destination lets the endpoint’s account read other folders, but not this one.',
  fill: 'The destination lets the endpoint’s account add items to other folders, but not to this one.',
};

const BY_STAGE: Readonly<Record<Stage, Explanation>> = {
  read: {
    cause: 'The source lists other folders, but fails each time Mailferry asks for this one.',
    remedy: `Retry the errors at a quieter time. If that fails too, ask the provider to repair the folder. Or ${MOVE_ITEMS}.`,
  },
  open: {
    cause: 'The server shows other folders, but fails each time Mailferry asks for this one.',
    remedy: 'Retry the errors. If that fails too, ask the provider to repair the folder.',
  },
  make: {
    cause:
      'The destination creates other folders, but refuses this one because of its name, its kind or its parent folder.',
    remedy: `Rename the folder at the source, or send it to another folder with the folder mapping in the options. ${THEN_RETRY}`,
  },
  look: {
    cause: 'The destination lists other folders, but fails each time Mailferry asks for this one.',
    remedy:
      'Retry the errors at a quieter time. If that fails too, ask the provider of the destination to repair the folder.',
  },
  fill: {
    cause: 'The destination accepts items in other folders, but refuses every item for this one.',
    remedy: `Ask the provider of the destination for the reason, or send the folder to another one with the folder mapping in the options. ${THEN_RETRY}`,
  },
};

const DAMAGED: Explanation = {
  cause: 'The source reports that the folder is damaged.',
  remedy: `Ask the provider to repair it (New-MailboxRepairRequest). Or ${MOVE_ITEMS}.`,
};

/** Cause and remedy of a folder that was set aside. */
export function explainFolder(facts: Facts): Explanation {
  const { below, code, faultKind, side } = facts;
  if (below !== null)
    return {
      cause: `It is inside ${below}, which was set aside.`,
      remedy: 'Fix the parent folder. That fixes this one too.',
    };
  if (code === 'folder-not-shown')
    return {
      cause: 'The destination says that it created the folder or already has it, but does not list it.',
      remedy: `Check in webmail whether the folder exists, and create it there if it does not. ${THEN_RETRY}`,
    };
  const stage = stageOf(facts);
  if (faultKind === 'access') return { cause: DENIED[stage], remedy: GIVE_RIGHTS };
  if (faultKind === 'quota')
    return {
      cause: 'The destination folder holds as many items as the server allows in one folder.',
      remedy: `Ask the administrator to raise the limit of items per folder. ${THEN_RETRY}`,
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
