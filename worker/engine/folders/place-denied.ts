import type { Folder } from '../model/item.ts';

/** What the folder holds, of those that are of a kind of their own. */
const CLASSES: Readonly<Record<string, string>> = {
  calendar: 'IPF.APPOINTMENT',
  contacts: 'IPF.CONTACT',
  tasks: 'IPF.TASK',
  journal: 'IPF.JOURNAL',
  notes: 'IPF.STICKYNOTE',
};

/**
 * A server may deny a well-known folder by its well-known name, yet list it among the others. If the ledger, the name on
 * the other side, or its kind identifies it, it counts as well-known: it must not pass for a folder that a person made.
 * `known` has ids of this side by well-known names.
 */
export function placeDenied(
  folders: readonly Folder[],
  other: readonly Folder[],
  known: ReadonlyMap<string, string>,
): Folder[] {
  const isShown = new Map<string, string>();
  for (const { distinguishedId: name = '', denied, name: shownAs } of folders) {
    if (!denied) continue;
    const names = new Set([shownAs, ...other.flatMap((each) => (each.distinguishedId === name ? [each.name] : []))]);
    const root = folders.find(({ distinguishedId }) => distinguishedId === 'msgfolderroot');
    const open = folders.filter((each) => each.distinguishedId === undefined && !each.isHidden);
    const atTop = open.filter((each) => each.parentId === root?.id);
    const ofKind = atTop.filter(({ folderClass }) => folderClass.toUpperCase() === CLASSES[name]);
    const found =
      open.find(({ id }) => id === known.get(name)) ??
      atTop.find((each) => names.has(each.name)) ??
      (ofKind.length === 1 ? ofKind[0] : undefined);
    if (found) isShown.set(found.id, name);
  }
  const placed = new Set(isShown.values());
  return folders
    .filter(({ denied, distinguishedId = '' }) => !denied || !placed.has(distinguishedId))
    .map((folder) => {
      const name = isShown.get(folder.id);
      return name === undefined ? folder : { ...folder, distinguishedId: name };
    });
}
