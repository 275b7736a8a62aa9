import { elementOf, type Item, type NewItem } from '../items/model.ts';
import { isoSeconds } from '../items/values.ts';
import { foldersDeep, getDistinguished, type StoredFolder } from '../store/folders.ts';
import { insertItem, itemFromRow, moveItem, removeItem, setRead, updateItemRow } from '../store/items.ts';
import type { Mailbox, Store } from '../store/store.ts';
import { makeAppointment } from './calendar.ts';
import { categoriesOf, makeMail, type World } from './mail.ts';
import { makeTask } from './others.ts';
import { makeContact } from './people.ts';
import { Random } from './random.ts';
import { LANGUAGES } from './texts.ts';

/** How many items of each, all of them different ones. */
export type Mutations = {
  seed: number | string;
  /** Mail that came in and went out, appointments, contacts, tasks. */
  new?: number;
  /** Items that were changed: categories, flags, places, numbers, due dates. */
  changed?: number;
  /** Messages whose read flag was turned over. */
  read?: number;
  /** Items that lie in another folder of their kind now, as items with a new id. */
  moved?: number;
  deleted?: number;
  /** The instant of all of it; a day after the default of generateMailbox without. */
  now?: number;
};

/** Rows of the items; those that were moved have two. */
export type Mutated = {
  new: number[];
  changed: number[];
  read: number[];
  moved: { from: number; to: number }[];
  deleted: number[];
};

type Row = Record<string, string | number | null>;

function randomly<T>(random: Random, list: readonly T[]): T[] {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = random.next() % (at + 1);
    [out[at], out[other]] = [out[other] as T, out[at] as T];
  }
  return out;
}

/** A change as people make it to an item of its kind. */
function change(world: World, item: Item): void {
  const { random, language, now } = world;
  const { fields } = item.properties;
  const mark = String(random.between(100, 999_999));
  item.modifiedAt = now;
  switch (item.element) {
    case 'CalendarItem':
      fields['Location'] = `${random.pick(language.places)} ${mark}`;
      return;
    case 'Contact':
      fields['JobTitle'] = `No. ${mark}`;
      return;
    case 'Task':
      fields['DueDate'] = isoSeconds(Math.floor(now / 86_400_000) * 86_400_000 + random.between(1, 60) * 86_400_000);
      item.subject = `${item.subject} ${mark}`;
      return;
    case 'Message':
      if (random.chance(0.4)) {
        fields['Flag'] = {
          c: [
            ['FlagStatus', 'Complete'],
            ['CompleteDate', isoSeconds(now - Number(mark) * 1000)],
          ],
        };
        return;
      }
      fields['Categories'] = categoriesOf([random.pick(language.categories), mark]);
      return;
    default:
      fields['Categories'] = categoriesOf([random.pick(language.categories), mark]);
  }
}

function makeNew(world: World, known: (name: string) => StoredFolder): { folder: StoredFolder; item: NewItem } {
  const { random } = world;
  const kind = random.next() % 20;
  const [folder, item] =
    kind < 12
      ? ['inbox', makeMail(world, { attach: random.chance(0.2) })]
      : kind < 15
        ? ['sentitems', makeMail(world, { fromMe: true })]
        : kind < 18
          ? ['calendar', makeAppointment(world)]
          : kind < 19
            ? ['contacts', makeContact(world)]
            : ['tasks', makeTask(world)];
  const at = world.now - random.between(1, 1440) * 60_000;
  Object.assign(item, { receivedAt: at, createdAt: at, modifiedAt: at });
  return { folder: known(folder), item };
}

/**
 * Changes a mailbox as a day of its owner's would, each change with a change number of its own, as a client's would
 * have. The same options make the same changes to the same mailbox. Throws RangeError when it has too few items.
 */
export function mutateMailbox(store: Store, email: string, options: Mutations): Mutated {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  const random = new Random(`${options.seed}|${email}|mutations`);
  const language = random.pick(LANGUAGES);
  const now = options.now ?? Date.UTC(2026, 9, 2, 12);
  const world: World = { random, email, name: random.pick(language.people), now, language };
  return store.transaction(() => mutate(store, mailbox, world, options));
}

function mutate(store: Store, mailbox: Mailbox, world: World, options: Mutations): Mutated {
  const { random } = world;
  const known = (name: string): StoredFolder => {
    const folder = getDistinguished(store, mailbox.id, name);
    if (!folder) throw new Error(`No folder ${name}`);
    return folder;
  };
  const folders = foldersDeep(store, known('msgfolderroot').id);
  const ids = folders.flatMap(({ id }) =>
    (
      store
        .sql('select id from items where folder = ? and owner is null and associated = 0 order by id')
        .all(id) as Row[]
    ).map((row) => row['id'] as number),
  );
  const waiting = randomly(random, ids);
  const itemOf = (id: number): Item => itemFromRow(store.sql('select * from items where id = ?').get(id) as Row);
  /** The next that will do; what won't is left for the others. */
  const take = (count: number, willDo: (item: Item) => boolean = () => true): Item[] => {
    const out: Item[] = [];
    for (let at = waiting.length - 1; at >= 0 && out.length < count; at -= 1) {
      const item = itemOf(waiting[at] as number);
      if (!willDo(item)) continue;
      waiting.splice(at, 1);
      out.push(item);
    }
    if (out.length < count) throw new RangeError(`The mailbox has too few items: ${out.length} of ${count}`);
    return out;
  };
  const done: Mutated = { new: [], changed: [], read: [], moved: [], deleted: [] };
  for (const item of take(options.deleted ?? 0)) {
    removeItem(store, item);
    done.deleted.push(item.id);
  }
  const classOf = new Map(folders.map((folder) => [folder.id, folder.folderClass]));
  const homesFor = (item: Item): StoredFolder[] =>
    folders.filter(
      (each) => each.id !== item.folder && each.folderClass === classOf.get(item.folder) && !each.isHidden,
    );
  for (const item of take(options.moved ?? 0, (each) => homesFor(each).length > 0)) {
    done.moved.push({ from: item.id, to: moveItem(store, item, random.pick(homesFor(item)).id) });
  }
  for (const item of take(options.read ?? 0, ({ element }) => element === 'Message')) {
    setRead(store, item, !item.isRead);
    done.read.push(item.id);
  }
  for (const item of take(options.changed ?? 0, ({ itemClass }) => elementOf(itemClass) !== 'MeetingRequest')) {
    change(world, item);
    updateItemRow(store, item);
    done.changed.push(item.id);
  }
  for (let count = 0; count < (options.new ?? 0); count += 1) {
    const { folder, item } = makeNew(world, known);
    done.new.push(insertItem(store, mailbox.id, folder.id, item));
  }
  return done;
}
