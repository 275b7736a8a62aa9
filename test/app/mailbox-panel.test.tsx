import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FolderError, ItemError, Omission, Mailbox, Statistics } from '../../app/api.ts';
import { csvOfErrors } from '../../app/features/mailboxes/error-groups.ts';
import { wordsOf } from '../../app/features/mailboxes/folder-differences.ts';
import { MailboxPanel } from '../../app/features/mailboxes/mailbox-panel.tsx';
import type { PassActions } from '../../app/features/passes/queries.ts';
import { mailbox, waiting } from './fixtures.ts';
import { GLOSSARY } from '../../worker/lib/glossary.ts';

type Folder = Statistics['folders'][number];

function error(at: number, more: Partial<ItemError> = {}): ItemError {
  return {
    id: `err_${at}`,
    folder: 'Inbox',
    itemClass: 'IPM.Note',
    kind: 'email',
    date: '2026-01-01T00:00:00Z',
    sizeBytes: 1000,
    code: 'ErrorCorruptData',
    error: 'The data is corrupt.',
    cause: 'It is damaged.',
    remedy: 'Open it in Outlook.',
    subject: `Letter ${at}`,
    passId: 'pas_1',
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

function folder(path: string, more: Partial<Folder> = {}): Folder {
  const ten = { count: 10, bytes: 5000 };
  const none = { count: 0, bytes: 0 };
  return {
    path,
    distinguishedId: null,
    source: ten,
    destination: ten,
    copied: ten,
    failed: none,
    missing: none,
    extraCount: 0,
    differences: [],
    failure: null,
    ...more,
  };
}

let errors: ItemError[];
let folders: Folder[];
let omissions: Omission[];
let folderErrors: FolderError[];
const start = vi.fn<PassActions['start']>();
const actions: PassActions = { start, stop: async () => {}, isBusy: () => false };

beforeEach(() => {
  errors = [];
  folders = [];
  omissions = [];
  folderErrors = [];
  start.mockReset();
  vi.stubGlobal('fetch', async (input: string) => {
    const url = new URL(input, 'http://localhost');
    if (url.pathname.endsWith('/statistics')) return Response.json({ folders, kinds: {}, passes: [] });
    if (url.pathname === '/api/me')
      return Response.json({ agent: null, workgroup: { id: 'w', name: 'W' }, role: 'agent' });
    const lists: Record<string, unknown[]> = {
      errors,
      losses: omissions,
      'folder-errors': folderErrors,
      'credential-requests': [],
    };
    const all = lists[url.pathname.split('/').at(-1)!]!;
    const from = Number(url.searchParams.get('cursor')?.split('_')[1] ?? 0);
    const to = from + Number(url.searchParams.get('limit'));
    return Response.json({ items: all.slice(from, to), nextCursor: to < all.length ? `at_${to}` : null });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(first: Mailbox) {
  const [value, setValue] = createSignal(first);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(() => (
    <QueryClientProvider client={client}>
      <MailboxPanel mailbox={value()} actions={actions} onClose={() => {}} />
    </QueryClientProvider>
  ));
  return setValue;
}
const tab = (name: RegExp) => screen.getByRole('tab', { name });

it('shows the remedy of many failed items once, searches them, and retries them', async () => {
  errors = [
    ...Array.from({ length: 500 }, (_, at) => error(at)),
    error(500, { code: 'ErrorMessageSizeExceeded', cause: 'It is too large.', kind: 'calendar', folder: 'Calendar' }),
  ];
  open(mailbox('ann', {}, { errorCount: 501, status: 'Completed with 501 errors', state: 'attention' }));
  fireEvent.click(tab(/Errors \(501\)/));
  expect(await screen.findByText('501 items')).toBeTruthy();
  expect(screen.getAllByText('It is damaged.').length).toBe(1);
  expect(screen.getAllByText('The data is corrupt.').length).toBe(2);
  const groups = screen.getAllByRole('article');
  expect(groups.map((group) => within(group).getByRole('heading').textContent)).toEqual([
    '500 items ErrorCorruptData',
    '1 item ErrorMessageSizeExceeded',
  ]);
  // Only as many as one looks at.
  expect(within(groups[0]!).getAllByRole('listitem').length).toBe(25);
  fireEvent.click(within(groups[0]!).getByRole('button', { name: '475 more' }));
  expect(within(groups[0]!).getAllByRole('listitem').length).toBe(100);

  fireEvent.input(screen.getByLabelText('Search errors'), { target: { value: 'inbox LETTER 499' } });
  expect(screen.getByRole('status').textContent).toBe('1 of 501 items');
  fireEvent.input(screen.getByLabelText('Search errors'), { target: { value: '' } });
  fireEvent.change(screen.getByLabelText('Item type'), { target: { value: 'calendar' } });
  expect(screen.getByRole('article').textContent).toContain('It is too large.');

  fireEvent.click(screen.getByRole('button', { name: 'Retry errors' }));
  expect(start).toHaveBeenCalledWith('retry-errors', ['ann']);
});

it('shows the message of each item if it differs', async () => {
  errors = [error(1, { error: 'The item has 37 MB.' }), error(2, { error: 'The item has 50 MB.' })];
  open(mailbox('ann', {}, { errorCount: 2, status: 'Completed with 2 errors', state: 'attention' }));
  fireEvent.click(tab(/Errors/));
  const lines = await screen.findAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Letter 1.*37 MB\.$/),
    expect.stringMatching(/^Letter 2.*50 MB\.$/),
  ]);
});

it('exports errors with the documented columns, and never as a formula', () => {
  const lines = csvOfErrors(mailbox('ann'), [
    error(1, { subject: '=HYPERLINK("http://x.example";"me")' }),
    error(2, { subject: null, date: null, error: 'Two\nlines' }),
  ]).split('\r\n');
  expect(lines).toEqual([
    '\uFEFFMailbox Id,Source Email Address,Destination Email Address,Type,Date,Size (bytes),Error,Subject',
    'ann,ann@old.example,ann@new.example,email,2026-01-01T00:00:00Z,1000,ErrorCorruptData: The data is corrupt.,"\'=HYPERLINK(""http://x.example"";""me"")"',
    'ann,ann@old.example,ann@new.example,email,,1000,"ErrorCorruptData: Two\nlines",',
    '',
  ]);
});

it('shows the counts of both sides per folder, and which items differ and why', async () => {
  folders = [
    folder('Inbox'),
    folder('Calendar', {
      destination: { count: 8, bytes: 4000 },
      missing: { count: 2, bytes: 1000 },
      differences: [{ itemClass: 'IPM.Appointment', sizeBytes: 600, itemAt: '2026-01-01T10:00:00Z' }],
    }),
  ];
  open(mailbox('ann', {}, { status: 'Completed', state: 'done' }));
  expect(await screen.findByRole('tab', { name: 'Folders (1)' })).toBeTruthy();
  fireEvent.click(tab(/Folders/));
  expect(await screen.findByText('2 copied but no longer there')).toBeTruthy();
  expect(screen.getByText(/2 items that were copied are no longer in this folder/)).toBeTruthy();
  const missing = within(screen.getByRole('list', { name: 'Missing from Calendar' }));
  expect(missing.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^IPM\.Appointment · 600 B · /),
    'and 1 more',
  ]);
  expect(screen.getByRole('row', { name: /All folders/ }).textContent).toBe('All folders2010.0 KB189.0 KB');
  fireEvent.click(screen.getByRole('button', { name: /Different/ }));
  expect(screen.queryByText('Inbox')).toBeNull();
  expect(screen.getByText('Calendar')).toBeTruthy();
});

const FAILURE = {
  side: 'destination' as const,
  code: 'ErrorFolderSave',
  error: 'Folder save failed.',
  cause: 'The destination refuses the folder.',
  remedy: 'Rename it.',
  below: null,
};
const setAside = (folder: string, more: Partial<FolderError> = {}): FolderError => {
  const row = { id: `fer_${folder}`, folder, distinguishedId: null, itemCount: 3, passId: 'pas_1' };
  return { ...row, createdAt: '2026-01-01T00:00:00Z', ...FAILURE, ...more };
};

it('shows folders that were set aside under Errors, with the remedy once, and retries them', async () => {
  const below = {
    cause: 'It is inside Projects.',
    remedy: 'What helps that one helps this one.',
    below: 'Projects',
  };
  folderErrors = [setAside('Projects'), setAside('Über:alles'), setAside('Projects/2026', below)];
  open(mailbox('ann', {}, { errorCount: 3, status: 'Completed with 3 errors', state: 'attention' }));
  fireEvent.click(tab(/Errors \(3\)/));
  const groups = await screen.findAllByRole('article');
  expect(groups.map(({ textContent }) => textContent)).toEqual([
    '2 folders set aside ErrorFolderSaveThe destination refuses the folder.Rename it.Folder save failed.Projects3 itemsÜber:alles3 items',
    'Folder set aside It is inside Projects.What helps that one helps this one.Projects/20263 items',
  ]);
  expect(screen.queryByText('No item has failed.')).toBeNull();
  expect(screen.queryByRole('region', { name: 'Failed items' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Retry errors' }));
  expect(start).toHaveBeenCalledWith('retry-errors', ['ann']);
});

it('shows a folder that was set aside among the folders, with cause and remedy', async () => {
  const none = { count: 0, bytes: 0 };
  folders = [folder('Inbox'), folder('Projects', { destination: none, copied: none, failure: FAILURE })];
  open(mailbox('ann', {}, { errorCount: 1, status: 'Completed with 1 error', state: 'attention' }));
  fireEvent.click(await screen.findByRole('tab', { name: 'Folders (1)' }));
  expect(await screen.findByText('1 folder set aside')).toBeTruthy();
  expect(screen.getByText('Set aside: The destination refuses the folder. Rename it.')).toBeTruthy();
  expect(screen.getByText('10 items of the source are not copied yet.')).toBeTruthy();
});

it('exports folders that were set aside with the errors', () => {
  const [, line] = csvOfErrors(mailbox('ann'), [], [setAside('Projects')]).split('\r\n');
  expect(line).toBe('ann,ann@old.example,ann@new.example,folder,,,Projects: ErrorFolderSave: Folder save failed.,');
});

it('shows how many items were already at the destination', async () => {
  open(mailbox('ann', { itemsDone: 9, itemsTotal: 9, itemsAdopted: 4 }, { status: 'Completed', state: 'done' }));
  expect(await screen.findByText('Already at the destination')).toBeTruthy();
  expect(screen.getByText(/forwarded or copied earlier/).parentElement?.textContent).toMatch(/^4 of these/);
});

it('says plainly that both sides are equal', async () => {
  folders = [folder('Inbox'), folder('Drafts')];
  open(mailbox('ann', {}, { status: 'Completed', state: 'done' }));
  fireEvent.click(tab(/Folders/));
  expect(await screen.findByText('Everything is there: both sides are equal, folder by folder.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Different/ })).toBeNull();
});

it.each([
  [{ failed: { count: 1, bytes: 1 } }, /1 item failed/],
  [{ extraCount: 3 }, /3 items were not copied by Mailferry/],
  [{ copied: { count: 4, bytes: 1 } }, /6 items of the source are not copied: excluded/],
  [
    { copied: { count: 12, bytes: 1 } },
    /2 items that were copied are no longer in this folder at the source. The copies were kept/,
  ],
  [
    { copied: { count: 11, bytes: 1 } },
    /1 item that was copied is no longer in this folder at the source. The copy was kept/,
  ],
  [{}, undefined],
])('explains why a folder differs: %j', (more, words) => {
  const told = wordsOf(folder('Inbox', { ...('failed' in more && { copied: { count: 9, bytes: 1 } }), ...more }));
  expect(told).toEqual(words ? [expect.stringMatching(words)] : []);
});

it('shows a setting that was omitted in many places once', async () => {
  const omission: Omission = {
    id: 'los_1',
    kind: 'permissions',
    name: 'Inbox: eve@old.example',
    itemClass: null,
    date: null,
    code: 'user-unknown',
    detail: 'No such user.',
    cause: 'The destination does not know them.',
    remedy: 'Make them there.',
    passId: 'pas_1',
    createdAt: '2026-01-01T00:00:00Z',
  };
  omissions = Array.from({ length: 40 }, (_, at) => ({
    ...omission,
    id: `los_${at}`,
    name: `Folder ${at}: eve@old.example`,
  }));
  open(mailbox('ann', {}, { status: 'Completed', state: 'done' }));
  fireEvent.click(tab(/Errors/));
  expect((await screen.findByRole('heading', { name: /^Omissions/ })).textContent).toBe('Omissions: 40');
  screen.getByText('Omissions').focus();
  fireEvent.focusIn(screen.getByText('Omissions'));
  expect((await screen.findByRole('tooltip')).textContent).toBe(GLOSSARY.omission);
  expect(screen.getAllByText('Make them there.').length).toBe(1);
  expect(screen.getByText('15 more')).toBeTruthy();
});

it('shows which copies were kept although their item is gone', async () => {
  omissions = [
    {
      id: 'los_1',
      kind: 'copy',
      name: 'Inbox',
      itemClass: 'IPM.Note',
      date: '2026-01-01T00:00:00Z',
      code: 'deleted-copy-kept',
      detail: 'Its copy stays.',
      cause: 'Someone has changed it.',
      remedy: 'Ask the owner.',
      passId: 'pas_1',
      createdAt: '2026-01-01T00:00:00Z',
    },
  ];
  open(mailbox('ann', {}, { status: 'Completed', state: 'done' }));
  fireEvent.click(tab(/Errors/));
  expect(await screen.findByText('Kept copy: Inbox')).toBeTruthy();
  expect(screen.getByText('Its copy stays.')).toBeTruthy();
});

it('keeps the focus on a tab while the mailbox is live', async () => {
  const set = open(mailbox('ann', {}, { status: 'Processing', state: 'running' }));
  tab(/Errors/).focus();
  set(mailbox('ann', { itemsDone: 5 }, { status: 'Processing', state: 'running', errorCount: 2 }));
  expect(document.activeElement).toBe(await screen.findByRole('tab', { name: 'Errors (2)' }));
});

it('opens on the credentials of a mailbox that waits for its user, and leads there from its progress', async () => {
  open(waiting('ann', { state: 'bounced', sides: ['source'] }));
  expect(tab(/Credentials/).getAttribute('aria-selected')).toBe('true');
  expect(await screen.findByRole('button', { name: 'Send again' })).toBeTruthy();
  fireEvent.click(tab(/Progress/));
  expect(screen.getByText('Waiting for ann@old.example')).toBeTruthy();
  expect(screen.getByText('the user is being asked')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Credentials' }));
  expect(await screen.findByRole('button', { name: 'Link or QR code' })).toBeTruthy();
});

it('asks the user with one press where a stored password stopped working', async () => {
  open(mailbox('ann', {}, { status: 'Paused', state: 'attention', askAgain: 'source', hasSourcePassword: true }));
  expect(await screen.findByRole('button', { name: 'Ask again' })).toBeTruthy();
});
