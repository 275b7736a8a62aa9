import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library';
import { afterEach, expect, test, vi } from 'vitest';
import { fittingPeople, listTextOf, mergePeople, personRows } from '../../app/features/mailboxes/bulk/people-list.ts';
import { PeoplePicker } from '../../app/features/mailboxes/bulk/people-picker.tsx';
import { readList } from '../../worker/lib/mailbox-list/read-list.ts';

const side = { hasAdministrator: true, domains: ['old.example'] };
const FACTS = {
  taken: { source: ['ann@old.example'], destination: [] },
  isSameServer: false,
  waves: [],
  source: side,
  destination: side,
};
const person = (email: string, name: string, type: 'mailbox' | 'room' = 'mailbox') => ({ email, name, type });
const ANN = person('Ann@old.example', 'Ann Lee');
const BEN = person('ben@old.example', 'Bén "B", O’Hara');
const BLUE = person('blue@old.example', 'Blue', 'room');
const EVE = person('eve@else.example', 'eve@else.example');

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Part = {
  items?: (typeof ANN)[];
  nextCursor?: string | null;
  complete?: boolean;
  retryAfterSeconds?: number | null;
};

/** Opens the picker on a server that answers with these parts, one after another; a number is that status. */
function open(...parts: (Part | { problem: string } | 'offline')[]) {
  const asked: unknown[] = [];
  const chosen: string[] = [];
  vi.stubGlobal('fetch', async (_input: string, init: RequestInit) => {
    asked.push(JSON.parse(init.body as string));
    const part = parts.shift() ?? {};
    if (part === 'offline') throw new TypeError('Failed to fetch');
    if ('problem' in part)
      return Response.json(
        { type: '', code: part.problem, title: 'The server refuses its address list', status: 422, detail: '' },
        { status: 422, headers: { 'content-type': 'application/problem+json' } },
      );
    const { items = [], nextCursor = null, complete = nextCursor === null, retryAfterSeconds = null } = part;
    const people = items.map((each) => ({ ...each, isAdded: false }));
    return Response.json({ items: people, nextCursor, complete, retryAfterSeconds, method: 'resolve-names' });
  });
  render(() => (
    <PeoplePicker projectId="prj_1" facts={FACTS} onChoose={(list) => chosen.push(list)} onBack={() => undefined} />
  ));
  return { asked, chosen };
}

test('answers that overlap make one list, in which a room stays a room', () => {
  const once = mergePeople(new Map(), [BLUE, ANN]);
  const twice = mergePeople(once, [person('BLUE@old.example', 'Blue'), EVE]);
  expect([...twice.values()]).toEqual([BLUE, ANN, EVE]);
  expect(
    mergePeople(mergePeople(new Map(), [person('blue@old.example', 'Blue')]), [BLUE]).get('blue@old.example'),
  ).toBe(BLUE);
});

test('people are sorted, and marked when they are in the project or outside its domains', () => {
  const rows = personRows(mergePeople(new Map(), [EVE, BLUE, BEN, ANN]), FACTS);
  expect(rows.map(({ id, state }) => [id, state])).toEqual([
    ['ann@old.example', 'added'],
    ['ben@old.example', 'new'],
    ['blue@old.example', 'new'],
    ['eve@else.example', 'outside'],
  ]);
  expect(fittingPeople(rows, ' BEN ').map(({ id }) => id)).toEqual(['ben@old.example']);
});

test('those who are chosen are read as a list, whatever their names have', () => {
  const rows = personRows(mergePeople(new Map(), [EVE, BLUE, BEN]), FACTS);
  const { rows: read } = readList(listTextOf(rows), {});
  expect(read.map(({ sourceEmail, contactName, type }) => [sourceEmail, contactName ?? '', type ?? ''])).toEqual([
    ['ben@old.example', BEN.name, ''],
    ['blue@old.example', '', 'RoomMailbox'],
    ['eve@else.example', '', ''],
  ]);
});

test('the list is read to its end by itself, and those in the project are not chosen', async () => {
  const { asked, chosen } = open({ items: [ANN], nextCursor: 'next' }, { items: [BEN, BLUE] });
  await screen.findByText('3 mailboxes found, 1 of them in the project.');
  await waitFor(() => expect(screen.queryByText('Reading the address list …')).toBeNull());
  expect(asked).toEqual([{}, { cursor: 'next' }]);
  fireEvent.click(screen.getByRole('button', { name: 'Select all 2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Check 2 mailboxes' }));
  expect(chosen[0]).toContain('ben@old.example');
  expect(chosen[0]).not.toContain('Ann@old.example');
});

test('a refusal is shown, and another try goes on where the list was', async () => {
  const { asked } = open({ items: [BEN], nextCursor: 'here' }, { problem: 'people-refused' }, { items: [BLUE] });
  await screen.findByText('The server refuses its address list');
  fireEvent.click(screen.getByRole('button', { name: /Try again/ }));
  await screen.findByText('2 mailboxes found.');
  expect(asked).toEqual([{}, { cursor: 'here' }, { cursor: 'here' }]);
  expect(screen.queryByText('The server refuses its address list')).toBeNull();
});

test('offline it says so', async () => {
  open('offline');
  await screen.findByText('Mailferry cannot be reached');
});

test('an empty list says what to do instead', async () => {
  open({});
  await screen.findByText('The server shows no mailboxes');
});

test('a busy server is left alone, and reading can be stopped', async () => {
  const { asked } = open({ items: [BEN], nextCursor: 'next', retryAfterSeconds: 60 }, { items: [BLUE] });
  await screen.findByText('The server is busy. Continues in 60 s.');
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  await screen.findByText('Stopped before the end of the list.');
  expect(asked).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await screen.findByText('2 mailboxes found.');
});

test('a list that the server cut says that somebody may be missing', async () => {
  open({ items: [BEN], complete: false });
  await screen.findByText('The list may not be complete.');
});

test('the server is searched for what the part that was read does not have', async () => {
  const { asked } = open({ items: [BEN], nextCursor: 'next', retryAfterSeconds: 60 }, { items: [BLUE] }, {});
  await screen.findByText('The server is busy. Continues in 60 s.');
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  await screen.findByText('Stopped before the end of the list.');
  fireEvent.input(screen.getByLabelText('Search people'), { target: { value: 'blue' } });
  fireEvent.click(screen.getByRole('button', { name: 'Search the server' }));
  await screen.findByText('2 mailboxes found.');
  await waitFor(() => expect(asked).toEqual([{}, { search: 'blue' }, { cursor: 'next' }]));
});
