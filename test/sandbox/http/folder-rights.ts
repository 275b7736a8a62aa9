import { EwsError } from '../operations/errors.ts';
import type { Context } from '../side.ts';
import { creatorOf, setCreator } from '../store/creators.ts';
import { RIGHT, rightsIn } from '../store/permissions.ts';
import { getFolder, type StoredFolder } from '../store/folders.ts';
import type { Mailbox } from '../store/store.ts';
import { mayOpen } from './sign-in/rights.ts';

/** What a request wants to do in a folder. */
export type Need = 'see' | 'read' | 'create' | 'create-subfolder' | 'edit' | 'delete' | 'own';

/** Everything: who owns a mailbox has no need of an entry. */
const ALL = Object.values(RIGHT).reduce((sum, bit) => sum | bit, 0);

/** Rights that let one see that the folder is there. */
const SEE = ALL & ~(RIGHT.freeBusySimple | RIGHT.freeBusyDetailed | RIGHT.contact);

const BITS: Readonly<Record<Need, { any: number; owned?: number; code: string }>> = {
  see: { any: SEE, code: 'ErrorAccessDenied' },
  read: { any: RIGHT.readAny | RIGHT.owner, code: 'ErrorAccessDenied' },
  create: { any: RIGHT.create, code: 'ErrorCreateItemAccessDenied' },
  'create-subfolder': { any: RIGHT.createSubfolder, code: 'ErrorCreateSubfolderAccessDenied' },
  edit: { any: RIGHT.editAny, owned: RIGHT.editOwned, code: 'ErrorAccessDenied' },
  delete: { any: RIGHT.deleteAny, owned: RIGHT.deleteOwned, code: 'ErrorAccessDenied' },
  own: { any: RIGHT.owner, code: 'ErrorAccessDenied' },
};

/** Whether the caller may do everything in a mailbox: its owner, who impersonates it, or who has full access. */
export const hasFullAccess = ({ caller, side }: Context, mailbox: Mailbox): boolean =>
  caller.mailbox?.id === mailbox.id || mayOpen(side, caller, mailbox) === 'all';

/** Folders that a right without inheritance reaches: the mailbox opens, and what is in it stays closed. */
const TOP: ReadonlySet<string> = new Set(['root', 'msgfolderroot']);

/** Whether the caller has a right on the mailbox that reaches this folder. */
function reaches(context: Context, mailbox: Mailbox, folder: number): boolean {
  const { caller, side, store } = context;
  if (caller.mailbox?.id === mailbox.id) return true;
  const reach = mayOpen(side, caller, mailbox);
  if (reach !== 'root') return reach === 'all';
  return TOP.has(getFolder(store, folder)?.distinguishedId ?? '');
}

/** The caller's rights in a folder, as bits of MS-OXCPERM. */
export const rightsOn = (context: Context, mailbox: Mailbox, folder: number): number =>
  reaches(context, mailbox, folder) ? ALL : rightsIn(context.store, folder, context.caller.mailbox?.email);

/** The folders of a list that the caller may see at all. */
export const visibleTo = (context: Context, mailbox: Mailbox, folders: StoredFolder[]): StoredFolder[] =>
  hasFullAccess(context, mailbox)
    ? folders
    : folders.filter(({ id }) => (rightsOn(context, mailbox, id) & BITS.see.any) !== 0);

/** Throws unless the caller may do it; `item` is the one that is to be changed. */
export function admit(context: Context, mailbox: Mailbox, folder: number, need: Need, item?: number): void {
  if (reaches(context, mailbox, folder)) return;
  const email = context.caller.mailbox?.email;
  const rights = rightsIn(context.store, folder, email);
  const { any, owned, code } = BITS[need];
  if (rights & any) return;
  const isOwned = owned !== undefined && (rights & owned) !== 0 && item !== undefined && email !== undefined;
  if (isOwned && creatorOf(context.store, item)?.toLowerCase() === email.toLowerCase()) return;
  throw new EwsError(code);
}

/** Remembers that the caller made an item where it is not at home. */
export function noteCreator(context: Context, mailbox: Mailbox, item: number): void {
  const email = context.caller.mailbox?.email;
  if (email !== undefined && context.caller.mailbox?.id !== mailbox.id) setCreator(context.store, item, email);
}
