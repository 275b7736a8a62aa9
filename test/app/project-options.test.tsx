import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { Suspense } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Project } from '../../app/api.ts';
import type { Options } from '../../app/features/projects/options/options-draft.ts';
import { draftOf, optionsOf } from '../../app/features/projects/options/options-draft.ts';
import { lineOf, summarizeOptions } from '../../app/features/projects/options/options-summary.ts';
import ProjectOptionsPage from '../../app/features/projects/options/project-options-page.tsx';
import { readRows } from '../../app/features/projects/options/read-rows.ts';
import { keys } from '../../app/lib/query-keys.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { mailbox } from './fixtures.ts';

const FULL: Options = {
  excludedFolders: ['Inbox/Old', '**/Spam'],
  folderMapping: [{ from: 'Inbox', to: 'Archive/Inbox' }],
  itemKinds: ['email', 'calendar'],
  from: '2025-01-01T00:00:00Z',
  until: '2026-01-01T12:30:00Z',
  deletions: 'remove',
  maximumDeletions: 0,
  archive: true,
  recoverableItems: true,
  maximumConcurrentMigrations: 5,
  maximumErrors: 10,
  includeSubjects: true,
  copyPaths: ['mime', 'typed'],
  recipientMapping: [{ from: '@old.example', to: '@new.example' }],
  rewriteAddresses: true,
  settings: { rules: false, outOfOffice: true },
  notices: {
    start: { local: '2027-03-05T18:00', timeZone: 'Europe/Oslo' },
    before: { daysBefore: 7 },
    atStart: true,
    atCompletion: true,
  },
};

describe('options as a draft', () => {
  it('survive a round trip, without values that are the default', () => {
    expect(optionsOf(draftOf(FULL))).toEqual(FULL);
    expect(optionsOf(draftOf({}))).toEqual({});
    const spelledOut: Options = { deletions: 'keep', archive: false, copyPaths: ['mime', 'typed', 'transfer'] };
    expect(optionsOf(draftOf({ ...spelledOut, settings: { rules: true } }))).toEqual({});
  });

  it('are summarised in one line: how deletions are handled, and what is not the default', () => {
    expect(lineOf(summarizeOptions({}))).toBe('Deletions: kept');
    expect(lineOf(summarizeOptions({ excludedFolders: ['A', 'B'], settings: { rules: false } }))).toBe(
      'Deletions: kept · 2 folders excluded · no rules',
    );
    const words = summarizeOptions(FULL);
    expect(words[0]).toEqual({ text: 'Deletions: removed', isRisky: true });
    // Every set option is listed, except the two that belong together.
    expect(words.length).toBe(Object.keys(FULL).length + Object.keys(FULL.settings!).length - 1);
    expect(lineOf(words)).toContain('only by MIME and element by element');
  });

  it.each([
    ['a.example, b.example', 2, [['a.example', 'b.example']]],
    ['SourceAddress, DestinationAddress\n@a.example;@b.example\n', 2, [['@a.example', '@b.example']]],
    ['Inbox/Smith, John -> Old/Smith', 2, [['Inbox/Smith, John', 'Old/Smith']]],
    ['"Inbox/Smith, John","Old/Smith"', 2, [['Inbox/Smith, John', 'Old/Smith']]],
    [
      'a@a.example\tb@b.example\n\nx@a.example',
      2,
      [
        ['a@a.example', 'b@b.example'],
        ['x@a.example', ''],
      ],
    ],
    ['Inbox/A, B\n**/Spam', 1, [['Inbox/A, B'], ['**/Spam']]],
  ])('read pasted lines: %j', (text, columns, rows) => {
    expect(readRows(text, columns)).toEqual(rows);
  });
});

describe('the page of options', () => {
  let stored: Pick<Project, 'options' | 'updatedAt'>;
  let asked: { method: string; path: string; ifMatch: string | null; body: unknown }[];
  let refuse: { status: number; body: object } | undefined;

  beforeEach(() => {
    stored = { options: {}, updatedAt: '2026-01-01T00:00:00.000Z' };
    asked = [];
    refuse = undefined;
    vi.stubGlobal('fetch', answer);
    window.history.replaceState(null, '', '/projects/prj_1/options');
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const project = () => {
    const side = { name: 'Side', url: 'https://x.example/EWS/Exchange.asmx', health: 'ok', useImpersonation: true };
    const counters = { notStarted: 1, waiting: 0, running: 0, attention: 0, done: 0, total: 1 };
    return { id: 'prj_1', name: 'Fjord', source: side, destination: side, counters, ...stored };
  };
  async function answer(input: string, init: RequestInit): Promise<Response> {
    const path = new URL(input, 'http://localhost').pathname;
    const method = init.method ?? 'GET';
    const body = init.body === undefined ? undefined : (JSON.parse(init.body as string) as Record<string, unknown>);
    if (method !== 'GET') asked.push({ method, path, ifMatch: new Headers(init.headers).get('if-match'), body });
    if (path.endsWith('/mailboxes')) return Response.json({ items: [mailbox('ann')], nextCursor: null });
    if (path.endsWith('/folder-rules/preview')) return Response.json(hitsOf(body as Options));
    if (path.endsWith('/preview')) {
      const { addresses } = body as { addresses: string[] };
      const mapped = addresses.map((from) => ({ from, to: from.replace('old', 'new'), isChanged: true }));
      return Response.json({ addresses: mapped, appliesTo: 'some-items', note: 'Those by MIME.' });
    }
    if (method === 'PATCH') {
      if (refuse) return Response.json(refuse.body, { status: refuse.status });
      stored = {
        options: (body as { options: Options }).options,
        updatedAt: stored.updatedAt.replace('00.000Z', '01.000Z'),
      };
    }
    return Response.json(project());
  }

  /** Of two mailboxes, one of which was verified: its only folder is Inbox/Old. */
  const hitsOf = ({ excludedFolders = [], folderMapping = [] }: Options) => {
    const hits = (path: string) =>
      path === 'Inbox/Old'
        ? { folders: 3, mailboxes: 1, items: 20, examples: [{ path, mailboxes: 1 }] }
        : { folders: 0, mailboxes: 0, items: 0, examples: [] };
    return {
      mailboxes: { all: 2, known: 1, looked: 1 },
      excluded: excludedFolders.map((folder) => ({ folder, ...hits(folder) })),
      mapped: folderMapping.map((rule) => ({ ...rule, ...hits(rule.from) })),
    };
  };

  async function open(options: Options = {}, isKnown = false) {
    stored.options = options;
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    if (isKnown) client.setQueryData(keys.project('prj_1'), project());
    render(() => (
      <QueryClientProvider client={client}>
        <Router>
          <Route
            path="/projects/:id/options"
            component={() => (
              <Suspense fallback="Loading">
                <ProjectOptionsPage />
                <Toasts />
              </Suspense>
            )}
          />
          <Route path="/projects/:id" component={() => <h1>The project</h1>} />
        </Router>
      </QueryClientProvider>
    ));
    await screen.findByRole('heading', { name: 'Options' });
    // It comes last.
    await screen.findByRole('button', { name: 'Save options' });
    return client;
  }
  const saveButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /Save options|Saving/ });
  const save = async () => {
    fireEvent.click(saveButton());
    await vi.waitFor(() => expect(screen.queryByText('Saving …')).toBeNull());
  };
  const option = (name: string) => document.querySelector<HTMLElement>(`[data-option="${name}"]`)!;
  const patches = () => asked.filter(({ method }) => method === 'PATCH');
  const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

  it('saves only what differs from the defaults, guarded by If-Match, and once', async () => {
    const client = await open();
    expect(saveButton().disabled).toBe(true);
    fireEvent.click(screen.getByRole('checkbox', { name: /Notes/ }));
    fireEvent.input(screen.getByLabelText('Error limit'), { target: { value: '25' } });
    expect(option('maximumErrors').textContent).toContain('changed');
    expect(screen.getByText('Item types, Error limit')).toBeTruthy();
    fireEvent.click(saveButton());
    fireEvent.keyDown(document, { key: 's', ctrlKey: true });
    await screen.findByText('Saved');
    const { options } = stored;
    expect(patches()).toMatchObject([{ path: '/api/projects/prj_1', ifMatch: '"2026-01-01T00:00:00.000Z"' }]);
    expect(options).toMatchObject({ maximumErrors: 25 });
    expect(Object.keys(options).sort()).toEqual(['itemKinds', 'maximumErrors']);
    // It stays so when the project is read again.
    await client.invalidateQueries();
    await vi.waitFor(() => expect(client.isFetching()).toBe(0));
    expect(screen.getByText('Saved')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Error limit').value).toBe('25');
    expect(saveButton().disabled).toBe(true);
  });

  it('takes a date with its time and zone, and brings back what was discarded', async () => {
    await open();
    fireEvent.change(screen.getByLabelText('Start date'), { target: { value: '2026-07-01' } });
    // It is loaded for a date.
    const time = await screen.findByLabelText('Time of Start date', {}, { timeout: 10_000 });
    fireEvent.change(time, { target: { value: '12:30' } });
    click('Discard');
    expect(screen.getByLabelText<HTMLInputElement>('Start date').value).toBe('');
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(screen.getByLabelText<HTMLInputElement>('Start date').value).toBe('2026-07-01');
    await save();
    expect(stored.options).toEqual({ from: new Date(2026, 6, 1, 12, 30).toISOString().replace('.000', '') });
  });

  it('explains what removal means, and shows the default', async () => {
    await open();
    expect(option('deletions').textContent).toContain('Default: the copy is kept.');
    fireEvent.click(screen.getByRole('radio', { name: /Remove the copy/ }));
    expect(screen.getByText('The next pass removes copies at the destination.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Reset: Deletions at the source' }));
    expect(screen.queryByText('The next pass removes copies at the destination.')).toBeNull();
    expect(saveButton().disabled).toBe(true);
  });

  it('shows an API error at its field, and clears it when the value changes', async () => {
    await open({ recipientMapping: [{ from: '@a.example', to: '@b.example' }] });
    const errors = [
      { path: 'options.maximumErrors', message: 'A whole number.' },
      { path: 'options.recipientMapping[1].to', message: 'Two addresses.' },
    ];
    refuse = { status: 422, body: { code: 'validation-failed', title: 'Not valid', status: 422, errors } };
    const number = screen.getByLabelText('Error limit');
    fireEvent.input(number, { target: { value: 'many' } });
    click('Add a rule');
    fireEvent.input(screen.getByLabelText('Old address, row 2'), { target: { value: '@c.example' } });
    await save();
    expect(within(option('maximumErrors')).getByText('A whole number.')).toBeTruthy();
    expect(
      within(document.querySelector<HTMLElement>('[data-option="recipientMapping"] [data-row="1"]')!).getByText(
        'Two addresses.',
      ),
    ).toBeTruthy();
    expect(screen.getByText('Nothing was saved')).toBeTruthy();
    expect(document.activeElement).toBe(number);
    fireEvent.input(number, { target: { value: '3' } });
    expect(screen.queryByText('A whole number.')).toBeNull();
    expect(screen.getByText('Two addresses.')).toBeTruthy();
    expect(screen.getByText('Not saved:')).toBeTruthy();
  });

  it('adds pasted lines to a table, and leaves out empty rows', async () => {
    await open();
    const folders = within(option('excludedFolders'));
    fireEvent.click(folders.getByRole('button', { name: 'Add a folder' }));
    fireEvent.paste(folders.getByLabelText('Excluded folder, row 1'), {
      clipboardData: { getData: () => 'Inbox/Old\n**/Spam\n' },
    });
    fireEvent.click(folders.getByRole('button', { name: 'Add a folder' }));
    const rules = within(option('recipientMapping'));
    fireEvent.click(rules.getByRole('button', { name: 'Paste lines' }));
    fireEvent.input(rules.getByLabelText('Lines to add'), {
      target: { value: 'SourceAddress,DestinationAddress\na@old.example,b@new.example\n@old.example,@new.example' },
    });
    fireEvent.click(rules.getByRole('button', { name: 'Add 2 lines' }));
    await save();
    expect(stored.options).toEqual({
      excludedFolders: ['Inbox/Old', '**/Spam'],
      recipientMapping: [
        { from: 'a@old.example', to: 'b@new.example' },
        { from: '@old.example', to: '@new.example' },
      ],
    });
  });

  it('previews the rules on the first mailboxes and on a typed address', async () => {
    await open({ recipientMapping: [{ from: '@old.example', to: '@new.example' }] });
    expect(await screen.findByText('ann@new.example')).toBeTruthy();
    fireEvent.click(screen.getByRole('checkbox', { name: /Rewrite addresses in every item/ }));
    fireEvent.input(screen.getByLabelText('Try it with an address'), { target: { value: 'bo@old.example' } });
    expect(await screen.findByText('bo@new.example')).toBeTruthy();
    expect(screen.getByText('In some items only.')).toBeTruthy();
    expect(asked.at(-1)?.body).toEqual({
      addresses: ['bo@old.example'],
      recipientMapping: [{ from: '@old.example', to: '@new.example' }],
      rewriteAddresses: true,
      copyPaths: ['transfer', 'mime', 'typed'],
    });
    expect(patches()).toEqual([]);
  });

  it('shows the matches of each folder rule before anything is saved', async () => {
    await open({ excludedFolders: ['Inbox/Old'], folderMapping: [{ from: 'Inbox/Old', to: 'Old' }] });
    const folders = within(option('excludedFolders'));
    expect(await folders.findByText('3 folders with 20 items in 1 mailbox: Inbox/Old')).toBeTruthy();
    expect(folders.getByText(/folders of 1 of 2 mailboxes; the folders of the others/)).toBeTruthy();
    expect(within(option('folderMapping')).getByText(/3 folders with 20 items/)).toBeTruthy();
    fireEvent.input(folders.getByLabelText('Excluded folder, row 1'), { target: { value: ' Inbx ' } });
    expect(folders.queryByText(/3 folders/)).toBeNull();
    expect(await folders.findByText('Matches no folder of 1 mailbox.')).toBeTruthy();
    // Half a line is none.
    fireEvent.input(screen.getByLabelText('Destination folder, row 1'), { target: { value: '' } });
    await vi.waitFor(() => expect(asked.at(-1)?.body).toEqual({ excludedFolders: ['Inbx'], folderMapping: [] }));
    expect(patches()).toEqual([]);
  });

  it('does not overwrite what someone else saved meanwhile', async () => {
    const client = await open();
    fireEvent.input(screen.getByLabelText('Error limit'), { target: { value: '5' } });
    stored = { options: { archive: true }, updatedAt: '2026-01-02T00:00:00.000Z' };
    refuse = { status: 412, body: { code: 'project-changed', title: 'Changed in the meantime', status: 412 } };
    await save();
    expect(await screen.findByText(/Someone has saved these options.*with archive/)).toBeTruthy();
    expect(saveButton().disabled).toBe(true);
    refuse = undefined;
    click('Save mine instead');
    await screen.findByText('Saved');
    expect(patches().at(-1)?.ifMatch).toBe('"2026-01-02T00:00:00.000Z"');
    expect(stored.options).toEqual({ maximumErrors: 5 });
    // With nothing typed here, the form shows what is stored.
    stored = { options: { maximumErrors: 7 }, updatedAt: '2026-01-03T00:00:00.000Z' };
    await client.invalidateQueries();
    await vi.waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Error limit').value).toBe('7'));
  });

  it('keeps the focus and what is typed when the project is read again', async () => {
    const client = await open({}, true);
    fireEvent.click(within(option('excludedFolders')).getByRole('button', { name: 'Add a folder' }));
    const field = screen.getByLabelText<HTMLInputElement>('Excluded folder, row 1');
    await vi.waitFor(() => expect(document.activeElement).toBe(field));
    fireEvent.input(field, { target: { value: 'Inb' } });
    let isLeft = false;
    field.addEventListener('blur', () => (isLeft = true));
    for (let times = 0; times < 3; times++) {
      await client.invalidateQueries();
      await vi.waitFor(() => expect(client.isFetching()).toBe(0));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(screen.queryByText('Loading')).toBeNull();
    expect([document.activeElement, field.value, isLeft]).toEqual([field, 'Inb', false]);
  });

  it('asks before unsaved changes are lost', async () => {
    await open();
    fireEvent.input(screen.getByLabelText('Error limit'), { target: { value: '5' } });
    const unload = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(unload);
    expect(unload.defaultPrevented).toBe(true);
    fireEvent.click(screen.getByRole('link', { name: /Fjord/ }));
    expect(await screen.findByText('Not saved: Error limit.')).toBeTruthy();
    expect(screen.queryByText('The project')).toBeNull();
    click('Save and leave');
    expect(await screen.findByText('The project')).toBeTruthy();
    expect(stored.options).toEqual({ maximumErrors: 5 });
  });
});
