import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import { createCapabilities } from '../../../worker/exchange/client/capabilities.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import type { LearntCapabilities } from '../../../worker/lib/learnt-capabilities.ts';
import { createPassWorld, endPass, jumpingClock } from '../../fakes/pass-world.ts';
import { itemFromMime } from '../../sandbox/items/mime-item.ts';
import { newItem, type NewItem } from '../../sandbox/items/model.ts';
import type { ProfileName } from '../../sandbox/profiles/profile.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { insertFolder } from '../../sandbox/store/folders.ts';
import { insertItem } from '../../sandbox/store/items.ts';
import type { Store } from '../../sandbox/store/store.ts';
import { connect } from '../connect.ts';

export const EMAILS = ['ann@example.com', 'ben@example.com'];
const FOLDERS = ['alpha', 'beta', 'gamma', 'delta'];
const NOW = Date.UTC(2026, 2, 2, 9);

/** Each item says where it belongs: `mailbox|folder|number`. */
function letter(place: string): NewItem {
  const head = `From: Ada <ada@example.com>\r\nTo: ann@example.com\r\nSubject: ${place}\r\nMessage-ID: <${place.replaceAll('|', '-')}>\r\n`;
  const mime = `${head}MIME-Version: 1.0\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nContent-Type: text/plain\r\n\r\nHello\r\n`;
  const item = itemFromMime(Buffer.from(mime), NOW);
  return Object.assign(item, { itemClass: 'IPM.Note', receivedAt: NOW, createdAt: NOW, modifiedAt: NOW, isRead: true });
}

function note(place: string): NewItem {
  const item = newItem('IPM.StickyNote', NOW);
  item.properties.body = { kind: 'Text', text: 'Hello' };
  const bytes = Buffer.from(place);
  const file = {
    kind: 'file',
    name: place,
    contentType: 'text/plain',
    sizeBytes: bytes.length,
    content: [bytes],
  } as const;
  return Object.assign(item, { subject: place, receivedAt: NOW, attachments: [file] });
}

/** Two mailboxes of the same folders, whose items are told apart by their subjects alone. */
export async function startTwo(from: ProfileName, to: ProfileName): Promise<Sandbox> {
  const mailboxes = EMAILS.map((email) => ({ email }));
  const sandbox = await startSandbox({
    source: { profile: from, mailboxes },
    destination: { profile: to, mailboxes },
  });
  for (const email of EMAILS) fill(sandbox.source.store, email, 0);
  return sandbox;
}

/** Adds items to each folder, and the folders where they are not there yet; one of them stays empty at first. */
export function fill(store: Store, email: string, round: number): void {
  const mailbox = store.mailbox(email)!;
  const root = store
    .sql("select id from folders where mailbox = ? and distinguished = 'msgfolderroot'")
    .get(mailbox.id);
  for (const name of FOLDERS) {
    const there = store.sql('select id from folders where mailbox = ? and name = ?').get(mailbox.id, name);
    const folder =
      there === undefined
        ? insertFolder(store, mailbox.id, { parent: Number(root?.['id']), name, folderClass: 'IPF.Note' }).id
        : Number(there['id']);
    if (name === 'delta' && round === 0) continue;
    for (let count = 0; count < 4; count += 1) {
      const place = `${email}|${name}|${round}.${count}`;
      insertItem(store, mailbox.id, folder, count === 3 ? note(place) : letter(place));
    }
  }
}

/** Files that hang on another item than they did. */
export function strayFiles(store: Store): string[] {
  const rows = store
    .sql(`select i.subject, a.properties from attachments a join items i on i.id = a.item where i.subject like '%|%'`)
    .all() as { subject: string; properties: string }[];
  return rows.filter(({ subject, properties }) => !properties.includes(`"${subject}"`)).map(({ subject }) => subject);
}

/** Where each item is: `mailbox|folder: subject`, sorted; without empty messages that are left of trials. */
export function placesIn(store: Store): string[] {
  const rows = store
    .sql(
      `select m.email, f.name, i.subject from items i join folders f on f.id = i.folder join mailboxes m on m.id = i.mailbox where i.owner is null and i.subject <> ''`,
    )
    .all() as { email: string; name: string; subject: string }[];
  return rows.map(({ email, name, subject }) => `${email}|${name}: ${subject}`).toSorted();
}

export type Mover = {
  run: (type?: 'full' | 'retry-errors') => Promise<SliceResult>;
  listed: () => Promise<string[]>;
  close: () => void;
};

/** One mailbox on its way, through connections that it shares with others. */
export function createMover(sandbox: Sandbox, email: string, through: { source: Fetch; destination: Fetch }): Mover {
  const world = createPassWorld(jumpingClock(0));
  const learnt: { source?: LearntCapabilities | undefined; destination?: LearntCapabilities | undefined } = {};
  const open = (side: 'source' | 'destination') => {
    const capabilities = createCapabilities(world.time.now, undefined, learnt[side]);
    const connection = connect(sandbox[side], side, { mailbox: email, through: through[side], capabilities });
    return { connection, keep: () => void (learnt[side] = capabilities.learnt('mailbox') ?? learnt[side]) };
  };
  return {
    run: async (type = 'full') => {
      const { result } = await endPass(world, () => {
        const [source, destination] = [open('source'), open('destination')];
        return {
          source: createExchangeSource(source.connection),
          destination: createExchangeDestination(destination.connection),
          more: {
            order: { id: world.pass, type },
            memory: createBudget(50_000_000),
            maxConcurrency: 3,
            deadlineAt: world.time.now() + 600_000,
            unconfirmedWaitMs: 1,
          },
          ended: () => {
            source.keep();
            destination.keep();
          },
        };
      });
      return result;
    },
    listed: async () => (await world.ledger.lease(world.lease).unlisted(1000)).failed.map(({ fault }) => fault.code),
    close: () => world.ledger.close(),
  };
}
