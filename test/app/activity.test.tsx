import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Event } from '../../app/api.ts';
import { Activity } from '../../app/features/activity/activity.tsx';
import { csvOfEvents } from '../../app/features/activity/csv-of-events.ts';
import { NO_FILTER, queryOf } from '../../app/features/activity/filter.ts';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function event(number: number, more: Partial<Event> = {}): Event {
  return {
    id: `evt_${String(number)}`,
    at: `2026-03-0${String(1 + (number % 2))}T12:00:00.000Z`,
    type: 'project.updated',
    actor: { kind: 'agent', id: 'agt_1', name: 'Ada' },
    subject: { kind: 'project', id: 'prj_1', name: 'Contoso' },
    customerId: null,
    projectId: 'prj_1',
    mailboxId: null,
    passId: null,
    changes: [{ field: 'name', from: 'Contoso', to: `Name ${String(number)}` }],
    data: {},
    ...more,
  };
}

/** The screen over these events; `asked` has what the API was asked for. */
function open(events: () => Event[] | Response, props: Parameters<typeof Activity>[0] = {}) {
  const asked: URLSearchParams[] = [];
  vi.stubGlobal('fetch', async (input: string) => {
    const { searchParams } = new URL(input, 'http://localhost');
    asked.push(searchParams);
    const all = events();
    if (all instanceof Response) return all;
    const from = Number(searchParams.get('cursor') ?? 0);
    const to = from + Number(searchParams.get('limit'));
    return Response.json({ items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null });
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(() => (
    <QueryClientProvider client={client}>
      <main>
        <Activity {...props} />
      </main>
    </QueryClientProvider>
  ));
  return asked;
}

it('tells each event as a sentence, by day, with the way to what it is about', async () => {
  const trust = event(3, {
    type: 'endpoint.deleted',
    subject: { kind: 'endpoint', id: 'end_1', name: 'old' },
    projectId: null,
  });
  const mailbox = event(5, {
    type: 'mailbox.failed',
    subject: { kind: 'mailbox', id: 'mbx_1', name: 'anna@old.example' },
    mailboxId: 'mbx_1',
    data: { passType: 'full' },
  });
  open(() => [event(1), trust, mailbox]);
  await screen.findByText('Ada changed the project “Contoso”: name from “Contoso” to “Name 1”.');
  expect(screen.getByText('Ada deleted the endpoint “old”.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open the mailbox' }).getAttribute('href')).toBe(
    '/projects/prj_1/mailboxes/mbx_1',
  );
  expect(screen.getAllByRole('link')).toHaveLength(2);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('asks the API by all filters, from the first page on, and takes them back', async () => {
  const projects = [{ id: 'prj_1', name: 'Contoso' }] as never;
  const many = Array.from({ length: 120 }, (_, number) => event(number));
  const customers = [{ id: 'cus_1', companyName: 'Fjord' }] as never;
  const asked = open(() => many, { projects, customers });
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  await screen.findByText('100 shown');
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  choose('Event', 'pass.failed');
  choose('Who', 'system');
  choose('Customer', 'cus_1');
  choose('Project', 'prj_1');
  choose('From', '2026-03-01');
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' anna ' } });
  const wanted = {
    type: 'pass.failed',
    actor: 'system',
    customerId: 'cus_1',
    projectId: 'prj_1',
    query: 'anna',
    limit: '50',
  };
  await vi.waitFor(() => expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject(wanted));
  expect(asked.at(-1)?.has('cursor')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  await vi.waitFor(() => expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({ limit: '50' }));
});

it('counts whole days, as the reader’s calendar has them', () => {
  const query = queryOf({ ...NO_FILTER, from: '2026-03-29', until: '2026-03-29' });
  expect([new Date(query.from!).getDate(), new Date(query.until!).getDate()]).toEqual([29, 30]);
  expect(new Date(query.until!).getHours()).toBe(0);
});

it('says that nothing has happened, that nothing matches, and what went wrong', async () => {
  let answer: () => Event[] | Response = () => [];
  open(() => answer());
  await screen.findByText('Nothing has happened yet');
  fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'agent' } });
  await screen.findByText('No event matches');
  answer = () => Response.json({ code: 'x', title: 'Storage full', status: 507 }, { status: 507 });
  fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'system' } });
  await screen.findByText('Storage full');
});

it('saves what is filtered as a file that no spreadsheet runs', () => {
  const evil = event(1, { actor: { kind: 'agent', id: null, name: '=HYPERLINK("http://x")' } });
  const lines = csvOfEvents([evil]).split('\r\n');
  expect(lines[0]).toBe('\uFEFFId,Date,Type,Actor,Actor Id,Subject,Subject Id,What happened,Changes');
  expect(lines[1]).toContain(`evt_1,2026-03-02T12:00:00.000Z,project.updated,"'=HYPERLINK(""http://x"")",`);
});
