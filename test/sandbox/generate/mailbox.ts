import type { NewItem } from '../items/model.ts';
import { getDistinguished, insertFolder, type StoredFolder } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';
import type { Mailbox, Store } from '../store/store.ts';
import { type ApartOptions, fillApart } from './apart.ts';
import { insertLetters, type SizeName, SIZES, type Sizes } from './bulk.ts';
import { makeAppointment } from './calendar.ts';
import { makeInvitation, makeMail, type World } from './mail.ts';
import { makeJournalEntry, makeNote, makePost, makeTask } from './others.ts';
import { makeContact, makeDistributionList } from './people.ts';
import { Random } from './random.ts';
import { insertSettings } from './settings.ts';
import { LANGUAGES } from './texts.ts';

export type GenerateOptions = ApartOptions & {
  seed: number | string;
  /** How many items, large ones not counted. */
  items: number;
  /**
   * Sizes of most messages, by name or in bytes: some items of every kind as without, the others messages that are not
   * stored but made when they are read (letter.ts). For large mailboxes.
   */
  sizes?: Sizes | SizeName;
  /** Further folders until the mailbox has about so many. */
  folders?: number;
  /** Further messages of these sizes, for the Inbox. */
  largeItems?: readonly { bytes: number }[];
  /** Language of most of the content; by seed without. */
  language?: string;
  /** Instants lie before this; fixed by default, so that a seed means the same on every day. */
  now?: number;
};

const ODD_NAMES = [
  'Kunden/Lieferanten',
  '100% fertig',
  '.hidden?',
  'a & b <c>',
  '  spaces  inside',
  '📁 Projekte',
  'Ä'.repeat(60),
  'O\'Brien "x"',
];

const FIRST_LARGE = 9_000_000;
// Of a mailbox with given sizes: at least so many and at most this share are stored items of every kind.
const STORED = { least: 40, share: 0.04 };

type Target = { folder: StoredFolder; weight: number; make: () => NewItem };

/**
 * Fills a mailbox with what people keep in theirs: every item class, folders below folders, empty ones and odd
 * names. The same options give the same mailbox, but for ids.
 */
export function generateMailbox(store: Store, email: string, options: GenerateOptions): void {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  const random = new Random(`${options.seed}|${email}`);
  const language = LANGUAGES.find((each) => each.code === options.language) ?? random.pick(LANGUAGES);
  const world: World = {
    random,
    email,
    name: random.pick(language.people),
    now: options.now ?? Date.UTC(2026, 9, 1, 12),
    language,
  };
  store.transaction(() => {
    const known = (name: string): StoredFolder => {
      const folder = getDistinguished(store, mailbox.id, name);
      if (!folder) throw new Error(`No folder ${name}`);
      return folder;
    };
    const below = (parent: StoredFolder, name: string, folderClass = parent.folderClass || 'IPF.Note'): StoredFolder =>
      insertFolder(store, mailbox.id, { parent: parent.id, name, folderClass });
    const [inbox, root] = [known('inbox'), known('msgfolderroot')];
    const mail =
      (letter: Parameters<typeof makeMail>[1] = {}) =>
      (): NewItem =>
        random.chance(0.02) ? makeInvitation(world) : makeMail(world, { attach: random.chance(0.18), ...letter });
    const own = random.some(language.folders, 3).map((name) => below(inbox, name));
    const deep = below(below(own[0] ?? inbox, '2024'), 'Q1');
    const odd = random.some(ODD_NAMES, 2).map((name) => below(root, name, 'IPF.Note'));
    below(root, 'Empty');
    below(below(root, 'Empty parent'), 'Empty child');
    const targets: Target[] = [
      { folder: inbox, weight: 30, make: mail() },
      {
        folder: known('sentitems'),
        weight: 14,
        make: () => makeMail(world, { fromMe: true, attach: random.chance(0.15) }),
      },
      { folder: known('calendar'), weight: 10, make: () => makeAppointment(world) },
      { folder: known('contacts'), weight: 7, make: () => makeContact(world) },
      { folder: known('tasks'), weight: 4, make: () => makeTask(world) },
      { folder: known('notes'), weight: 2, make: () => makeNote(world) },
      { folder: known('journal'), weight: 2, make: () => makeJournalEntry(world) },
      { folder: known('drafts'), weight: 1, make: () => makeMail(world, { fromMe: true, isDraft: true }) },
      { folder: known('contacts'), weight: 1, make: () => makeDistributionList(world) },
      { folder: own[0] ?? inbox, weight: 1, make: () => makePost(world) },
      { folder: known('deleteditems'), weight: 3, make: mail() },
      { folder: known('junkemail'), weight: 2, make: mail() },
      {
        folder: below(known('calendar'), language.categories[0] ?? 'Team'),
        weight: 2,
        make: () => makeAppointment(world),
      },
      { folder: below(known('contacts'), language.folders[0] ?? 'Private'), weight: 1, make: () => makeContact(world) },
      { folder: deep, weight: 4, make: mail() },
      ...own.map((folder) => ({ folder, weight: 5, make: mail() })),
      ...odd.map((folder) => ({ folder, weight: 2, make: mail() })),
    ];
    const more = moreFolders(store, mailbox, root, world, options.folders ?? 0);
    for (const folder of more) targets.push({ folder, weight: 1, make: mail() });
    const sizes = typeof options.sizes === 'string' ? SIZES[options.sizes] : options.sizes;
    const stored = sizes
      ? Math.min(options.items, Math.max(STORED.least, Math.round(options.items * STORED.share)))
      : options.items;
    const draw = targets.flatMap((target) => Array.from({ length: target.weight }, () => target));
    for (let count = 0; count < stored; count += 1) {
      // One of each kind first, so that small mailboxes have all of them.
      const { folder, make } = targets[count] ?? random.pick(draw);
      insertItem(store, mailbox.id, folder.id, make());
    }
    const seed = String(options.seed);
    const toInbox = { folder: inbox, fromMe: false };
    // Half of what is left lies in the large folders, the rest everywhere.
    const spread = [...own, ...odd, deep, ...more].map((folder) => ({ folder, fromMe: false }));
    const share = Math.max(1, Math.round(spread.length / 4));
    const homes = [
      ...spread,
      ...Array.from({ length: share * 3 }, () => toInbox),
      ...Array.from({ length: share }, () => ({ folder: known('sentitems'), fromMe: true })),
    ];
    if (sizes)
      insertLetters(store, mailbox, {
        seed,
        world,
        sizes,
        count: options.items - stored,
        first: 1,
        targets: homes,
      });
    (options.largeItems ?? []).forEach(({ bytes }, index) =>
      insertLetters(store, mailbox, {
        seed,
        world,
        sizes: { fromBytes: bytes, toBytes: bytes },
        count: 1,
        first: FIRST_LARGE + index,
        targets: [toInbox],
      }),
    );
    insertSettings(store, mailbox, world);
    fillApart(store, mailbox, world, options.seed, options);
  });
}

/** Folders of years and matters below the root, until the mailbox has `wanted` in all. */
function moreFolders(store: Store, mailbox: Mailbox, root: StoredFolder, world: World, wanted: number): StoredFolder[] {
  const made: StoredFolder[] = [];
  let year = root;
  const { n } = store.sql('select count(*) as n from folders where mailbox = ?').get(mailbox.id) as { n: number };
  for (let count = n; count < wanted; count += 1) {
    // Ten to a year, the last of which has folders of its own.
    const place = made.length % 13;
    const parent = place === 0 ? root : place > 10 ? (made.at(-1) as StoredFolder) : year;
    const name =
      place === 0
        ? `${2025 - Math.floor(made.length / 13)}`
        : `${world.random.pick(world.language.folders)} ${made.length}`;
    const folder = insertFolder(store, mailbox.id, { parent: parent.id, name, folderClass: 'IPF.Note' });
    if (place === 0) year = folder;
    made.push(folder);
  }
  return made;
}
