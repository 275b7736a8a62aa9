import { afterAll, expect, test } from 'vitest';
import { parseMime } from '../items/mime-parse.ts';
import { PROFILES, type ProfileName } from './profiles.ts';
import { LEVELS } from './versions.ts';
import { call, codesOf, distinguished, getFolderBody, type Login } from '../kit/raw-client.ts';
import { rewriteMime } from '../http/quirks.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../sandbox.ts';

const EXCHANGES = Object.values(PROFILES).filter(({ quirks }) => !quirks.plainFaults);
const sandboxes: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.close(); // oxlint-disable-line no-await-in-loop
});

type Made = { side: SandboxSide; owner: Login; next: SandboxSide; nextOwner: Login };

/** A server of one version with some items, and an empty one of another. */
async function start(profile: ProfileName, next: ProfileName = 'Exchange2019', more: object = {}): Promise<Made> {
  const email = 'owner@old.example';
  const sandbox = await startSandbox({
    source: { profile, mailboxes: [{ email, fill: { seed: 3, items: 40 } }] },
    destination: { profile: next, mailboxes: [{ email: 'owner@new.example' }], ...more },
  });
  sandboxes.push(sandbox);
  const [owner, nextOwner] = [sandbox.source.mailboxes[0], sandbox.destination.mailboxes[0]];
  return { side: sandbox.source, owner: owner!, next: sandbox.destination, nextOwner: nextOwner! };
}

const inbox = getFolderBody(distinguished('inbox'));
const newest = (profile: ProfileName): string => PROFILES[profile].requestVersions.at(-1) ?? '';

test.each(EXCHANGES)(
  '$product says who it is, in its own envelope, and takes its own versions alone',
  async (profile) => {
    const { side, owner } = await start(profile.name);
    const [major, minor, build, revision] = profile.build;
    for (const version of Object.keys(LEVELS).concat('Exchange2007_SP2', 'Exchange2019', 'V2018_01_08')) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await call(side, owner, inbox, { version });
      const isKnown = profile.requestVersions.includes(version);
      expect([version, answer.status, ...codesOf(answer)]).toEqual([
        version,
        ...(isKnown ? [200, 'NoError'] : [500, profile.unknownVersionFault]),
      ]);
      const isNamed = !profile.quirks.namesNoVersion && (isKnown || profile.versionOnFaults);
      expect(answer.text.includes('ServerVersionInfo')).toBe(isNamed);
      if (isKnown && isNamed)
        expect(answer.text).toContain(
          `MajorVersion="${major}" MinorVersion="${minor}" MajorBuildNumber="${build}" MinorBuildNumber="${revision}" Version="${profile.schemaVersion}"`,
        );
    }
    const answer = await call(side, owner, inbox, { version: newest(profile.name) });
    expect(answer.text.includes('<soap:Envelope')).toBe(profile.stack === 'asmx');
    expect(answer.headers.get('server')).toBe(profile.iis);
  },
);

test('an element that the named version lacks: the newer server says to name a newer one, the older knows it not', async () => {
  const flag = `<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag></t:Message></m:Items></m:CreateItem>`;
  const { side, owner, next, nextOwner } = await start('Exchange2010_SP3');
  const old = { version: 'Exchange2010_SP2' };
  expect(codesOf(await call(side, owner, flag, old))).toEqual(['ErrorSchemaValidation']);
  expect(codesOf(await call(next, nextOwner, flag, old))).toEqual(['ErrorIncorrectSchemaVersion']);
  expect(codesOf(await call(next, nextOwner, flag, { version: 'Exchange2013' }))).toEqual(['NoError']);
});

test('operations, folders and deletes that 2007 SP1 does not have', async () => {
  const { side, owner } = await start('Exchange2007_SP1');
  const version = { version: 'Exchange2007_SP1' };
  const exported = `<m:ExportItems><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:ExportItems>`;
  expect(codesOf(await call(side, owner, exported, version))).toEqual(['ErrorInvalidRequest']);
  for (const name of ['recoverableitemsroot', 'archiveroot', 'conversationhistory'])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await call(side, owner, getFolderBody(distinguished(name)), version))).toEqual([
      'ErrorSchemaValidation',
    ]);
  const sync = (state: string): string =>
    `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>${state}</m:SyncFolderHierarchy>`;
  const make = `<m:CreateFolder><m:ParentFolderId>${distinguished('inbox')}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>gone</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;
  const made = await call(side, owner, make, version);
  const state = /<m:SyncState>[^<]*<\/m:SyncState>/.exec((await call(side, owner, sync(''), version)).text)?.[0] ?? '';
  const id = /<t:FolderId [^>]*\/>/.exec(made.text)?.[0] ?? '';
  const removed = `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${id}</m:FolderIds></m:DeleteFolder>`;
  expect(codesOf(await call(side, owner, removed, version))).toEqual(['NoError']);
  const after = await call(side, owner, sync(state), version);
  expect([codesOf(after), after.text.includes('<t:Delete>')]).toEqual([['NoError'], false]);
});

const find = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`;
const firstId = (text: string): string => /<t:ItemId [^>]*\/>/.exec(text)?.[0] ?? '';

async function exported(side: SandboxSide, owner: Login, version: string): Promise<string> {
  const id = firstId((await call(side, owner, find, { version })).text);
  const answer = await call(side, owner, `<m:ExportItems><m:ItemIds>${id}</m:ItemIds></m:ExportItems>`, { version });
  return /<m:Data>([^<]*)/.exec(answer.text)?.[1] ?? '';
}

async function uploaded(side: SandboxSide, owner: Login, version: string, data: string): Promise<string[]> {
  const folder = await call(side, owner, inbox, { version });
  const parent = (/<t:FolderId [^>]*\/>/.exec(folder.text)?.[0] ?? '').replace('t:FolderId', 't:ParentFolderId');
  const body = `<m:UploadItems><m:Items><t:Item CreateAction="CreateNew">${parent}<t:Data>${data}</t:Data></t:Item></m:Items></m:UploadItems>`;
  return codesOf(await call(side, owner, body, { version }));
}

test.each([
  ['Exchange2010_SP2', 'ExchangeSE', {}, 'NoError'],
  ['Exchange2019', 'ExchangeSE', {}, 'NoError'],
  ['Exchange2019', 'Exchange2016', {}, 'ErrorCorruptData'],
  ['ExchangeSE', 'Exchange2010_SP3', {}, 'ErrorCorruptData'],
  ['ExchangeSE', 'Exchange2010_SP3', { acceptsNewerStreams: true }, 'NoError'],
] as const)('a stream of %s, taken to %s with %j: %s', async (from, to, options, code) => {
  const { side, owner, next, nextOwner } = await start(from, to, options);
  const data = await exported(side, owner, newest(from));
  expect(data.length).toBeGreaterThan(100);
  expect(await uploaded(next, nextOwner, newest(to), data)).toEqual([code]);
});

test('a server that is no Exchange: what it lacks and does otherwise', async () => {
  const { side, owner } = await start('OtherServer');
  const version = { version: 'Exchange2010_SP2' };
  const get = (shape: string, id: string): string =>
    `<m:GetItem><m:ItemShape>${shape}</m:ItemShape><m:ItemIds>${id}</m:ItemIds></m:GetItem>`;
  const ask = (body: string) => call(side, owner, body, version);

  for (const body of [
    `<m:ExportItems><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:ExportItems>`,
    `<m:GetServerTimeZones/>`,
    `<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Task><t:Subject>x</t:Subject></t:Task></m:Items></m:CreateItem>`,
    find.replace(
      '<m:ParentFolderIds>',
      '<m:Restriction><t:IsLessThanOrEqualTo><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURIOrConstant><t:Constant Value="2030-01-01T00:00:00Z"/></t:FieldURIOrConstant></t:IsLessThanOrEqualTo></m:Restriction><m:ParentFolderIds>',
    ),
  ]) {
    // oxlint-disable-next-line no-await-in-loop
    const refused = await ask(body);
    expect([refused.status, refused.text.includes('<faultcode>'), refused.text.includes('ResponseCode')]).toEqual([
      500,
      true,
      false,
    ]);
  }

  const id = firstId((await ask(find)).text);
  const all = (await ask(get('<t:BaseShape>AllProperties</t:BaseShape>', id))).text;
  expect(all).toContain('<t:Subject>');
  expect(all).toMatch(/<t:DateTimeReceived>[^<]*\.000Z</);
  expect(all).not.toMatch(/<t:(?:Body|Attachments|Categories)\b/);
  const named = `<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties>`;
  expect((await ask(get(named, id))).text).toContain('<t:Body ');
});

test('MIME that is rewritten has other bytes and the same meaning', () => {
  const boundary = 'a-boundary-0123456789';
  const mime = Buffer.from(
    `Subject: ${'word '.repeat(30)}end\r\nContent-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\n\r\none\r\n--${boundary}\r\nContent-Type: text/html\r\n\r\n<p>two\r\n--${boundary}--\r\n`,
  );
  const [first, second] = [rewriteMime(mime), rewriteMime(mime)];
  expect(first.equals(mime) || first.equals(second)).toBe(false);
  const plain = (bytes: Buffer): string => {
    const { headers } = parseMime(bytes);
    return JSON.stringify(headers).replaceAll(/----=_[0-9a-f]+/g, boundary);
  };
  expect(plain(first)).toBe(plain(mime));
  expect(first.toString().split(/----=_[0-9a-f]+/)).toHaveLength(5);
});

test('addresses of contacts have their key alone in 2007, and a display name since 2010', async () => {
  for (const profile of ['Exchange2007_SP1', 'Exchange2010_SP2'] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { side, owner } = await start(profile);
    const list = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>${distinguished('contacts')}</m:ParentFolderIds></m:FindItem>`;
    // oxlint-disable-next-line no-await-in-loop
    const found = await call(side, owner, list, { version: profile });
    const ids = [...found.text.matchAll(/<t:ItemId [^>]*\/>/g)].join('');
    const body = `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`;
    // oxlint-disable-next-line no-await-in-loop
    const { text } = await call(side, owner, body, { version: profile });
    expect(text).toMatch(/<t:Entry Key="EmailAddress1"/);
    expect(/<t:Entry Key="EmailAddress1"[^>]* Name=/.test(text), profile).toBe(profile !== 'Exchange2007_SP1');
  }
});
