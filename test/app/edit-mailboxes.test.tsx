import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Mailbox } from '../../app/api.ts';
import { EditMenu } from '../../app/features/mailboxes/edits/edit-menu.tsx';
import { changesOfSignIn, changesOfTags, planDestinations } from '../../app/features/mailboxes/edits/plan-changes.ts';
import { isLeaving } from '../../app/features/mailboxes/edits/removal.ts';
import { factsOf, filterIn, matcherOf, wordsOfFilter } from '../../app/features/projects/mailbox-filter.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';
import { pause, press } from './press.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

type Sent = { method: string; path: string; body: unknown };

/** The menu of a project with these mailboxes, against an API that takes everything. */
function open(mailboxes: Mailbox[], selected: string[] = []) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, { method, body }: RequestInit) => {
    sent.push({ method: method!, path: url, body: JSON.parse((body as string | undefined) ?? 'null') });
    return Response.json({ items: [], deleted: 1 });
  });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <EditMenu
        projectId="prj_1"
        projectName="Fjord"
        mailboxes={mailboxes}
        shown={mailboxes}
        selected={new Set(selected)}
      />
      <Toasts />
    </QueryClientProvider>
  ));
  return sent;
}

async function choose(entry: string) {
  fireEvent.keyDown(screen.getByRole('button', { name: 'Edit' }), { key: 'Enter' });
  await press(await screen.findByRole('menuitem', { name: new RegExp(entry) }));
}

it('destination addresses: those that cannot be come first, and exchanged ones are no doubles', () => {
  const all = [mailbox('ann'), mailbox('bo'), mailbox('cy', {}, { destinationEmail: 'taken@next.example' })];
  const [ann, bo] = all as [Mailbox, Mailbox];
  expect(
    planDestinations([ann, bo], all, { search: '@NEW.', replace: '@next.' }).map(({ address }) => address),
  ).toEqual(['ann@next.example', 'bo@next.example']);
  expect(planDestinations([ann, bo], all, { pattern: 'taken@next.example' }).map(({ problem }) => problem)).toEqual([
    'taken@next.example is already in this project.',
    'taken@next.example is already in this project.',
  ]);
  expect(planDestinations([ann, bo], all, { pattern: 'one@{domain}' }).map(({ problem }) => problem)).toEqual([
    'Several mailboxes would get one@old.example.',
    'Several mailboxes would get one@old.example.',
  ]);
  expect(planDestinations([ann], all, { pattern: '{local}' }).map(({ problem }) => problem)).toEqual([
    'ann is not an e-mail address.',
  ]);
});

it('tags: case makes no other tag, and what stays the same is not sent', () => {
  const tagged = [mailbox('ann', {}, { tags: ['Board', 'Old'] }), mailbox('bo', {}, { tags: ['board'] })];
  expect(changesOfTags(tagged, { add: ['BOARD'], remove: new Set(['old']) })).toEqual([
    { edit: { id: 'ann', tags: ['Board'] }, undo: { id: 'ann', tags: ['Board', 'Old'] } },
  ]);
});

it('logins by a pattern; undoing gives back the login, and removes a password that there was none of', () => {
  const [change] = changesOfSignIn([mailbox('ann', {}, { sourceLogin: 'x' })], {
    side: 'source',
    login: 'FJORD\\{local}',
    password: ' p ',
  });
  expect(change).toEqual({
    edit: { id: 'ann', sourceLogin: 'FJORD\\ann', sourcePassword: ' p ' },
    undo: { id: 'ann', sourceLogin: 'x', sourcePassword: null },
  });
});

it('changes destination addresses after a preview, and undoes it', async () => {
  const sent = open([mailbox('ann'), mailbox('bo')]);
  await choose('Destination addresses');
  const dialog = within(await screen.findByRole('dialog', { name: 'Destination of 2 mailboxes' }));
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Change' }).disabled).toBe(true);
  fireEvent.input(dialog.getByLabelText('Search in the destination address'), { target: { value: '@new.example' } });
  fireEvent.input(dialog.getByLabelText('Replace with'), { target: { value: '@next.example' } });
  expect(dialog.getByText('ann@next.example')).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  await press(dialog.getByRole('button', { name: 'Change 2' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await vi.waitFor(() => expect(sent.filter(({ method }) => method === 'PATCH')).toHaveLength(2));
  expect(sent.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
    {
      mailboxes: [
        { id: 'ann', destinationEmail: 'ann@next.example' },
        { id: 'bo', destinationEmail: 'bo@next.example' },
      ],
    },
    {
      mailboxes: [
        { id: 'ann', destinationEmail: 'ann@new.example' },
        { id: 'bo', destinationEmail: 'bo@new.example' },
      ],
    },
  ]);
});

it('leaves out mailboxes whose destination is in use, and says so', async () => {
  const copied = mailbox('bo');
  const used = { ...copied, progress: { ...copied.progress, itemsDone: 3 } };
  const sent = open([mailbox('ann', {}, { hasDestinationPassword: true }), used]);
  await choose('Destination addresses');
  const dialog = within(await screen.findByRole('dialog', { name: 'Destination of 2 mailboxes' }));
  expect(dialog.getByText(/^1 mailbox is left out: a pass is running on it, or has copied items\./)).toBeTruthy();
  fireEvent.input(dialog.getByLabelText('Search in the destination address'), { target: { value: '@new.example' } });
  fireEvent.input(dialog.getByLabelText('Replace with'), { target: { value: '@next.example' } });
  expect(dialog.getByText(/^1 stored password is removed, .* Undo cannot restore it\.$/)).toBeTruthy();
  await press(dialog.getByRole('button', { name: 'Change 1' }));
  await vi.waitFor(() => expect(sent.filter(({ method }) => method === 'PATCH')).toHaveLength(1));
  expect(sent.find(({ method }) => method === 'PATCH')?.body).toEqual({
    mailboxes: [{ id: 'ann', destinationEmail: 'ann@next.example' }],
  });
});

it('adds and removes tags of the selected mailboxes alone', async () => {
  const sent = open([mailbox('ann', {}, { tags: ['Old'] }), mailbox('bo')], ['ann']);
  await choose('Tags');
  const dialog = within(await screen.findByRole('dialog', { name: 'Tags of 1 mailbox' }));
  fireEvent.input(dialog.getByLabelText('Add tags'), { target: { value: 'Board; Berlin' } });
  fireEvent.click(dialog.getByRole('checkbox', { name: /Old/ }));
  await press(dialog.getByRole('button', { name: 'Change 1' }));
  await vi.waitFor(() =>
    expect(sent.map(({ body }) => body)).toContainEqual({ mailboxes: [{ id: 'ann', tags: ['Board', 'Berlin'] }] }),
  );
});

it('asks for the users’ logins, and says what goes', async () => {
  const sent = open([mailbox('ann', {}, { hasSourcePassword: true })]);
  await choose('Logins and passwords');
  const dialog = within(await screen.findByRole('dialog', { name: 'Sign-in of 1 mailbox' }));
  fireEvent.change(dialog.getByLabelText('Logins'), { target: { value: 'unknown' } });
  expect(dialog.getByText(/^1 stored password is removed\. Undo cannot restore it\.$/)).toBeTruthy();
  await press(dialog.getByRole('button', { name: 'Change 1' }));
  await vi.waitFor(() =>
    expect(sent.map(({ body }) => body)).toContainEqual({ mailboxes: [{ id: 'ann', sourceLogin: 'unknown' }] }),
  );
});

it('mailboxes without a past go a moment later, and stay when it is undone', async () => {
  const sent = open([mailbox('ann'), mailbox('bo')], ['ann']);
  await choose('Remove from the project');
  expect([isLeaving('ann'), isLeaving('bo')]).toEqual([true, false]);
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect([isLeaving('ann'), sent.filter(({ method }) => method === 'POST')]).toEqual([false, []]);
});

it('mailboxes that a pass was on go after the project’s name has been typed', async () => {
  const sent = open([mailbox('ann', { itemsDone: 3 }, { passId: 'pas_1' })]);
  await choose('Remove from the project');
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Remove 1 mailbox' }));
  const button = dialog.getByRole<HTMLButtonElement>('button', { name: 'Remove' });
  expect(button.disabled).toBe(true);
  fireEvent.input(dialog.getByRole('textbox'), { target: { value: 'Fjord' } });
  await press(button);
  await pause();
  expect(sent.filter(({ path }) => path.includes('/delete'))).toMatchObject([{ body: { mailboxIds: ['ann'] } }]);
});

const many = (count: number): Mailbox[] =>
  Array.from({ length: count }, (_, index) => mailbox(`m${String(index)}`, {}, { tags: [] }));
/** The API takes so many requests of this kind, and refuses the next one. */
function refuseAfter(taken: number, isOfKind: (method: string, path: string) => boolean): void {
  const before = globalThis.fetch;
  let count = 0;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (isOfKind(init.method ?? 'GET', url) && ++count === taken + 1)
      return Response.json({ code: 'mailbox-busy', title: 'Passes are running', status: 409 }, { status: 409 });
    return before(url, init);
  });
}

it('changes over 500 mailboxes all, or none: what was done before a refusal is taken back', async () => {
  const sent = open(many(700));
  refuseAfter(1, (method) => method === 'PATCH');
  await choose('Tags');
  const dialog = within(await screen.findByRole('dialog', { name: 'Tags of 700 mailboxes' }));
  fireEvent.input(dialog.getByLabelText('Add tags'), { target: { value: 'Board' } });
  await press(dialog.getByRole('button', { name: 'Change 700' }));
  expect((await dialog.findByRole('alert')).textContent).toContain('Passes are running');
  const patches = sent.filter(({ method }) => method === 'PATCH').map(({ body }) => body as { mailboxes: object[] });
  expect(patches.map(({ mailboxes }) => [mailboxes.length, mailboxes[0]])).toEqual([
    [500, { id: 'm0', tags: ['Board'] }],
    [500, { id: 'm0', tags: [] }],
  ]);
});

it('says how many of over 500 mailboxes have changed where that cannot be taken back', async () => {
  open(many(700).map((each) => ({ ...each, hasSourcePassword: true })));
  refuseAfter(1, (method) => method === 'PATCH');
  await choose('Logins and passwords');
  const dialog = within(await screen.findByRole('dialog', { name: 'Sign-in of 700 mailboxes' }));
  fireEvent.change(dialog.getByLabelText('Passwords'), { target: { value: 'remove' } });
  await press(dialog.getByRole('button', { name: 'Change 700' }));
  expect((await dialog.findByRole('alert')).textContent).toContain('500 of 700 mailboxes changed, then it failed');
});

it('says how many of over 500 mailboxes are removed where a pass runs on one of the others', async () => {
  open(many(1_200).map((each) => ({ ...each, passId: 'pas_1' })));
  refuseAfter(2, (method, path) => method === 'POST' && path.includes('/delete'));
  await choose('Remove from the project');
  const dialog = within(await screen.findByRole('alertdialog'));
  fireEvent.input(dialog.getByRole('textbox'), { target: { value: 'Fjord' } });
  await press(dialog.getByRole('button', { name: 'Remove' }));
  await screen.findByText('1,000 of 1,200 mailboxes removed: Passes are running');
});

it('filters read an address, match tags in any case, and say what they show', () => {
  expect(filterIn({ state: 'attention', kind: 'bounced', tag: 'Board', q: 'fj', other: 'x' })).toEqual({
    state: 'attention',
    kind: 'bounced',
    tag: 'Board',
    q: 'fj',
  });
  expect(filterIn({ state: 'nowhere', kind: 'no', tag: '' })).toEqual({});
  const facts = factsOf(filterIn({ state: 'attention', tag: 'Board', q: ' fj ' }))!;
  expect([facts, wordsOfFilter(facts)]).toEqual([
    { state: 'attention', tag: 'Board', q: 'fj' },
    'Needs attention, tag Board, “fj”',
  ]);
  expect(factsOf({ q: ' ' })).toBeUndefined();
  const shows = matcherOf({ tag: 'BOARD' });
  expect([mailbox('ann', {}, { tags: ['board'] }), mailbox('bo')].map(shows)).toEqual([true, false]);
});
