import { afterEach, describe, expect, test } from 'vitest';
import type { MailboxDestination, Parcel } from '../../worker/engine/model/mailbox.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { createAddressMap } from '../../worker/lib/recipients.ts';
import { mailboxValue } from '../sandbox/items/addresses.ts';
import { type Item, type NewItem, newItem, type Value } from '../sandbox/items/model.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { folderIdText, itemIdText } from '../sandbox/store/ids.ts';
import { getItem, insertItem, itemFromRow } from '../sandbox/store/items.ts';
import { never } from './kit.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { series } from './pairs/odd-items.ts';
import { connect } from './connect.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);
const person = (name: string, email: string): [string, Value] => ['Mailbox', mailboxValue({ name, email })];
const ADA = { c: [person('Ada', 'ada@old.example')] };

/** What was asked and answered. */
const STATE = {
  IsMeeting: 'true',
  MyResponseType: 'Accept',
  AppointmentState: '3',
  AppointmentSequenceNumber: '2',
  AppointmentReplyTime: '2026-03-01T08:00:00Z',
  DateTimeStamp: '2026-02-27T08:00:00Z',
};

/** A meeting that somebody else organises, and what has become of it. */
function invited(more: Record<string, Value> = {}): NewItem {
  const item = newItem('IPM.Appointment', NOW);
  item.subject = 'Review';
  item.receivedAt = NOW;
  item.properties.fields = {
    UID: '040000008200E00074C5B7101A82E00800000000AA01',
    Start: '2026-03-04T09:00:00Z',
    End: '2026-03-04T10:00:00Z',
    ...STATE,
    Organizer: ADA,
    RequiredAttendees: { c: [['Attendee', { c: [person('Ann', EMAIL)] }]] },
    ...more,
  };
  return item;
}

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

const folderOf = ({ store }: SandboxSide, name: string) => getDistinguished(store, store.mailbox(EMAIL)!.id, name)!.id;

async function begin(organizers: 'kept' | 'stamped' | 'refused', from = 'Exchange2010_SP2' as const) {
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2016', organizers, mailboxes: [{ email: EMAIL }] },
  });
  return sandbox;
}

/** Copies items of the source's calendar, element by element. */
async function copy(
  items: NewItem[],
  to?: MailboxDestination,
  rules?: { from: string; to: string }[],
  through?: typeof fetch,
) {
  const { source, destination } = sandbox!;
  const mailbox = source.store.mailbox(EMAIL)!;
  const folder = folderOf(source, 'calendar');
  const refs = items.map((item) => {
    const row = getItem(source.store, insertItem(source.store, mailbox.id, folder, item))!;
    return {
      id: itemIdText(mailbox.guid, folder, row.id),
      changeKey: '',
      itemClass: row.itemClass,
      sizeBytes: row.sizeBytes,
    };
  });
  const mapAddress = createAddressMap(rules);
  const reader = createExchangeSource(connect(source, 'source', { through }));
  const read = await reader.read(refs, 'typed', { stream: false, ...(mapAddress && { mapAddress }) }, never());
  const parcels = read.map((each): Parcel => {
    if ('fault' in each) throw new Error(each.fault.code);
    return each.parcel;
  });
  const writer = to ?? createExchangeDestination(connect(destination, 'destination'));
  await writer.folders(never());
  const target = destination.store.mailbox(EMAIL)!;
  const written = await writer.write(folderIdText(target.guid, folderOf(destination, 'calendar')), parcels, never());
  await writer.tidy?.(never());
  return written;
}

const copies = (): Item[] =>
  (sandbox!.destination.store.sql('select * from items where owner is null order by id').all() as never[]).map(
    itemFromRow,
  );

describe('a meeting that somebody else organises', () => {
  test('keeps its organiser and what was answered, where the server lets it', async () => {
    await begin('kept');
    const written = await copy([invited()], undefined, [{ from: '@old.example', to: '@new.example' }]);
    expect(written).toMatchObject([{ id: expect.any(String) }]);
    expect(written[0]).not.toHaveProperty('omissions');
    const [item] = copies();
    expect(item?.properties.fields).toMatchObject({ ...STATE, Organizer: { c: [person('Ada', 'ada@new.example')] } });
    expect(sandbox!.destination.stats().outgoing).toBe(0);
  });

  test('keeps the response where the server names the owner anyway, and reports it', async () => {
    await begin('stamped');
    const to = createExchangeDestination(connect(sandbox!.destination, 'destination'));
    const written = await copy([invited(), invited({ UID: 'b' }), invited({ UID: 'd' })], to);
    const told = ['The destination names the owner of the mailbox as the organiser of the meeting.'];
    expect(written).toMatchObject([{ omissions: told }, { omissions: told }, { omissions: told }]);
    expect(copies()[0]?.properties.fields).toMatchObject(STATE);
    sandbox!.destination.resetStats();
    expect(await copy([invited({ UID: 'c' })], to)).toMatchObject([{ omissions: told }]);
    // What a server does is asked once.
    expect(sandbox!.destination.stats().requests).toMatchObject({ CreateItem: 1 });
    expect(sandbox!.destination.stats().requests['GetItem']).toBeUndefined();
  });

  test('keeps what was answered where the server refuses the organiser, and others are spared the attempt', async () => {
    await begin('refused');
    const to = createExchangeDestination(connect(sandbox!.destination, 'destination'));
    const plain = newItem('IPM.Appointment', NOW);
    plain.subject = 'Dentist';
    plain.properties.fields = { Start: '2026-03-04T09:00:00Z', End: '2026-03-04T10:00:00Z' };
    const written = await copy([invited(), plain], to);
    const told = ['The destination names the owner of the mailbox as the organiser of the meeting.'];
    expect(written).toMatchObject([{ omissions: told }, { id: expect.any(String) }]);
    expect(copies().find(({ subject }) => subject === 'Review')?.properties.fields).toMatchObject(STATE);
    expect(written[1]).not.toHaveProperty('omissions');
    sandbox!.destination.resetStats();
    expect(await copy([invited({ UID: 'b' })], to)).toMatchObject([{ omissions: told }]);
    expect(sandbox!.destination.stats().requests).toMatchObject({ CreateItem: 1 });
    expect(
      copies()
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(['Dentist', 'Review', 'Review']);
    expect(sandbox!.destination.stats().outgoing).toBe(0);
  });

  test('arrives without its state where the server refuses that as well', async () => {
    await begin('refused');
    const effect = { kind: 'item-error', code: 'ErrorInvalidPropertySet' } as const;
    sandbox!.destination.side.faults.add({ operation: 'CreateItem', every: 1, times: 2, effect });
    const written = await copy([invited()]);
    const told = [
      'The meeting status was left out, because the destination makes the owner of the mailbox the organiser.',
    ];
    expect(written).toMatchObject([{ omissions: told }]);
    expect(copies()[0]?.properties.fields).not.toHaveProperty('AppointmentState');
    expect(sandbox!.destination.stats().outgoing).toBe(0);
  });

  test('has an organiser without an address: a name of the old organisation is no one elsewhere', async () => {
    await begin('refused');
    const Organizer = { c: [person('Ada', '/o=Old/cn=ada')] };
    const [written] = await copy([invited({ Organizer })]);
    expect(written).not.toHaveProperty('omissions');
    expect(copies()[0]?.properties.fields).toMatchObject(STATE);
  });

  test('stays cancelled', async () => {
    await begin('stamped');
    await copy([invited({ IsCancelled: 'true', AppointmentState: '7' })]);
    expect(copies()[0]?.properties.fields).toMatchObject({ IsCancelled: 'true', AppointmentState: '7' });
  });

  test('may be a series, one occurrence of which was declined and one called off', async () => {
    await begin('kept');
    const item = series(EMAIL);
    Object.assign(item.properties.fields, {
      MyResponseType: 'Accept',
      AppointmentState: '3',
      MeetingRequestWasSent: 'false',
      Organizer: ADA,
    });
    const [moved, renamed] = item.properties.exceptions!;
    Object.assign(moved!.fields, { MyResponseType: 'Decline' });
    Object.assign(renamed!.fields, { IsCancelled: 'true', AppointmentState: '7' });
    const [written] = await copy([item]);
    expect(written).toMatchObject({ id: expect.any(String) });
    expect(written).not.toHaveProperty('omissions');
    const [found] = copies();
    expect(found?.properties.fields).toMatchObject({ MyResponseType: 'Accept', AppointmentState: '3', Organizer: ADA });
    const byStart = new Map(found?.properties.exceptions?.map((each) => [each.originalStart, each.fields]));
    expect(byStart.get(moved!.originalStart)).toMatchObject({ MyResponseType: 'Decline', Location: 'Room 2' });
    expect(byStart.get(renamed!.originalStart)).toMatchObject({ IsCancelled: 'true', AppointmentState: '7' });
    expect(sandbox!.destination.stats().outgoing).toBe(0);
  });
});

const DETAILS = {
  UID: '040000008200E00074C5B7101A82E00800000000AA01',
  Start: '2026-03-04T09:00:00Z',
  End: '2026-03-04T10:00:00Z',
  Location: 'Room 1',
  IsAllDayEvent: 'false',
  IntendedFreeBusyStatus: 'Busy',
  LegacyFreeBusyStatus: 'Tentative',
  MeetingRequestType: 'FullUpdate',
  AppointmentSequenceNumber: '2',
  AppointmentState: '3',
  IsMeeting: 'true',
  HasBeenProcessed: 'true',
  IsOnlineMeeting: 'true',
  NetShowUrl: 'https://show.example/',
  DateTimeStamp: '2026-02-27T08:00:00Z',
};

/** Too large for memory. */
const FILE = {
  kind: 'file' as const,
  name: 'plan',
  sizeBytes: 2_100_000,
  content: [Buffer.alloc(2_100_000, 'plan')],
  isInline: false,
};

test.each([
  ['mime', 'small'],
  ['mime', 'large'],
  ['typed', 'small'],
  ['typed', 'large'],
] as const)('a request and an answer keep what they say of their meeting (%s, %s)', async (method, size) => {
  await begin('stamped');
  const { store } = sandbox!.source;
  const mailbox = store.mailbox(EMAIL)!;
  const inbox = folderOf(sandbox!.source, 'inbox');
  for (const [itemClass, fields] of [
    ['IPM.Schedule.Meeting.Request', DETAILS],
    ['IPM.Schedule.Meeting.Resp.Pos', { UID: 'of another maker', DateTimeStamp: '2026-02-27T08:00:00Z' }],
  ] as const) {
    const item = newItem(itemClass, NOW);
    Object.assign(item, { subject: itemClass, receivedAt: NOW });
    item.properties.fields = { ...fields, From: ADA, Sender: ADA };
    if (size === 'large') item.attachments.push(FILE);
    insertItem(store, mailbox.id, inbox, item);
  }
  const passes = mailboxPasses(sandbox!, EMAIL);
  const { failed } = await passes.run({ copyPaths: [method] });
  passes.close();
  expect(failed).toEqual([]);
  const [request, answer] = copies().toSorted((a, b) => (a.itemClass < b.itemClass ? -1 : 1));
  expect(request).toMatchObject({ element: 'MeetingRequest', properties: { fields: DETAILS } });
  expect(answer).toMatchObject({ element: 'MeetingResponse', properties: { fields: { UID: 'of another maker' } } });
  // The new server's assistant leaves them alone.
  for (const item of [request, answer])
    expect(item?.properties.named['11000e07-b51b-40d6-af21-caa85edab1d0|id:34252|Boolean']).toBe('true');
  expect(sandbox!.destination.stats().outgoing).toBe(0);
});

test('a large message whose details the server refuses comes without them, still as MIME, and that is reported', async () => {
  await begin('stamped');
  const { store } = sandbox!.source;
  for (const subject of ['first', 'second']) {
    const item = newItem('IPM.Schedule.Meeting.Request', NOW);
    Object.assign(item, { subject, receivedAt: NOW });
    item.properties.fields = { ...DETAILS, From: ADA, Sender: ADA };
    item.attachments.push(FILE);
    insertItem(store, store.mailbox(EMAIL)!.id, folderOf(sandbox!.source, 'inbox'), item);
  }
  const effect = { kind: 'item-error', code: 'ErrorInvalidPropertySet' } as const;
  sandbox!.destination.side.faults.add({ operation: 'CreateItem', nth: 1, times: 1, effect });
  const passes = mailboxPasses(sandbox!, EMAIL);
  const { failed, omissions } = await passes.run({ copyPaths: ['mime'] });
  passes.close();
  expect(failed).toEqual([]);
  expect(copies().map(({ hasMime }) => hasMime)).toEqual([true, true]);
  expect(omissions).toContain('The meeting details of the message were left out. Its text was copied.');
  expect(sandbox!.destination.stats().outgoing).toBe(0);
});

test("one's own meeting knows that its invitations went out", async () => {
  await begin('refused');
  const own = { MyResponseType: 'Organizer', AppointmentState: '1', MeetingRequestWasSent: 'true' };
  const [written] = await copy([invited({ ...own, Organizer: { c: [person('Ann', EMAIL)] } })]);
  expect(written).not.toHaveProperty('omissions');
  expect(copies()[0]?.properties.fields).toMatchObject(own);
  expect(sandbox!.destination.stats().outgoing).toBe(0);
});

test('an instance whose series the server does not name becomes a single appointment, and that is reported', async () => {
  await begin('kept');
  const seen: string[] = [];
  const through: typeof fetch = async (url, init) => {
    const answer = await fetch(url, init);
    const text = await answer.text();
    seen.push(text);
    const without = text.replaceAll(
      /<t:ExtendedProperty><t:ExtendedFieldURI [^>]*PropertyId="3"[^>]*\/>.*?<\/t:ExtendedProperty>/g,
      '',
    );
    return new Response(without, { status: answer.status, headers: answer.headers });
  };
  const [written] = await copy([invited({ RecurrenceId: '2026-03-03T09:00:00Z' })], undefined, undefined, through);
  expect(written).toMatchObject({ omissions: [expect.stringContaining('does not say which series')] });
  expect(copies()[0]?.properties.fields).toMatchObject({ UID: '040000008200E00074C5B7101A82E00800000000AA01' });
  expect(seen.join('')).toContain('PropertyId="3"');
});

test('an appointment without people is given no state', async () => {
  await begin('stamped');
  const item = newItem('IPM.Appointment', NOW);
  item.subject = 'Dentist';
  item.properties.fields = { Start: '2026-03-04T09:00:00Z', End: '2026-03-04T10:00:00Z' };
  await copy([item]);
  expect(copies()[0]?.properties.fields).not.toHaveProperty('AppointmentState');
});
