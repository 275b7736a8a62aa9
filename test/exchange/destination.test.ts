import { baselineOf } from '../fakes/baseline-of.ts';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Parcel } from '../../worker/engine/model/mailbox.ts';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { createConnection } from '../../worker/exchange/client/connection.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { answer, arriving, connect, EXCHANGE_2007, EXCHANGE_2019, fakeServer, never, soap, utf8, xml } from './kit.ts';

const parcel = (sourceId: string, content: Parcel['content'], more: Partial<Parcel> = {}): Parcel => ({
  sourceId,
  method: 'transfer',
  content,
  itemClass: 'IPM.Note',
  ...more,
});
const names = ['One', 'Two', 'Three'];
const madeFolder = (id: string) => `<m:Folders><t:Folder><t:FolderId Id="${id}" ChangeKey="1"/></t:Folder></m:Folders>`;
const childrenOf = (found: readonly string[]) => {
  const folders = found.map(
    (name, index) =>
      `<t:Folder><t:FolderId Id="${index + 1}"/><t:ParentFolderId Id="p"/><t:DisplayName>${name}</t:DisplayName></t:Folder>`,
  );
  return `<m:RootFolder IncludesLastItemInRange="true"><t:Folders>${folders.join('')}</t:Folders></m:RootFolder>`;
};
const uploaded = (id: string) => `<m:ItemId Id="${id}" ChangeKey="CQ"/>`;

describe('writing a batch', () => {
  test('uploads every parcel as it came, with a length, and gives each its new id or its fault', async () => {
    const server = fakeServer(() => soap(answer('UploadItems', [uploaded('new-a'), { error: 'ErrorVirusDetected' }])));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const results = await destination.write(
      'folder&1',
      [parcel('a', utf8('QUJD')), parcel('b', utf8('REVG'))],
      never(),
    );
    expect(results).toEqual([
      { sourceId: 'a', id: 'new-a', changeKey: 'CQ' },
      { sourceId: 'b', fault: expect.objectContaining({ kind: 'refused', side: 'destination' }) },
    ]);
    expect(server.asked[0]?.body).toContain(
      '<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="folder&amp;1"/><t:Data>QUJD</t:Data></t:Item>',
    );
  });

  test('creates from MIME: content first, then what the parcel brings, and sends nothing', async () => {
    const created = '<m:Items><t:Message><t:ItemId Id="n" ChangeKey="CQ"/></t:Message></m:Items>';
    const server = fakeServer(() => soap(answer('CreateItem', [created])));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const properties = utf8('<t:IsRead>true</t:IsRead>');
    const post = { method: 'mime' as const, itemClass: 'IPM.Post.Blog', properties };
    expect(await destination.write('f', [parcel('a', utf8('QUJD'), post)], never())).toEqual([
      { sourceId: 'a', id: 'n', changeKey: 'CQ' },
    ]);
    expect(server.asked[0]?.body).toContain(
      '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId><t:FolderId Id="f"/></m:SavedItemFolderId>' +
        '<m:Items><t:PostItem><t:MimeContent CharacterSet="UTF-8">QUJD</t:MimeContent><t:IsRead>true</t:IsRead></t:PostItem></m:Items>',
    );
  });

  test('a success that names no item is a doubt, and so is all of a request that is answered for a part of it', async () => {
    const server = fakeServer(() => soap(answer('UploadItems', ['', uploaded('b')])));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const write = (...ids: string[]) =>
      destination.write(
        'f',
        ids.map((id) => parcel(id, utf8('QUJD'))),
        never(),
      );
    expect(await write('a', 'b')).toMatchObject([{ fault: { kind: 'in-doubt' } }, { id: 'b' }]);
    await expect(write('a', 'b', 'c')).rejects.toMatchObject({ fault: { kind: 'in-doubt', code: 'foreign-answer' } });
  });

  test('is refused for good where the server does not know UploadItems, and that is remembered', async () => {
    const fault =
      '<s:Fault><faultcode>a:ErrorSchemaValidation</faultcode><faultstring>UploadItems?</faultstring></s:Fault>';
    const server = fakeServer(() => xml(soap(fault), 500));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    await expect(destination.write('f', [parcel('a', utf8('QUJD'))], never())).rejects.toMatchObject({
      fault: { kind: 'unsupported' },
    });
    expect((await destination.abilities(never())).methods).toEqual(['mime', 'typed']);
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['a broken answer', () => xml(soap(answer('UploadItems', [uploaded('a')])).slice(0, -30)), 'in-doubt'],
    ['a proxy’s 502', () => new Response('bad gateway', { status: 502 }), 'in-doubt'],
    ['a failing application', () => new Response("Server Error in '/EWS' Application", { status: 500 }), 'in-doubt'],
    [
      'an internal error for the whole',
      () => xml(soap('<s:Fault><faultcode>a:ErrorInternalServerError</faultcode></s:Fault>'), 500),
      'in-doubt',
    ],
    [
      'a lost connection',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') })),
      'in-doubt',
    ],
    [
      'no connection',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })),
      'unreachable',
    ],
    [
      'a refused sign-in',
      () => new Response('', { status: 401, headers: { 'www-authenticate': 'Basic' } }),
      'credentials',
    ],
    ['a busy server', () => new Response('', { status: 503 }), 'busy'],
    [
      'a busy server in SOAP',
      () => xml(soap('<s:Fault><faultcode>a:ErrorServerBusy</faultcode></s:Fault>'), 500),
      'busy',
    ],
    ['a body too large', () => new Response('', { status: 413 }), 'too-large'],
  ])('after %s', async (_, reply, kind) => {
    const server = fakeServer(reply);
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    await expect(destination.write('f', [parcel('a', utf8('QUJD'))], never())).rejects.toMatchObject({
      fault: { kind },
    });
  });
});

describe('folders and read states', () => {
  test('a folder that is there already is found by its name, in any case', async () => {
    const found =
      '<m:RootFolder IncludesLastItemInRange="true"><t:Folders><t:Folder><t:FolderId Id="x"/><t:DisplayName>Berichte</t:DisplayName></t:Folder>' +
      '<t:Folder><t:FolderId Id="y"/><t:ParentFolderId Id="p"/><t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>ÄRGER</t:DisplayName><t:TotalCount>2</t:TotalCount></t:Folder></t:Folders></m:RootFolder>';
    const answers = new Map([
      ['CreateFolder', { error: 'ErrorFolderExists' }],
      ['GetFolder', { error: 'ErrorFolderNotFound' }],
    ]);
    const server = fakeServer(({ operation }) => soap(answer(operation, [answers.get(operation) ?? found])));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const folders = await destination.createFolders('p', [{ name: 'Ärger', folderClass: 'IPF.Note' }], never());
    expect(folders).toEqual([{ id: 'y', parentId: 'p', name: 'ÄRGER', folderClass: 'IPF.Note', totalCount: 2 }]);
  });

  test('a calendar is created as one', async () => {
    const made = '<m:Folders><t:CalendarFolder><t:FolderId Id="c" ChangeKey="1"/></t:CalendarFolder></m:Folders>';
    const server = fakeServer(() => soap(answer('CreateFolder', [made])));
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const wanted = { name: 'Team', folderClass: 'IPF.Appointment' };
    expect(await destination.createFolders('p', [wanted], never())).toMatchObject([
      { id: 'c', parentId: 'p', ...wanted },
    ]);
    expect(server.asked[0]?.body).toContain(
      '<t:Folder><t:FolderClass>IPF.Appointment</t:FolderClass><t:DisplayName>Team</t:DisplayName></t:Folder>',
    );
  });

  test.each([
    ['takes one folder a request', () => soap(answer('CreateFolder', [madeFolder('1')])), 1],
    ['refuses several at once', () => soap(answer('CreateFolder', [{ error: 'ErrorInvalidRequest' }])), 0],
  ])('folders are created one by one where a server %s', async (_, replyToMany, already) => {
    let made = already;
    const server = fakeServer(({ operation, body }) => {
      if (operation !== 'CreateFolder') return soap(answer(operation, [childrenOf([...names].slice(0, made))]));
      if (body.split('<t:Folder>').length > 2) return replyToMany();
      made += 1;
      return soap(answer(operation, [madeFolder(`${made}`)]));
    });
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const wanted = names.map((name) => ({ name, folderClass: 'IPF.Note' }));
    const folders = await destination.createFolders('p', wanted, never());
    expect(folders.map((folder) => 'id' in folder && [folder.id, folder.name])).toEqual(
      names.map((name, index) => [`${index + 1}`, name]),
    );
  });

  test('what is wrong with one of several folders is reported, and so are the results of the others', async () => {
    const server = fakeServer(() =>
      soap(answer('CreateFolder', [madeFolder('1'), { error: 'ErrorMailboxStoreUnavailable' }])),
    );
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const wanted = names.slice(0, 2).map((name) => ({ name, folderClass: 'IPF.Note' }));
    expect(await destination.createFolders('p', wanted, never())).toMatchObject([
      { id: '1' },
      { fault: { kind: 'transient', code: 'ErrorMailboxStoreUnavailable' } },
    ]);
  });

  test('a folder is paged to its end; arrivals come with their facts', async () => {
    let page = 0;
    const server = fakeServer(({ body }) => {
      page += 1;
      const isLast = !body.includes('<m:SyncState>1');
      const change = body.includes('item:Subject')
        ? '<t:Create><t:Message><t:ItemId Id="n" ChangeKey="1"/><t:Subject>new</t:Subject></t:Message></t:Create><t:Create><t:Message><t:ItemId Id="gone"/></t:Message></t:Create><t:Delete><t:ItemId Id="gone"/></t:Delete>'
        : '';
      return soap(
        answer('SyncFolderItems', [
          `<m:SyncState>${page}</m:SyncState><m:IncludesLastItemInRange>${page > 2 || !isLast}</m:IncludesLastItemInRange><m:Changes>${change}</m:Changes>`,
        ]),
      );
    });
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    const baseline = await baselineOf(destination, 'f');
    expect(baseline).toBe('2');
    expect(await destination.arrivals('f', baseline, () => true, never())).toMatchObject([{ id: 'n', subject: 'new' }]);
  });

  test.each([
    [EXCHANGE_2007, false],
    [EXCHANGE_2019, true],
  ])('read states are set without receipts: %s', async (version, isQuiet) => {
    const server = fakeServer(
      () => soap(answer('UpdateItem', ['<m:Items><t:Message><t:ItemId Id="a" ChangeKey="2"/></t:Message></m:Items>'])),
      version,
    );
    const destination = createExchangeDestination(connect(server.fetch, 'destination'));
    expect(await destination.setRead([{ id: 'a', isRead: true }], never())).toEqual([
      { sourceId: 'a', id: 'a', changeKey: '2' },
    ]);
    expect(server.asked[0]?.body.includes('SuppressReadReceipts="true"')).toBe(isQuiet);
  });
});

/** A stream of parcels over real sockets, where servers see what truly arrives. */
describe('writing a stream', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  type Seen = { body: string; isComplete: boolean };

  async function listen(handle: (request: IncomingMessage, response: ServerResponse, seen: Seen) => void) {
    const uploads: Seen[] = [];
    const server = createServer((request, response) => {
      const seen: Seen = { body: '', isComplete: false };
      request.setEncoding('latin1');
      request.on('data', (chunk: string) => {
        seen.body += chunk;
        if (seen.body.includes('<m:UploadItems') && !uploads.includes(seen)) {
          uploads.push(seen);
          handle(request, response, seen);
        }
      });
      request.on('end', () => {
        seen.isComplete = true;
        if (!seen.body.includes('<m:UploadItems'))
          response.setHeader('content-type', 'text/xml').end(soap(answer('GetFolder', ['<m:Folders/>'])));
      });
      request.on('error', () => {});
      response.on('error', () => {});
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const connection = createConnection({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`,
      side: 'destination',
      authenticator: basicAuthenticator(fetch, { username: 'ann', password: 'secret' }),
      mailbox: 'ann@example.com',
      impersonate: false,
      newRequestId: () => 'x',
      timeoutMs: 2_000,
    });
    return { destination: createExchangeDestination(connection), uploads };
  }

  const succeed = (request: IncomingMessage, response: ServerResponse) =>
    request.on('end', () =>
      response.setHeader('content-type', 'text/xml').end(soap(answer('UploadItems', [uploaded('new')]))),
    );

  test('crosses byte by byte', async () => {
    const { destination, uploads } = await listen(succeed);
    const pieces = Array.from({ length: 40 }, (_, index) =>
      utf8(String.fromCharCode(65 + (index % 26)).repeat(50_000)),
    );
    const results = await destination.write('f', [parcel('a', arriving(pieces))], never());
    expect(results).toEqual([{ sourceId: 'a', id: 'new', changeKey: 'CQ' }]);
    const data = /<t:Data>([^<]*)<\/t:Data>/.exec(uploads[0]!.body)?.[1];
    expect(data === pieces.map((piece) => new TextDecoder().decode(piece)).join('')).toBe(true);
  });

  test('a source that dies in mid-stream never completes the upload', async () => {
    for (const after of [0, 1, 5]) {
      const { destination, uploads } = await listen(succeed);
      const pieces = Array.from({ length: after }, () => utf8('A'.repeat(100_000)));
      const writing = destination.write('f', [parcel('a', arriving(pieces, new Error('source reset')))], never());
      await expect(writing).rejects.toMatchObject({ fault: { kind: 'in-doubt', side: 'source', scope: 'batch' } });
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const upload of uploads) {
        expect(upload.isComplete, 'the request must not end well').toBe(false);
        expect(upload.body).not.toContain('</t:Data>');
      }
    }
  });

  test('a server that hangs up in mid-stream leaves a doubt, and the source is let go', async () => {
    const { destination } = await listen((request) => request.socket.destroy());
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8('A'.repeat(64 * 1024))),
      cancel: () => void (isCancelled = true),
    });
    await expect(destination.write('f', [parcel('a', endless)], never())).rejects.toMatchObject({
      fault: { kind: 'in-doubt', side: 'destination' },
    });
    expect(isCancelled).toBe(true);
  });

  test('a refusal that comes early ends it at once, without a doubt', async () => {
    const { destination } = await listen((_, response) => response.writeHead(413).end());
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8('A'.repeat(64 * 1024))),
    });
    await expect(destination.write('f', [parcel('a', endless)], never())).rejects.toMatchObject({
      fault: { kind: expect.stringMatching(/too-large|in-doubt/) },
    });
  });

  test('a front door that hangs up beyond its limit has refused it: no doubt, too large', async () => {
    const limit = 35_000_000; // Exchange 2010 SP2
    let received = 0;
    const { destination } = await listen((request) => {
      request.removeAllListeners('data');
      request.on('data', (chunk: string) => {
        received += chunk.length;
        if (received > limit) request.socket.destroy();
      });
    });
    const block = utf8('A'.repeat(1024 * 1024));
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(block) });
    await expect(destination.write('f', [parcel('a', endless)], never())).rejects.toMatchObject({
      fault: { kind: 'too-large', code: 'request-too-large' },
    });
  });

  test('a server that falls silent is given up', async () => {
    const { destination } = await listen(() => {});
    const started = performance.now();
    await expect(destination.write('f', [parcel('a', arriving([utf8('QUJD')]))], never())).rejects.toMatchObject({
      fault: { kind: 'in-doubt', code: 'timeout' },
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a stop or a time-out before anyone has read the body ends the upload all the same', async () => {
    const deaf = (_url: string, init: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) =>
        init.signal!.addEventListener('abort', () => reject(init.signal!.reason as Error), { once: true }),
      );
    const known = fakeServer(() => soap(answer('GetFolder', ['<m:Folders/>'])));
    for (const kind of ['stop', 'timeout'] as const) {
      let isKnown = false;
      const fetch: typeof known.fetch = (url, init) => {
        if (isKnown) return deaf(url, init);
        isKnown = true;
        return known.fetch(url, init);
      };
      const destination = createExchangeDestination(connect(fetch, 'destination', { timeoutMs: 60 }));
      const stop = new AbortController();
      await destination.abilities(stop.signal);
      const content = arriving(Array.from({ length: 4 }, () => utf8('A'.repeat(100_000))));
      const writing = destination.write('f', [parcel('a', content)], stop.signal);
      if (kind === 'stop') setTimeout(() => stop.abort(), 20);
      await expect(writing).rejects.toMatchObject({
        fault: { kind: 'in-doubt', code: kind === 'stop' ? 'stopped' : 'timeout' },
      });
    }
  });

  test('a stop in mid-stream leaves a doubt: the server may have it', async () => {
    const { destination } = await listen(() => {});
    const stop = new AbortController();
    const writing = destination.write('f', [parcel('a', arriving([utf8('QUJD')]))], stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(writing).rejects.toMatchObject({ fault: { kind: 'in-doubt', code: 'stopped' } });
  });
});
