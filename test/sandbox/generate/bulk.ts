import type { StoredFolder } from '../store/folders.ts';
import type { Mailbox, Store } from '../store/store.ts';
import {
  type Letter,
  letterAttachments,
  letterBytes,
  letterFacts,
  letterPropertiesBytes,
  letterText,
  linesFor,
  pickTemplate,
} from './letter.ts';
import type { World } from './mail.ts';

/** Sizes of messages in bytes; many small and few large ones between the two. */
export type Sizes = { fromBytes: number; toBytes: number };

/** What a mailbox of messages is measured with. */
export const SIZES = {
  'mixed-5-100k': { fromBytes: 5_000, toBytes: 100_000 },
  '1mb': { fromBytes: 1_000_000, toBytes: 1_000_000 },
  '20mb': { fromBytes: 20_000_000, toBytes: 20_000_000 },
} as const satisfies Record<string, Sizes>;

export type SizeName = keyof typeof SIZES;

/** What only the templates of this size are for. */
const LARGE_BYTES = 200_000;
const FOUR_YEARS_SECONDS = 4 * 365 * 86_400;

const INSERT = `insert into items (mailbox, folder, element, class, is_read, is_draft, subject, received, sent, created,
  modified, message_id, size, mime, attachments, change, content_change, birth, properties, letter)
  values (?, ?, 'Message', ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, '', ?)`;
const INSERT_ATTACHMENT = 'insert into attachments (item, number, properties) values (?, ?, ?)';

export type LetterPlan = {
  seed: string;
  world: World;
  sizes: Sizes;
  count: number;
  /** Number of the first; letters of a mailbox are told apart by it. */
  first: number;
  /** Where they go, each as often as it stands here. */
  targets: readonly { folder: StoredFolder; fromMe: boolean }[];
};

/** A size between the two, each doubling as likely as the next. */
function sizeFrom(world: World, { fromBytes, toBytes }: Sizes): number {
  if (fromBytes >= toBytes) return fromBytes;
  return Math.round(fromBytes * (toBytes / fromBytes) ** (world.random.next() / 0x1_0000_0000));
}

/**
 * Puts letters into a mailbox: a row each, the content made when it is read. Inside a transaction; the mailbox's change
 * numbers are taken at once.
 */
export function insertLetters(store: Store, mailbox: Mailbox, plan: LetterPlan): void {
  if (plan.count === 0) return;
  const { world, seed, sizes, targets } = plan;
  const { random } = world;
  const insert = store.sql(INSERT);
  const insertAttachment = store.sql(INSERT_ATTACHMENT);
  let change = store.nextChange(mailbox.id, plan.count) - plan.count;
  for (let index = 0; index < plan.count; index += 1) {
    change += 1;
    const { folder, fromMe } = random.pick(targets);
    const bytes = sizeFrom(world, sizes);
    const bare = {
      seed,
      email: world.email,
      language: world.language.code,
      template: pickTemplate(random, fromMe, bytes > LARGE_BYTES),
      number: plan.first + index,
      sentAt: Math.floor(world.now / 1000) - (random.next() % FOUR_YEARS_SECONDS),
    };
    const letter: Letter = { ...bare, lines: linesFor(bare, bytes) };
    const facts = letterFacts(letter);
    const attachments = letterAttachments(letter);
    const size = 400 + letterPropertiesBytes(letter) + letterBytes(letter);
    const { lastInsertRowid } = insert.run(
      mailbox.id,
      folder.id,
      facts.itemClass,
      fromMe || random.chance(0.75) ? 1 : 0,
      facts.subject,
      facts.receivedAt,
      facts.sentAt,
      facts.receivedAt,
      facts.receivedAt + (random.next() % 3600) * 1000,
      facts.messageId,
      size,
      attachments.length,
      change,
      change,
      change,
      letterText(letter),
    );
    attachments.forEach((attachment, place) =>
      insertAttachment.run(lastInsertRowid, place + 1, JSON.stringify(attachment)),
    );
  }
}
