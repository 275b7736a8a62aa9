import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { call, codesOf, distinguished, getFolderBody, syncBody, textsOf, type Login } from '../kit/raw-client.ts';
import type { SandboxSide } from '../sandbox.ts';
import { create, NEW, OLD, V16, testEnvelopes, usePair } from '../kit/test-pair.ts';

const pair = usePair();

const inbox = getFolderBody(distinguished('inbox'));

test('signing in: a wrong password, nobody and no header are refused with a Basic challenge', async () => {
  for (const login of [
    { ...pair.owner, password: 'x' },
    { email: 'nobody@new.example', password: 'x' },
  ]) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(pair.recent, login, inbox, V16);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
  }
  const bare = await fetch(pair.recent.url, { method: 'POST', body: 'x' });
  expect(bare.status).toBe(401);
  expect(pair.recent.stats().refusedSignIns).toBe(2);
});

test('rights: delegation, impersonation, and what happens without them', async () => {
  const there = getFolderBody(distinguished('inbox', OLD));
  expect(codesOf(await call(pair.old, pair.old.admin, there))).toEqual(['NoError']);
  expect(codesOf(await call(pair.old, pair.old.admin, inbox))).toEqual(['ErrorMissingEmailAddress']);
  expect(codesOf(await call(pair.old, pair.old.admin, inbox, { impersonate: OLD }))).toEqual(['NoError']);
  expect(
    codesOf(await call(pair.old, pair.old.admin, getFolderBody(distinguished('inbox', 'nobody@old.example')))),
  ).toEqual(['ErrorNonExistentMailbox']);
  expect(codesOf(await call(pair.old, pair.old.admin, inbox, { impersonate: 'nobody@old.example' }))).toEqual([
    'ErrorNonExistentMailbox',
  ]);
  expect(
    codesOf(await call(pair.old, pair.oldOwner, getFolderBody(distinguished('inbox', 'other@old.example')))),
  ).toEqual(['ErrorAccessDenied']);
  const asOther = await call(pair.old, pair.oldOwner, inbox, { impersonate: 'other@old.example' });
  expect([asOther.status, ...codesOf(asOther)]).toEqual([500, 'ErrorImpersonateUserDenied']);
  pair.old.side.rights = { fullAccess: false, impersonation: false };
  expect(codesOf(await call(pair.old, pair.old.admin, there))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await call(pair.old, pair.old.admin, inbox, { impersonate: OLD }))).toEqual([
    'ErrorImpersonateUserDenied',
  ]);
  pair.old.side.rights = { fullAccess: true, impersonation: true };
});

test('versions: newer than the server, unknown, and operations a version lacks', async () => {
  expect(codesOf(await call(pair.old, pair.oldOwner, inbox, { version: 'Exchange2013' }))).toEqual([
    'ErrorInvalidServerVersion',
  ]);
  expect(codesOf(await call(pair.old, pair.oldOwner, inbox, { version: 'Exchange2007_SP2' }))).toEqual([
    'ErrorInvalidServerVersion',
  ]);
  const early = `<m:ExportItems><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:ExportItems>`;
  expect(codesOf(await call(pair.old, pair.oldOwner, early, { version: 'Exchange2007_SP1' }))).toEqual([
    'ErrorIncorrectSchemaVersion',
  ]);
  expect(codesOf(await call(pair.old, pair.oldOwner, '<m:GetNothing/>'))).toEqual(['ErrorInvalidRequest']);
  const answer = await call(pair.recent, pair.owner, inbox, V16);
  expect(answer.text).toContain('MajorVersion="15" MinorVersion="2"');
});

test('requests off the schema are faults: order, attributes, values, unknown paths, broken XML', async () => {
  const bodies = [
    '<m:GetFolder><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape></m:GetFolder>',
    inbox.replace('Default', 'Everything'),
    inbox.replace('Id="inbox"', 'Id="inbox" Colour="red"'),
    inbox.replace('Id="inbox"', 'Id="posteingang"'),
    inbox.replace('<t:BaseShape>', '<m:BaseShape>').replace('</t:BaseShape>', '</m:BaseShape>'),
    syncBody(distinguished('inbox'), '', '', 513),
    syncBody(distinguished('inbox')).replace('item:Subject', 'item:Nothing'),
    '<m:GetFolder><m:FolderShape>',
  ];
  for (const body of bodies) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(pair.recent, pair.owner, body, V16);
    expect([answer.status, ...codesOf(answer)], body).toEqual([500, 'ErrorSchemaValidation']);
  }
  // The 2010 schema has neither Flag nor SuppressReadReceipts.
  const flag =
    '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag></t:Message></m:Items></m:CreateItem>';
  expect(codesOf(await call(pair.old, pair.oldOwner, flag))).toEqual(['ErrorSchemaValidation']);
});

test('the front door refuses what is too large, with and without a length', async () => {
  const send = (side: SandboxSide, login: Login, length: number | undefined, bytes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = new URL(side.url);
      const authorization = `Basic ${Buffer.from(`${login.email}:${login.password}`).toString('base64')}`;
      const request = httpRequest(
        url,
        {
          method: 'POST',
          agent: false,
          headers: { authorization, 'content-type': 'text/xml', ...(length ? { 'content-length': length } : {}) },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
          request.destroy();
        },
      );
      let isAnswered = false;
      request.on('response', () => (isAnswered = true));
      request.on('error', (error) => (isAnswered ? undefined : reject(error)));
      const piece = Buffer.alloc(1 << 20, 'A');
      let sent = 0;
      const more = (): void => {
        while (sent < bytes && !request.destroyed) {
          sent += piece.length;
          if (!request.write(piece)) return void request.once('drain', more);
        }
      };
      more();
    });
  expect(await send(pair.old, pair.oldOwner, 35_000_001, 1)).toBe(404);
  expect(await send(pair.recent, pair.owner, 67_108_865, 1)).toBe(413);
  expect(await send(pair.old, pair.oldOwner, undefined, 36 << 20)).toBe(404);
  // A client that only listens once it has sent everything hears it too.
  const whole = await fetch(pair.old.url, {
    method: 'POST',
    body: Buffer.alloc(40_000_000, 'A'),
    headers: {
      'content-type': 'text/xml',
      authorization: `Basic ${Buffer.from(`${pair.oldOwner.email}:${pair.oldOwner.password}`).toString('base64')}`,
    },
  });
  expect(whole.status).toBe(404);
});

test('folders: distinguished in the language of the mailbox, found by id and by distinguished id', async () => {
  const answer = await call(pair.old, pair.oldOwner, getFolderBody(distinguished('inbox'), distinguished('calendar')));
  expect(textsOf(answer, 'DisplayName')).toEqual(['Posteingang', 'Kalender']);
  const id = /<t:FolderId [^>]*\/>/.exec(answer.text)?.[0] as string;
  expect(/Id="([^"]+)"/.exec(id)?.[1]?.length).toBeGreaterThan(110);
  expect(codesOf(await call(pair.old, pair.oldOwner, getFolderBody(id)))).toEqual(['NoError']);
  expect(codesOf(await call(pair.old, pair.oldOwner, getFolderBody(id.replace(/Id="(.)/, 'Id="B'))))).toEqual([
    'ErrorInvalidIdMalformed',
  ]);
  expect(codesOf(await call(pair.old, pair.oldOwner, getFolderBody(distinguished('archiveroot'))))).toEqual([
    'ErrorFolderNotFound',
  ]);
  // A name that came with Exchange 2013.
  expect(codesOf(await call(pair.old, pair.oldOwner, getFolderBody(distinguished('archiveinbox'))))).toEqual([
    'ErrorSchemaValidation',
  ]);
});

test('folders are made, refused twice, found below, synchronised and deleted', async () => {
  const make = (name: string, element = 'Folder') =>
    call(
      pair.recent,
      pair.owner,
      `<m:CreateFolder><m:ParentFolderId>${distinguished('msgfolderroot')}</m:ParentFolderId><m:Folders><t:${element}><t:DisplayName>${name}</t:DisplayName></t:${element}></m:Folders></m:CreateFolder>`,
      V16,
    );
  const hierarchy = (state = '') =>
    call(
      pair.recent,
      pair.owner,
      `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>${state && `<m:SyncState>${state}</m:SyncState>`}</m:SyncFolderHierarchy>`,
      V16,
    );
  const before = await hierarchy();
  const made = await make('Team');
  expect(codesOf(made)).toEqual(['NoError']);
  expect(codesOf(await make('TEAM'))).toEqual(['ErrorFolderExists']);
  expect((await make('Dates', 'CalendarFolder')).text).toContain('<t:CalendarFolder>');
  const found = await call(
    pair.recent,
    pair.owner,
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/><t:FieldURI FieldURI="folder:FolderClass"/><t:FieldURI FieldURI="folder:DistinguishedFolderId"/><t:ExtendedFieldURI PropertyTag="0x0E08" PropertyType="Long"/><t:ExtendedFieldURI PropertyTag="0x10F4" PropertyType="Boolean"/></t:AdditionalProperties></m:FolderShape><m:ParentFolderIds>${distinguished('msgfolderroot')}</m:ParentFolderIds></m:FindFolder>`,
    V16,
  );
  expect(textsOf(found, 'DisplayName')).toEqual(expect.arrayContaining(['Inbox', 'Team', 'Dates']));
  expect(textsOf(found, 'DistinguishedFolderId')).toContain('inbox');
  const after = await hierarchy(textsOf(before, 'SyncState')[0]);
  expect(textsOf(after, 'DisplayName')).toEqual(['Team', 'Dates']);
  const id = /<t:FolderId [^>]*\/>/.exec(made.text)?.[0] as string;
  const remove = (folder: string) =>
    call(
      pair.recent,
      pair.owner,
      `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${folder}</m:FolderIds></m:DeleteFolder>`,
      V16,
    );
  expect(codesOf(await remove(id))).toEqual(['NoError']);
  expect(codesOf(await remove(id))).toEqual(['ErrorItemNotFound']);
  expect(codesOf(await remove(distinguished('inbox')))).toEqual(['ErrorDeleteDistinguishedFolder']);
  expect((await hierarchy(textsOf(after, 'SyncState')[0])).text).toContain('<t:Delete>');
  pair.recent.invalidateSyncStates();
  expect(codesOf(await hierarchy(textsOf(after, 'SyncState')[0]))).toEqual(['ErrorInvalidSyncStateData']);
});

test('time zones and names', async () => {
  const zones = await call(
    pair.recent,
    pair.owner,
    '<m:GetServerTimeZones ReturnFullTimeZoneData="true"><m:Ids><t:Id>W. Europe Standard Time</t:Id></m:Ids></m:GetServerTimeZones>',
    V16,
  );
  expect(zones.text).toMatch(/Bias="-PT1H".*Bias="-PT2H"/);
  const names = await call(
    pair.recent,
    pair.owner,
    '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>owner</m:UnresolvedEntry></m:ResolveNames>',
    V16,
  );
  expect(textsOf(names, 'EmailAddress')).toEqual([NEW]);
});

test('an interceptor can answer instead of an operation, or hide that it happened', async () => {
  pair.recent.side.interceptors.push(async ({ operation }, next) => {
    await next();
    return operation === 'CreateItem' ? { kind: 'http', status: 503 } : undefined;
  });
  const answer = await create(pair, '<t:Message><t:Subject>Doubt</t:Subject></t:Message>');
  pair.recent.side.interceptors.pop();
  expect(answer.status).toBe(503);
  expect(pair.recent.stats().writes['CreateItem']).toBe(1);
});

test('what is left of a batch when the time of a request is over is not processed', async () => {
  pair.recent.side.executionMs = -1;
  const answer = await call(
    pair.recent,
    pair.owner,
    getFolderBody(distinguished('inbox'), distinguished('drafts')),
    V16,
  );
  pair.recent.side.executionMs = 60_000;
  expect(codesOf(answer)).toEqual(['ErrorBatchProcessingStopped', 'ErrorBatchProcessingStopped']);
});

test('round trips and bandwidth are as they are set', async () => {
  pair.recent.setNetwork({ roundTripMs: 60 });
  const start = performance.now();
  await call(pair.recent, pair.owner, inbox, V16);
  expect(performance.now() - start).toBeGreaterThan(58);
  pair.recent.setNetwork({ roundTripMs: 0, bytesPerSecond: 20_000 });
  const slow = performance.now();
  await create(
    pair,
    `<t:Message><t:Subject>${'x'.repeat(250)}</t:Subject><t:Body BodyType="Text">${'y'.repeat(4000)}</t:Body></t:Message>`,
  );
  expect(performance.now() - slow).toBeGreaterThan(180);
  pair.recent.setNetwork({ bytesPerSecond: 0 });
});

testEnvelopes(pair, 30);
