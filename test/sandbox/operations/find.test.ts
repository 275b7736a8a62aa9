import { expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { create, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const ask = (body: string): Promise<Answer> => call(pair.recent, pair.owner, body, V16);
const newFolder = async (name: string, inner = '', element = 'Folder'): Promise<Answer> =>
  ask(
    `<m:CreateFolder><m:ParentFolderId>${distinguished('msgfolderroot')}</m:ParentFolderId><m:Folders><t:${element}><t:DisplayName>${name}</t:DisplayName>${inner}</t:${element}></m:Folders></m:CreateFolder>`,
  );
const idOf = (answer: Answer): string => `<t:FolderId Id="${attributesNamed(answer, 'FolderId', 'Id')[0]}"/>`;
const SUBJECT =
  '<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>';
const find = (folder: string, view: string, after = '', end = ''): Promise<Answer> =>
  ask(
    `<m:FindItem Traversal="Shallow"><m:ItemShape>${SUBJECT}</m:ItemShape>${view}${after}<m:ParentFolderIds>${folder}</m:ParentFolderIds>${end}</m:FindItem>`,
  );
const indexed = (offset: number, max: number, base = 'Beginning'): string =>
  `<m:IndexedPageItemView MaxEntriesReturned="${max}" Offset="${offset}" BasePoint="${base}"/>`;
const fractional = (numerator: number, denominator: number, max: number): string =>
  `<m:FractionalPageItemView MaxEntriesReturned="${max}" Numerator="${numerator}" Denominator="${denominator}"/>`;
const paging = (answer: Answer, name: string): string | undefined => attributesNamed(answer, 'RootFolder', name)[0];

/** Seven mails, the newest first when they are found. */
async function seven(name: string): Promise<string> {
  const folder = idOf(await newFolder(name));
  const items = [1, 2, 3, 4, 5, 6, 7].map((n) => `<t:Message><t:Subject>${name} ${n}</t:Subject></t:Message>`).join('');
  await ask(
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${folder}</m:SavedItemFolderId><m:Items>${items}</m:Items></m:CreateItem>`,
  );
  return folder;
}

test('pages by index, from either end, say where they stop', async () => {
  const folder = await seven('Mail');
  const all: string[] = [];
  for (let offset = 0, isLast = false; !isLast;) {
    const page = await find(folder, indexed(offset, 3));
    all.push(...textsOf(page, 'Subject'));
    expect(paging(page, 'TotalItemsInView')).toBe('7');
    offset = Number(paging(page, 'IndexedPagingOffset'));
    isLast = paging(page, 'IncludesLastItemInRange') === 'true';
  }
  expect(all).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `Mail ${n}`));
  const end = await find(folder, indexed(0, 2, 'End'));
  expect(textsOf(end, 'Subject')).toEqual(['Mail 2', 'Mail 1']);
  const beyond = await find(folder, indexed(50, 2));
  expect([textsOf(beyond, 'Subject'), paging(beyond, 'IncludesLastItemInRange')]).toEqual([[], 'true']);
});

test('pages by fraction', async () => {
  const folder = await seven('Part');
  const half = await find(folder, fractional(1, 2, 2));
  expect(textsOf(half, 'Subject')).toEqual(['Part 4', 'Part 3']);
  expect([paging(half, 'NumeratorOffset'), paging(half, 'AbsoluteDenominator')]).toEqual(['5', '7']);
  expect(codesOf(await find(folder, fractional(3, 2, 2)))).toEqual(['ErrorInvalidFractionalPagingParameters']);
});

test('pages that are none', async () => {
  const inbox = distinguished('inbox');
  expect(codesOf(await find(inbox, indexed(0, 0)))).toEqual(['ErrorInvalidPagingMaxRows']);
  expect(codesOf(await find(inbox, indexed(-1, 5)))).toEqual(['ErrorInvalidIndexedPagingParameters']);
  const words = '<m:QueryString>subject:x</m:QueryString>';
  expect(codesOf(await find(inbox, '', '', words))).toEqual(['ErrorUnsupportedQueryFilter']);
});

test('2013 and later cut what is found, 2010 refuses to tell all at once', async () => {
  const { profile } = pair.recent.side;
  const folder = await seven('Cap');
  const cap = (findItemCap: { plain: number; restricted: number }, unpagedFindFails: boolean): void =>
    void (pair.recent.side.profile = { ...profile, findItemCap, unpagedFindFails });
  const restriction =
    '<m:Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="Exact"><t:FieldURI FieldURI="item:Subject"/><t:Constant Value="Cap"/></t:Contains></m:Restriction>';
  cap({ plain: 5, restricted: 2 }, false);
  const plain = await find(folder, indexed(0, 100));
  expect([textsOf(plain, 'Subject').length, paging(plain, 'IncludesLastItemInRange')]).toEqual([5, 'false']);
  const narrow = await find(folder, indexed(0, 100), restriction);
  expect([textsOf(narrow, 'Subject').length, paging(narrow, 'TotalItemsInView')]).toEqual([2, '7']);
  cap({ plain: 5, restricted: 5 }, true);
  expect(codesOf(await find(folder, ''))).toEqual(['ErrorExceededFindCountLimit']);
  expect(textsOf(await find(folder, indexed(0, 100)), 'Subject')).toHaveLength(5);
  pair.recent.side.profile = profile;
});

test('a calendar view ends where the request says, and reports that it does', async () => {
  const day = (n: number): string =>
    `<t:CalendarItem><t:Subject>Day ${n}</t:Subject><t:Start>2026-03-0${n}T09:00:00Z</t:Start><t:End>2026-03-0${n}T10:00:00Z</t:End></t:CalendarItem>`;
  for (const n of [1, 2, 3]) await create(pair, day(n), 'calendar');
  const view = (max: string): string =>
    `<m:CalendarView ${max} StartDate="2026-03-01T00:00:00Z" EndDate="2026-03-31T00:00:00Z"/>`;
  const two = await find(distinguished('calendar'), view('MaxEntriesReturned="2"'));
  expect([textsOf(two, 'Subject'), paging(two, 'IncludesLastItemInRange')]).toEqual([['Day 1', 'Day 2'], 'false']);
  const all = await find(distinguished('calendar'), view(''));
  expect([textsOf(all, 'Subject').length, paging(all, 'IncludesLastItemInRange')]).toEqual([3, 'true']);
});

test('a search folder shows what lies elsewhere, for as long as it fits', async () => {
  const from = await seven('Found');
  const search = `<t:SearchParameters Traversal="Deep"><t:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant><t:Constant Value="Found &amp; more"/></t:FieldURIOrConstant></t:IsEqualTo></t:Restriction><t:BaseFolderIds>${from}</t:BaseFolderIds></t:SearchParameters>`;
  const made = await newFolder('Searching', search, 'SearchFolder');
  expect(made.text).toContain('<t:SearchFolder>');
  const folder = idOf(made);
  expect(textsOf(await find(folder, ''), 'Subject')).toEqual([]);
  const below = idOf(
    await ask(
      `<m:CreateFolder><m:ParentFolderId>${from}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>Deeper</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`,
    ),
  );
  const saved = await ask(
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${below}</m:SavedItemFolderId><m:Items><t:Message><t:Subject>Found &amp; more</t:Subject></t:Message></m:Items></m:CreateItem>`,
  );
  const hit = await find(folder, indexed(0, 10));
  // The same item under the same id: it lies in its own folder alone.
  expect(idIn(hit.text)).toBe(idIn(saved.text));
  const read = await ask(
    `<m:GetFolder><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:FolderIds>${folder}</m:FolderIds></m:GetFolder>`,
  );
  expect(textsOf(read, 'TotalCount')).toEqual(['1']);
  expect(read.text).toContain('<t:Constant Value="Found &amp; more"/>');
  expect(
    codesOf(await ask(`<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${idIn(hit.text)}</m:ItemIds></m:DeleteItem>`)),
  ).toEqual(['NoError']);
  expect(textsOf(await find(folder, ''), 'Subject')).toEqual([]);
  const inside = await ask(
    `<m:CreateFolder><m:ParentFolderId>${folder}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>x</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`,
  );
  expect(codesOf(inside)).toEqual(['ErrorInvalidParentFolder']);
});

testEnvelopes(pair, 20);
