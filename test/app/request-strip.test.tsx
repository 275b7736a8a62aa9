import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Mailbox, Problem } from '../../app/api.ts';
import { createRequestActions } from '../../app/features/credential-requests/queries.ts';
import type { RequestKind } from '../../app/features/credential-requests/request-kinds.ts';
import { kindOfMailbox } from '../../app/features/credential-requests/request-kinds.ts';
import { RequestStrip } from '../../app/features/credential-requests/request-strip.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox, waiting } from './fixtures.ts';
import { press } from './press.ts';

const ALL: readonly Mailbox[] = [
  waiting('ann'),
  waiting('bo', { state: 'bounced' }),
  waiting('cleo', { state: 'bounced' }),
  waiting('dan', { state: 'opened', attempts: 2 }),
  { ...waiting('eve', { state: 'answered' }), status: 'Completed', state: 'done', hasSourcePassword: true },
  waiting('fay', { state: 'expired' }),
  mailbox('hal', {}, { status: 'Paused', state: 'attention', askAgain: 'source' }),
  mailbox('gil'),
];

let answers: Record<string, () => Response>;
const sent: [path: string, body: unknown][] = [];
beforeEach(() => {
  sent.length = 0;
  answers = {};
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit = {}) => {
    if (path === '/api/me') return Response.json({ agent: null, workgroup: { id: 'w', name: 'W' }, role: 'manager' });
    sent.push([path, JSON.parse((body as string | undefined) ?? 'null')]);
    return (
      answers[path.split('/').at(-1)!]?.() ??
      Response.json({ sent: 1, revoked: 1, asked: 1, purged: 1, inUse: [], skipped: 0 })
    );
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(list: readonly Mailbox[] = ALL, selected: string[] = []) {
  const [filter, setFilter] = createSignal<RequestKind>();
  const [problem, setProblem] = createSignal<Problem>();
  const shown = () => list.filter((each) => !filter() || kindOfMailbox(each) === filter());
  const Strip = () => {
    const actions = createRequestActions(() => 'prj_1', setProblem);
    return (
      <RequestStrip
        projectName="Fjord"
        mailboxes={list}
        shown={shown()}
        selected={new Set(selected)}
        filter={filter()}
        onFilter={setFilter}
        actions={actions}
      />
    );
  };
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <Strip />
      <p>{problem()?.title}</p>
      <Toasts />
    </QueryClientProvider>
  ));
}
const chips = () => screen.getAllByRole('button', { pressed: false }).map(({ textContent }) => textContent);
async function choose(name: RegExp) {
  await press(screen.getByRole('button', { name: 'Credentials' }));
  const item = screen.getByRole('menuitem', { name });
  const words = item.textContent;
  await press(item);
  return words;
}

it('shows at a glance how many users stand how, what is wrong first', async () => {
  open();
  expect(chips()).toEqual([
    'Sign-in failed 1',
    'Bounced 2',
    'Password not accepted 1',
    'Expired 1',
    'Not opened 1',
    'Answered 1',
  ]);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('is not there where no user has anything to do', () => {
  open([mailbox('gil')]);
  expect(screen.queryByRole('region', { name: 'Credentials of users' })).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

it('sends new links to those of one kind', async () => {
  open();
  fireEvent.click(screen.getByRole('button', { name: /Bounced/ }));
  expect(await choose(/Send again/)).toContain('the 2 mailboxes shown');
  expect(sent).toEqual([['/api/projects/prj_1/credential-requests/resend', { mailboxIds: ['bo', 'cleo'] }]]);
  expect(await screen.findByText('A new link is on its way.')).toBeTruthy();
});

it('acts on what is selected, shown or not, and only where there is something to do', async () => {
  open(ALL, ['bo', 'eve', 'gil']);
  fireEvent.click(screen.getByRole('button', { name: /Not opened/ }));
  expect(await choose(/Revoke links/)).toMatch(/: 1 mailbox$/);
  expect(sent).toEqual([['/api/projects/prj_1/credential-requests/revoke', { mailboxIds: ['bo'] }]]);
});

it('takes a revocation back by a new link', async () => {
  open(ALL, ['bo']);
  await choose(/Revoke links/);
  await screen.findByText('The link is revoked.');
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await vi.waitFor(() =>
    expect(sent.at(-1)).toEqual(['/api/projects/prj_1/credential-requests/resend', { mailboxIds: ['bo'] }]),
  );
});

it('asks those again whose password stopped working', async () => {
  open();
  await choose(/Ask again/);
  expect(sent).toEqual([['/api/projects/prj_1/credential-requests/ask-again', { mailboxIds: ['hal'] }]]);
});

it('purges credentials once the name of the project has been typed', async () => {
  open();
  await choose(/Purge credentials/);
  const dialog = await screen.findByRole('alertdialog');
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Purge credentials' });
  expect([dialog.textContent, button().disabled]).toEqual([expect.stringContaining('receipt'), true]);
  fireEvent.input(screen.getByLabelText('Type “Fjord” to confirm'), { target: { value: 'Fjord' } });
  fireEvent.click(button());
  await vi.waitFor(() => expect(sent).toEqual([['/api/projects/prj_1/credentials/purge', { mailboxIds: ['eve'] }]]));
  expect(await screen.findByText(/credentials of 1 mailbox are purged/)).toBeTruthy();
});

it('says why nothing happened, and can be pressed again', async () => {
  answers.resend = () => Response.json({ code: 'x', title: 'No mail server is set', status: 409 }, { status: 409 });
  open();
  await choose(/Send again/);
  expect(await screen.findByText('No mail server is set')).toBeTruthy();
  answers = {};
  await choose(/Send again/);
  expect(await screen.findByText(/on its way|on their way/)).toBeTruthy();
});
