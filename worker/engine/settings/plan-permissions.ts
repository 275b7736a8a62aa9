import { fingerprint, settingKey } from './merge.ts';
import { isSame, isToBeCarried, nameOf, placeOf, type Outcome, type PlanContext } from './plan.ts';
import type { FolderPermissions, Omission, Permission } from '../model/setting.ts';

export type PermissionsPlan = Outcome & {
  /** Entries to set, each with what the ledger stores afterwards. */
  puts: { entry: Permission; key: string; fingerprint: string; name: string }[];
};

/**
 * Which entries of a folder's list cross. They are added: what the destination's list has besides stays, and an entry
 * that someone made there is not overwritten. What every new folder has is no entry of its own.
 */
export function planPermissions(
  source: FolderPermissions,
  destination: FolderPermissions,
  path: string,
  context: PlanContext,
): PermissionsPlan {
  const plan: PermissionsPlan = { puts: [], carried: [], omissions: [] };
  for (const entry of source.entries) {
    if (isUntouched(entry, source.isCalendar)) continue;
    if ('address' in entry.who && entry.who.address.toLowerCase() === context.owner.toLowerCase()) continue;
    const name = `${path === '' ? 'Mailbox' : path} (${nameOf(entry.who)})`;
    if (entry.isUnclear) {
      const message = 'The source does not show all rights of this entry.';
      plan.omissions.push({ kind: 'permissions', name, code: 'permission-unclear', message });
      continue;
    }
    const who = placeOf(entry.who, context.map);
    if ('code' in who) {
      plan.omissions.push({ kind: 'permissions', name, ...who });
      continue;
    }
    if (source.isCalendar !== destination.isCalendar) {
      const message = 'The folder is a calendar on one side only, and calendars have different permission levels.';
      plan.omissions.push({ kind: 'permissions', name, code: 'folder-kind-differs', message });
      continue;
    }
    const copy: Permission = { ...entry, who };
    const there = destination.entries.find((candidate) => isSame(candidate.who, who));
    const present = there && !isUntouched(there, destination.isCalendar) ? textOf(there) : undefined;
    const key = settingKey('permissions', destination.folderId, nameOf(who).toLowerCase());
    const wanted = textOf(copy);
    if (!isToBeCarried({ kind: 'permissions', key, name, wanted, present }, context.carried, plan)) continue;
    if (destination.isUnclear) plan.omissions.push(listUnclear(name));
    else plan.puts.push({ entry: copy, key, fingerprint: fingerprint(wanted), name });
  }
  return plan;
}

/** A list is written as a whole: what of it is not known would go. */
export function listUnclear(name: string): Omission {
  const message = 'The destination does not show the whole list, so Mailferry did not change it.';
  return { kind: 'permissions', name, code: 'permission-list-unclear', message };
}

/** Whether a list has anything to copy. Most folders have nothing. */
export function hasPermissions({ entries, isCalendar }: FolderPermissions): boolean {
  return entries.some((entry) => !isUntouched(entry, isCalendar));
}

/** A folder's list with other or further entries. */
export function withEntries(folder: FolderPermissions, entries: readonly Permission[]): FolderPermissions {
  const isReplaced = ({ who }: Permission) => entries.some((entry) => isSame(entry.who, who));
  const kept = folder.entries.filter((entry) => !isReplaced(entry));
  return { ...folder, entries: [...kept, ...entries] };
}

function isUntouched({ who, level, isUnclear }: Permission, isCalendar: boolean): boolean {
  if (!('everyone' in who)) return false;
  // Of what everyone may do nothing is shown that could be carried.
  if (isUnclear) return true;
  // Everyone sees when someone is busy, unless the owner said otherwise.
  if (isCalendar && who.everyone === 'Default') return level === 'FreeBusyTimeOnly';
  return level === 'None';
}

function textOf({ level, rights }: Permission): string {
  const single = Object.entries(rights ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([level, level === 'Custom' ? single : []]);
}
