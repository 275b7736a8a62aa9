import { Route, Router } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { afterEach, expect, it, vi } from 'vitest';
import { createRoot } from 'solid-js';
import { BulkAdd } from '../../app/features/mailboxes/bulk/bulk-add.tsx';
import { createMailboxList } from '../../app/features/mailboxes/bulk/create-list.ts';
import type { ListCommand, SessionFacts } from '../../app/features/mailboxes/bulk/list-session.ts';
import { createListSession } from '../../app/features/mailboxes/bulk/list-session.ts';
import type { Project } from '../../app/api.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { press } from './press.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The worker of the page, in this thread: a command at a time, answered later, by copies alone. */
class ListWorker extends EventTarget {
  readonly run = createListSession();
  postMessage(command: ListCommand): void {
    const copy = structuredClone(command);
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: structuredClone(this.run(copy)) })));
  }
  terminate(): void {}
}

const FACTS: SessionFacts = {
  taken: { source: ['there@old.example'], destination: ['there@new.example'] },
  isSameServer: false,
  waves: [],
  source: { hasAdministrator: true, domains: ['old.example'] },
  destination: { hasAdministrator: true, domains: ['new.example'] },
};
type Sent = { path: string; key: string | null; body: { rows: Record<string, unknown>[] } | null };

/** The page against an API that adds what it is given, unless it refuses so many times before. */
function open({ refusals = 0 } = {}) {
  const sent: Sent[] = [];
  let left = refusals;
  vi.stubGlobal('Worker', ListWorker);
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname: path } = new URL(input, 'http://localhost');
    const body = init.body ? (JSON.parse(init.body as string) as Sent['body']) : null;
    sent.push({ path, key: new Headers(init.headers).get('idempotency-key'), body });
    if (left-- > 0)
      return Response.json(
        { code: 'busy', title: 'The database is busy', status: 503, cause: 'Too many writes.', remedy: 'Try again.' },
        { status: 503 },
      );
    if (path.endsWith('/undo')) return Response.json({ id: 'imp_1', mailboxCount: 0 });
    return Response.json({ id: 'imp_1', mailboxCount: body?.rows.length ?? 0 }, { status: 201 });
  });
  const project = {
    id: 'prj_1',
    name: 'Fjord',
    source: { id: 'end_1', name: 'Old', domains: ['old.example'] },
    destination: { id: 'end_2', name: 'New', domains: ['new.example'] },
  } as unknown as Project;
  window.history.replaceState(null, '', '/projects/prj_1/mailboxes/add');
  const { container } = render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <main>
        <Router>
          <Route path="/projects/:id/mailboxes/add" component={() => <BulkAdd project={project} facts={FACTS} />} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, container };
}

async function paste(lines: string): Promise<void> {
  fireEvent.input(await screen.findByLabelText('Or paste lines here'), { target: { value: lines } });
  await press(screen.getByRole('button', { name: 'Check the list' }));
}

const chip = (name: RegExp) =>
  within(screen.getByRole('group', { name: 'Show rows that are' })).getByRole('button', { name });

it('shows what each row comes to, and counts what can be added', async () => {
  const { container } = open();
  await paste('ann@old.example\nnonsense\nthere@old.example\nann@old.example\nbo@other.example');
  // With the code that shows a list, which comes now for the first time.
  await screen.findByRole('button', { name: 'Add 2 mailboxes' }, { timeout: 20_000 });
  expect(chip(/^All/).textContent).toBe('All 5');
  for (const name of [
    /^Address not valid 1/,
    /^Already in the project 1/,
    /^Twice in the list 1/,
    /^Outside your domains 1/,
  ])
    expect(chip(name)).toBeTruthy();
  expect(screen.getByText('3 rows cannot be added and are left out.')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(chip(/^All/)));
  expect(await findBarriers(container)).toEqual([]);
});

it('leads to another list where nothing can be added', async () => {
  open();
  await paste('just words');
  const add = await screen.findByRole('button', { name: 'Add 0 mailboxes' });
  expect((add as HTMLButtonElement).disabled).toBe(true);
  await press(screen.getByRole('button', { name: 'Another list' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Or paste lines here')));
});

it('adds the rows with destinations by the pattern, and takes them back', async () => {
  const { sent } = open();
  await paste('ann@old.example\nnonsense');
  fireEvent.input(await screen.findByLabelText('Destination pattern'), { target: { value: '{local}.x@new.example' } });
  await press(await screen.findByRole('button', { name: 'Add 1 mailbox' }));
  await screen.findByText('1 mailbox added.');
  expect(sent[0]?.path).toBe('/api/projects/prj_1/mailboxes/import');
  expect(sent[0]?.body?.rows).toMatchObject([
    { line: 1, sourceEmail: 'ann@old.example', destinationEmail: 'ann.x@new.example' },
  ]);
  await press(screen.getByRole('button', { name: 'Undo' }));
  await screen.findByText('The mailboxes are removed again.');
  expect(sent[1]?.path).toBe('/api/mailbox-imports/imp_1/undo');
  expect(screen.queryByText('1 mailbox added.')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Or paste lines here')));
});

it('keeps the list after a failure, and sends the same key until something is changed', async () => {
  const { sent } = open({ refusals: 2 });
  await paste('ann@old.example\nbo@old.example');
  await press(await screen.findByRole('button', { name: 'Add 2 mailboxes' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The database is busy');
  await press(screen.getByRole('button', { name: 'Add 2 mailboxes' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  await screen.findByRole('button', { name: 'Add 2 mailboxes' });
  fireEvent.input(screen.getByLabelText('Destination pattern'), { target: { value: '{local}@new.example ' } });
  await press(await screen.findByRole('button', { name: 'Add 2 mailboxes' }));
  await screen.findByText('2 mailboxes added.');
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.key).not.toBe(sent[0]?.key);
});

it('refuses what is no list, and says what to do', async () => {
  open();
  const file = new File([new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0])], 'list.xlsx');
  // jsdom's files have no bytes to give.
  file.arrayBuffer = async () => new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]).buffer;
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  fireEvent.change(input);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('It is an Excel workbook (.xlsx)');
  expect(alert.textContent).toContain('save it as CSV UTF-8');
});

it('a list that is closed stays closed, whatever is answered of it afterwards', async () => {
  vi.stubGlobal('Worker', ListWorker);
  const [list, dispose] = createRoot((end) => [createMailboxList(), end] as const);
  const opening = list.run({ type: 'open', source: 'ann@old.example', facts: FACTS, rules: {} });
  const checking = list.run({ type: 'facts', facts: FACTS });
  list.close();
  expect([await opening, await checking].map((answer) => 'view' in answer)).toEqual([true, true]);
  expect(list.view()).toBeUndefined();
  await list.run({ type: 'open', source: 'bo@old.example', facts: FACTS, rules: {} });
  expect(list.view()?.rows).toHaveLength(1);
  dispose();
});
