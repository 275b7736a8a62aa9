import { expect, test } from 'vitest';
import {
  createCapabilities,
  usablePaths,
  type ServerCapabilities,
} from '../../../worker/exchange/client/capabilities.ts';
import { createConnection } from '../../../worker/exchange/client/connection.ts';
import { readChanges } from '../../../worker/exchange/folders/sync.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
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
  expect(usablePaths(source, 'Exchange2013_SP1')).toEqual(['mime', 'typed']);
  const destination = createCapabilities(now, standings?.destination);
  expect(usablePaths(destination, 'Exchange2013_SP1')).toEqual(['transfer', 'mime', 'typed']);
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

test('a server that has lost ExportItems is asked for the entries of contacts by name, in later slices as well', async () => {
  const { standings } = memoryIn(JSON.parse(OLD_ROW));
  const entriesAsked = async (capabilities: ServerCapabilities) => {
    const { fetch, asked } = fakeServer(() => soap(answer('GetItem', [{ error: 'ErrorItemNotFound' }])));
    const connection = createConnection({
      url: 'https://mail.example.com/EWS/Exchange.asmx',
      side: 'source',
      authenticator: basicAuthenticator(fetch, { username: 'ann', password: 'secret' }),
      mailbox: 'ann@example.com',
      impersonate: false,
      newRequestId: () => 'request-1',
      capabilities,
    });
    const contact = { id: 'c', changeKey: 'CQ', itemClass: 'IPM.Contact', sizeBytes: 100 };
    await createExchangeSource(connection).read([contact], 'typed', { stream: false }, never());
    return asked.map(({ body }) => body.includes('FieldIndex="ImAddress1"'));
  };
  expect(await entriesAsked(createCapabilities(now))).toEqual([false]);
  expect(await entriesAsked(createCapabilities(now, standings?.source))).toEqual([true]);
});
