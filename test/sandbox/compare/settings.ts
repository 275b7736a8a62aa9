import { type Configuration, CONFIGURATION_CLASS, readConfiguration } from '../items/configuration.ts';
import type { Value } from '../items/model.ts';
import { parseId } from '../store/ids.ts';
import { itemFromRow } from '../store/items.ts';
import { permissionsOf } from '../store/permissions.ts';
import { delegatesOf, getSetting, rulesOf } from '../store/settings.ts';
import type { Mailbox, Store } from '../store/store.ts';
import { type Tree, treeOf } from './tree.ts';
import { canonical } from './whole.ts';

/** What of a mailbox's settings is not as it was; texts are empty where one has none. */
export type SettingDifference = {
  kind: 'setting';
  folder: string;
  property: string;
  source: string;
  destination: string;
};

export type SettingOptions = {
  /** The address at the destination of someone at the source; the same by default. */
  addressOf?: (source: string) => string;
  skip?: readonly string[];
};

type Named = Map<string, string>;
type Rename = (text: string) => string;

/** A value with the folders that it names told by their names, and people by their new addresses. */
function portable(value: Value, folderName: (id: string) => string, rename: Rename): unknown {
  if (typeof value === 'string') return value.includes('@') ? rename(value) : value;
  const { Id, ChangeKey: _key, ...attributes } = value.a ?? {};
  return {
    a: Id === undefined ? attributes : { ...attributes, Id: folderName(Id) },
    ...(value.x === undefined ? {} : { x: value.x }),
    ...(value.c ? { c: value.c.map(([name, each]) => [name, portable(each, folderName, rename)]) } : {}),
  };
}

function configurationsOf(store: Store, tree: Tree, into: Named): void {
  for (const [folder, { id }] of tree) {
    const rows = store
      .sql(`select * from items where folder = ? and owner is null and associated = 1 and class like ?`)
      .all(id, `${CONFIGURATION_CLASS}%`) as Parameters<typeof itemFromRow>[0][];
    for (const item of rows.map(itemFromRow)) {
      const configuration: Configuration = readConfiguration(item.properties);
      const name = item.itemClass.slice(CONFIGURATION_CLASS.length);
      for (const part of ['dictionary', 'xml', 'binary'] as const)
        if (configuration[part] !== undefined)
          into.set(`${folder}|configuration ${name} ${part}`, canonical(configuration[part]));
    }
  }
}

/** Every setting of a mailbox by folder and name. */
function settingsOf(store: Store, mailbox: Mailbox, tree: Tree, rename: Rename): Named {
  const out: Named = new Map();
  const names = new Map([...tree].map(([name, folder]) => [folder.id, name]));
  const folderName = (id: string): string => {
    const parsed = parseId(id);
    return parsed?.kind === 'folder' ? (names.get(parsed.folder) ?? 'a folder that is gone') : id;
  };
  for (const [folder, { id }] of tree)
    for (const { user, rights } of permissionsOf(store, id))
      out.set(`${folder}|permission of ${rename(user).toLowerCase()}`, String(rights));
  for (const { user, ...delegate } of delegatesOf(store, mailbox.id))
    out.set(`|delegate ${rename(user).toLowerCase()}`, canonical(delegate));
  rulesOf(store, mailbox.id).forEach(({ fields }, index) => {
    const { RuleId: _id, ...rest } = fields;
    out.set(`|rule ${index + 1}`, canonical(portable({ c: Object.entries(rest) }, folderName, rename)));
  });
  for (const name of ['oof', 'deliverMeetingRequests'] as const) {
    const value = getSetting(store, mailbox.id, name);
    if (value !== undefined) out.set(`|${name}`, canonical(value));
  }
  configurationsOf(store, tree, out);
  return out;
}

/**
 * Tells the settings of two mailboxes apart: who may do what in each folder, delegates, rules in their order (folders
 * by name), absence, configurations. Empty when the destination has exactly what the source has.
 */
export function compareSettings(
  source: Store,
  sourceEmail: string,
  destination: Store,
  destinationEmail: string,
  { addressOf = (address) => address, skip = [] }: SettingOptions = {},
): SettingDifference[] {
  const sides = [source.mailbox(sourceEmail), destination.mailbox(destinationEmail)] as const;
  if (!sides[0] || !sides[1]) throw new Error(`No mailbox ${sides[0] ? destinationEmail : sourceEmail}`);
  const skipped = new Set(skip);
  const from = treeOf(source, sourceEmail, skipped);
  const to = treeOf(destination, destinationEmail, skipped);
  const left = settingsOf(source, sides[0], from, addressOf);
  const right = settingsOf(destination, sides[1], to, (address) => address);
  const out: SettingDifference[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const at = key.indexOf('|');
    const folder = key.slice(0, at);
    // Folders that only one of the two has are told apart with the items.
    if (folder !== '' && !(from.has(folder) && to.has(folder))) continue;
    const [before, after] = [left.get(key) ?? '', right.get(key) ?? ''];
    if (before !== after)
      out.push({ kind: 'setting', folder, property: key.slice(at + 1), source: before, destination: after });
  }
  return out;
}
