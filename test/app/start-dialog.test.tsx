import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { PassPreview } from '../../app/api.ts';
import type { PassActions } from '../../app/features/passes/queries.ts';
import { StartDialog } from '../../app/features/passes/start-dialog.tsx';
import type { PassType } from '../../worker/lib/pass-types.ts';
import { findBarriers } from './barriers.ts';

// What a busy computer is slow to load on demand.
beforeAll(() => import('../../app/ui/open-dialog.tsx'));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const preview = (more: Partial<PassPreview> = {}): PassPreview => ({
  mailboxCount: 2,
  starts: 2,
  waitsForOwner: 0,
  waitsForLicence: 0,
  inPass: 0,
  credentialsMissing: 0,
  nothingFailed: 0,
  olderThanAt: null,
  mailboxIds: ['a', 'b'],
  ...more,
});

const GROUPS = [
  { code: 'ErrorItemCorrupt', cause: 'It is damaged.', remedy: 'Delete it.', errorCount: 9, mailboxCount: 2 },
  { code: 'ErrorMessageSizeExceeded', cause: 'Too large.', remedy: 'Raise the limit.', errorCount: 4, mailboxCount: 1 },
];

function open(type: PassType, answer: PassPreview | number = preview()) {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const path = typeof input === 'string' ? input : input.url;
    if (path.endsWith('/error-groups')) return Response.json({ items: GROUPS });
    asked.push(JSON.parse(init?.body as string));
    if (typeof answer === 'number') return Response.json({ code: 'x', title: 'It went wrong' }, { status: answer });
    return Response.json(answer);
  });
  const start = vi.fn<PassActions['start']>(async () => {});
  const onClose = vi.fn();
  const actions: PassActions = { start, stop: async () => {}, isBusy: () => false };
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <StartDialog
        projectId="prj_1"
        type={type}
        mailboxIds={undefined}
        which="all 405 mailboxes"
        actions={actions}
        onClose={onClose}
      />
    </QueryClientProvider>
  ));
  return { asked, start, onClose };
}

const lines = async () => {
  await screen.findByRole('button', { name: /^Start \d/ });
  return [...screen.getByRole('status').querySelectorAll('li > span')].map(({ textContent }) => textContent.trim());
};

it('says what will happen to how many before it starts them', async () => {
  const ids = Array.from({ length: 403 }, (_, index) => `mbx_${index}`);
  const { start, onClose } = open(
    'full',
    preview({ starts: 382, waitsForOwner: 18, waitsForLicence: 3, inPass: 2, mailboxIds: ids }),
  );
  expect(await lines()).toEqual([
    '382 start now',
    '18 wait for their owners, who get a mail with a link',
    '3 have no licence and wait for one',
    '2 are already in a pass',
  ]);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/settings/licences');
  expect(await findBarriers(document.body)).toEqual([]);
  // Enter starts.
  expect(document.activeElement?.textContent).toContain('Start 403');
  fireEvent.click(screen.getByRole('button', { name: 'Start 403 mailboxes' }));
  expect(start).toHaveBeenCalledWith('full', ids, {});
  expect(onClose).toHaveBeenCalled();
});

it('speaks of one mailbox as one', async () => {
  open('retry-errors', preview({ starts: 1, waitsForOwner: 1, credentialsMissing: 1, nothingFailed: 1 }));
  expect(await lines()).toEqual([
    '1 starts now',
    '1 waits for its owner, who gets a mail with a link',
    '1 is left out: enter its password again',
    '1 has nothing to retry',
  ]);
});

it('starts nothing where nothing can start', async () => {
  const { start } = open('full', preview({ starts: 0, inPass: 2, mailboxIds: [] }));
  await screen.findByText(/are already in a pass/);
  const button = screen.getByRole('button', { name: 'Start' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  expect(start).not.toHaveBeenCalled();
});

it('says why it cannot count', async () => {
  open('full', 500);
  expect((await screen.findByRole('alert')).textContent).toContain('It went wrong');
});

it('asks a pre-stage pass how old items have to be: an age, or a date', async () => {
  const { asked, start } = open('pre-stage', preview({ olderThanAt: '2026-03-03T00:00:00.000Z' }));
  await lines();
  const age = screen.getByLabelText('Items older than');
  expect([...age.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
    '30 days',
    '60 days',
    '90 days',
    '180 days',
    'A year',
    'A date',
  ]);
  fireEvent.change(age, { target: { value: '365' } });
  await waitFor(() => expect(asked.at(-1)).toEqual({ type: 'pre-stage', olderThan: { days: 365 } }));
  fireEvent.change(age, { target: { value: 'date' } });
  fireEvent.input(screen.getByLabelText('Date'), { target: { value: '2026-02-01' } });
  await waitFor(() => expect(asked.at(-1)).toEqual({ type: 'pre-stage', olderThan: { date: '2026-02-01' } }));
  fireEvent.click(await screen.findByRole('button', { name: 'Start 2 mailboxes' }));
  expect(start).toHaveBeenCalledWith('pre-stage', ['a', 'b'], { olderThan: { date: '2026-02-01' } });
});

it('lets one choose which kinds of errors are retried', async () => {
  const { asked, start } = open('retry-errors');
  const box = await screen.findByRole('checkbox', { name: /ErrorItemCorrupt/ });
  expect(screen.getByText('It is damaged. Delete it.')).toBeTruthy();
  fireEvent.click(box);
  const errorCodes = ['ErrorMessageSizeExceeded'];
  await waitFor(() => expect(asked.at(-1)).toEqual({ type: 'retry-errors', errorCodes }));
  await lines();
  fireEvent.click(screen.getByRole('button', { name: 'Start 2 mailboxes' }));
  await waitFor(() => expect(start).toHaveBeenCalledWith('retry-errors', ['a', 'b'], { errorCodes }));
});
