import { expect, test } from 'vitest';
import { createCapabilities, noteLack, usableMethods } from '../../../worker/exchange/client/capabilities.ts';
import { readChanges } from '../../../worker/exchange/folders/sync.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { memoryIn } from '../../../worker/runtime/passes/run-memory.ts';
import { answer, connect, fakeServer, never, soap } from '../kit.ts';

const now = () => 1_000_000;

/** A run's tally as the version before capabilities wrote it into its row, between two slices. */
const OLD_ROW = JSON.stringify({
  memory: {
    pace: { size: 20, concurrency: 2 },
    limiters: {},
    standings: {
      source: { works: ['GetFolder', 'FindFolder'], lost: ['ExportItems'], refusals: {} },
      destination: {
        works: ['GetFolder'],
        lost: [],
        refusals: { MoveItem: { count: 3, sinceAt: 960_000 } },
      },
    },
  },
});

test('what the version before handed on from slice to slice is still read', () => {
  const { standings } = memoryIn(JSON.parse(OLD_ROW));
  const source = createCapabilities(now, standings?.source);
  expect(source.operations.works('FindFolder')).toBe(true);
  expect(usableMethods(source, 'Exchange2013_SP1')).toEqual(['mime', 'typed']);
  const destination = createCapabilities(now, standings?.destination);
  expect(usableMethods(destination, 'Exchange2013_SP1')).toEqual(['transfer', 'mime', 'typed']);
  // The fourth refusal, 40 s after the first, is proof.
  expect(destination.operations.refused('MoveItem', false)).toBe(true);
  expect(memoryIn(JSON.parse('{"done":{}}'))).toEqual({ limiters: {} });
});

test('what is learnt goes through a row unchanged', () => {
  const { operations } = createCapabilities(now);
  operations.worked('GetItem');
  operations.lose('MoveItem');
  operations.refused('ExportItems', true);
  const stored = JSON.parse(JSON.stringify(operations.learnt())) as ReturnType<typeof operations.learnt>;
  expect(createCapabilities(now, stored).operations.learnt()).toEqual({
    works: ['GetItem'],
    lost: ['MoveItem'],
    refusals: { ExportItems: { count: 1, sinceAt: 1_000_000 } },
  });
});

test('twelve plain refusals are proof without any wait, and none of an operation that works', () => {
  const { operations } = createCapabilities(now);
  const proofs = Array.from({ length: 12 }, () => operations.refused('ExportItems', true));
  expect(proofs).toEqual([...Array.from({ length: 11 }, () => false), true]);
  operations.worked('GetItem');
  expect(operations.refused('GetItem', true)).toBe(false);
});

test('properties that one folder showed to be refused are not asked of the next', async () => {
  const { fetch, asked } = fakeServer(({ body }) =>
    soap(
      answer('SyncFolderItems', [
        body.includes('ExtendedFieldURI')
          ? { error: 'ErrorInvalidPropertyRequest' }
          : '<m:SyncState>1</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange><m:Changes/>',
      ]),
    ),
  );
  const connection = connect(fetch);
  for (const folder of ['one', 'two']) await readChanges(connection, folder, undefined, never());
  expect(connection.capabilities.factShapes).toEqual({ sync: 1, find: 0 });
  expect(asked.map(({ body }) => body.includes('ExtendedFieldURI'))).toEqual([true, false, false]);
});

test('contacts are asked for their entries by name, whatever is known of the server', async () => {
  const { fetch, asked } = fakeServer(() => soap(answer('GetItem', [{ error: 'ErrorItemNotFound' }])));
  const contact = { id: 'c', changeKey: 'CQ', itemClass: 'IPM.Contact', sizeBytes: 100 };
  await createExchangeSource(connect(fetch)).read([contact], 'typed', { stream: false }, never());
  expect(asked.map(({ body }) => body.includes('FieldIndex="EmailAddress1"'))).toEqual([true]);
});

const throughRow = <T>(learnt: T) => JSON.parse(JSON.stringify(learnt)) as T;

test('facts go through a row to the next slice, and those of the server alone to other mailboxes', () => {
  const first = createCapabilities(now);
  first.meet('A 1.0.0.0');
  first.refusedElements.push('PostItem');
  first.factShapes.sync = 2;
  first.attachments = 'apart';
  noteLack(first, 'ExportItems');
  const next = createCapabilities(now, undefined, throughRow(first.learnt('mailbox')));
  next.meet('A 1.0.0.0');
  const { refusedElements, factShapes, attachments, operations } = next;
  expect([refusedElements, factShapes.sync, attachments]).toEqual([['PostItem'], 2, 'apart']);
  expect(operations.isLost('ExportItems')).toBe(true);
  const other = createCapabilities(now, undefined, throughRow(first.learnt('server')));
  expect([other.refusedElements, other.factShapes.sync, other.attachments]).toEqual([[], 0, 'apart']);
  expect(usableMethods(other, 'Exchange2013_SP1')).toEqual(['mime', 'typed']);
});

test('a server of another version is looked at again', () => {
  const old = createCapabilities(now);
  old.meet('A 1.0.0.0');
  old.attachments = 'apart';
  noteLack(old, 'ExportItems');
  const upgraded = createCapabilities(() => 2_000_000, undefined, throughRow(old.learnt('mailbox')));
  upgraded.meet('A 2.0.0.0');
  expect([upgraded.attachments, upgraded.operations.isLost('ExportItems')]).toEqual([undefined, false]);
  expect(upgraded.learnt('server')).toEqual({ version: 'A 2.0.0.0', learntAt: 2_000_000, facts: {} });
});

test('an account that may not export does not keep others from it', async () => {
  const lackingAfter = async (fault: string) => {
    const { fetch } = fakeServer(({ operation }) =>
      operation === 'ExportItems' ? soap(fault) : soap(answer('GetFolder', ['<m:Folders><t:Folder/></m:Folders>'])),
    );
    const connection = connect(fetch);
    const message = { id: 'c', changeKey: 'CQ', itemClass: 'IPM.Note', sizeBytes: 100 };
    const read = createExchangeSource(connection).read([message], 'transfer', { stream: false }, never());
    await expect(read).rejects.toMatchObject({ fault: { kind: 'unsupported' } });
    return connection.capabilities.lacks;
  };
  const soapFault = (code: string, text: string) =>
    `<s:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></s:Fault>`;
  expect(await lackingAfter(soapFault('Server', 'unknown request ExportItems'))).toEqual({ ExportItems: true });
  expect(await lackingAfter(soapFault('a:ErrorAccessDenied', 'Access is denied.'))).toBeUndefined();
});
