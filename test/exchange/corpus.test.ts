import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ItemRef, MailboxDestination, MailboxSource, Parcel } from '../../worker/engine/model/mailbox.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { loadFiles } from '../sandbox/generate/load.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { never, textOf } from './kit.ts';
import { connect } from './connect.ts';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url).pathname;
const isHere = existsSync(CORPUS);
if (!isHere && process.env['CI'] === 'true') throw new Error(`The corpus is missing: ${CORPUS}`);

const EMAIL = 'ann@example.com';

describe.skipIf(!isHere)('over a thousand real messages, many malformed', () => {
  let sandbox: Sandbox;
  let source: MailboxSource;
  let destination: MailboxDestination;
  let copies: MailboxSource;
  const items: ItemRef[] = [];
  const inboxOf = new Map<string, string>();
  let calendarId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: EMAIL }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
    });
    const { store } = sandbox.source;
    const inbox = getDistinguished(store, store.mailbox(EMAIL)!.id, 'inbox')!;
    loadFiles(store, EMAIL, inbox.id, CORPUS, Date.UTC(2026, 9, 1));
    source = createExchangeSource(connect(sandbox.source, 'source'));
    destination = createExchangeDestination(connect(sandbox.destination, 'destination'));
    copies = createExchangeSource(connect(sandbox.destination, 'source'));
    const sides = { source, destination };
    for (const [name, side] of Object.entries(sides)) {
      const folders = await side.folders(never());
      inboxOf.set(name, folders.find(({ distinguishedId }) => distinguishedId === 'inbox')!.id);
      calendarId = folders.find(({ distinguishedId }) => distinguishedId === 'calendar')!.id;
    }
    for (let state: string | undefined; ;) {
      const page = await source.changes(inboxOf.get('source')!, state, never());
      for (const change of page.changes) if (change.kind === 'create') items.push(change.item);
      if (page.isLast) break;
      state = page.syncState;
    }
  }, 120_000);
  afterAll(() => sandbox.close());

  const isMessage = ({ itemClass }: ItemRef) => /^(?:IPM\.Note|REPORT)/i.test(itemClass);
  const mimeOf = async (side: MailboxSource, refs: readonly ItemRef[]) =>
    Promise.all(
      (await side.read(refs, 'mime', { stream: false }, never())).map(async (result) =>
        'fault' in result ? result.fault.code : textOf(result.parcel.content),
      ),
    );

  test.each(['transfer', 'mime'] as const)(
    'arrive by %s, their MIME byte by byte the same',
    async (method) => {
      const messages = items.filter(isMessage);
      expect(messages.length).toBeGreaterThan(1000);
      let differing = 0;
      for (let at = 0; at < messages.length; at += 20) {
        const refs = messages.slice(at, at + 20);
        const parcels = (await source.read(refs, method, { stream: false }, never())).map((result) => {
          if ('fault' in result) throw new Error(`${result.fault.code}: ${result.fault.message}`);
          return result.parcel;
        });
        const written = (await destination.write(inboxOf.get('destination')!, parcels, never())).map((result) => {
          if ('fault' in result) throw new Error(`${result.fault.code}: ${result.fault.message}`);
          return result.id;
        });
        const originals = await mimeOf(source, refs);
        const arrived = await mimeOf(
          copies,
          refs.map((ref, index) => ({ ...ref, id: written[index]! })),
        );
        differing += originals.filter((mime, index) => mime.length === 0 || mime !== arrived[index]).length;
      }
      expect(differing).toBe(0);
      expect(sandbox.destination.stats().outgoing).toBe(0);
    },
    60_000,
  );

  test('are taken element by element too, calendars among them', async () => {
    const faults: string[] = [];
    // Every third message is enough to meet what is odd about them.
    const some = items.filter((item, index) => !isMessage(item) || index % 3 === 0);
    for (let at = 0; at < some.length; at += 20) {
      const read = await source.read(some.slice(at, at + 20), 'typed', { stream: false }, never());
      const parcels = read.flatMap((result) => ('parcel' in result ? [result.parcel] : []));
      // A calendar item can only be made in a calendar folder.
      const isEvent = ({ itemClass }: Parcel) => /^IPM\.Appointment/i.test(itemClass);
      const written = [
        ...(await destination.write(
          inboxOf.get('destination')!,
          parcels.filter((each) => !isEvent(each)),
          never(),
        )),
        ...(await destination.write(calendarId, parcels.filter(isEvent), never())),
      ];
      faults.push(...[...read, ...written].flatMap((result) => ('fault' in result ? [result.fault.code] : [])));
    }
    expect(faults).toEqual([]);
    expect(sandbox.destination.stats().outgoing).toBe(0);
  }, 60_000);
});
