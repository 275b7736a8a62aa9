import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import NoticePage from '../../app/features/notices/notice-page.tsx';
import NoticesPage from '../../app/features/notices/notices-page.tsx';
import NotifyPage from '../../app/features/notices/notify-page.tsx';
import type { Notice, NoticePreviewAnswer, NoticeRecipient } from '../../app/api.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

// jsdom has no constructed style sheets, and axe cannot look into its frames.
vi.mock('../../app/features/templates/html-frame.tsx', () => ({
  HtmlFrame: () => <p>Preview as HTML</p>,
}));

// What a busy computer is slow to load on demand.
beforeAll(() => import('../../app/ui/zoned-parts.tsx'));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const AT = '2026-11-29T12:00:00.000Z';
const NONE = { total: 0, pending: 0, queued: 0, sent: 0, failed: 0, bounced: 0, skipped: 0, cancelled: 0 };

const notice = (more: Partial<Notice> = {}): Notice => ({
  id: 'ntc_1',
  projectId: 'prj_1',
  kind: 'migration-notice',
  language: 'user',
  automatic: null,
  state: 'sent',
  startsAt: null,
  sendAt: null,
  counts: { ...NONE, total: 41, sent: 38, bounced: 2, skipped: 1 },
  createdBy: 'Ada',
  createdAt: AT,
  endedAt: AT,
  ...more,
});

const RECIPIENTS: NoticeRecipient[] = [
  {
    mailboxId: 'mbx_1',
    mailbox: 'anna@old.example',
    to: 'anna@old.example',
    language: 'de',
    state: 'bounced',
    reason: null,
    response: '550 No such user',
    messageId: 'msg_1',
    sentAt: null,
  },
  {
    mailboxId: 'mbx_2',
    mailbox: 'bo@old.example',
    to: null,
    language: null,
    state: 'skipped',
    reason: 'mailbox-deleted',
    response: null,
    messageId: null,
    sentAt: null,
  },
];

const PREVIEW: NoticePreviewAnswer = {
  counts: { chosen: 41, toSend: 40, alreadyNotified: 1, notCompleted: 3 },
  startsAt: null,
  sendAt: null,
  recipient: {
    mailboxId: 'mbx_1',
    mailbox: 'anna@old.example',
    to: 'anna@old.example',
    name: 'Anna',
    language: 'de',
    timeZone: 'Europe/Oslo',
    subject: 'Ihr Postfach zieht um',
    html: '<html lang="de"><head></head><body><p>Guten Tag Anna</p></body></html>',
    text: 'Guten Tag Anna',
  },
  previousMailboxId: null,
  nextMailboxId: 'mbx_2',
};

type World = { notices?: Notice[]; role?: string; isFailing?: boolean; refusal?: unknown; isOffline?: boolean };

/** A page against an API with these notices; gives what was sent. */
function open(
  path: string,
  { notices = [], role = 'agent', isFailing = false, refusal, isOffline = false }: World = {},
  state: unknown = null,
) {
  const sent: { path: string; body: unknown; key: string | null }[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(input, 'http://localhost');
    const list = (items: unknown[]) => Response.json({ items, nextCursor: null });
    if ((init.method ?? 'GET') !== 'GET') {
      const body: unknown = init.body ? JSON.parse(init.body as string) : undefined;
      sent.push({ path: pathname, body, key: new Headers(init.headers).get('idempotency-key') });
      if (pathname.endsWith('/preview')) return Response.json(PREVIEW);
      if (pathname.endsWith('/cancel'))
        return Response.json(notice({ state: 'cancelled', counts: { ...NONE, total: 41, cancelled: 41 } }));
      if (isOffline) throw new TypeError('Failed to fetch');
      if (refusal) return Response.json(refusal, { status: 422 });
      return Response.json(notice({ state: 'sending', counts: { ...NONE, total: 41, pending: 41 } }), { status: 201 });
    }
    if (isFailing) return Response.json({ code: 'unexpected', title: 'Something broke', status: 500 }, { status: 500 });
    if (pathname === '/api/me') return Response.json({ role });
    if (pathname === '/api/projects/prj_1')
      return Response.json({ id: 'prj_1', name: 'Contoso', options: {}, archivedAt: null });
    if (pathname.endsWith('/recipients')) {
      const wanted = searchParams.get('state');
      return list(RECIPIENTS.filter((each) => wanted === null || each.state === wanted));
    }
    if (pathname === '/api/projects/prj_1/notices') return list(notices);
    return Response.json(notices[0] ?? notice());
  });
  window.history.replaceState(state, '', path);
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {/* As the shell has it. */}
      <main>
        <Router>
          <Route path="/projects/:id/notices" component={NoticesPage} />
          <Route path="/projects/:id/notices/:noticeId" component={NoticePage} />
          <Route path="/projects/:id/notify" component={NotifyPage} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent };
}

it('lists notices with how far each is, and says what is automatic', async () => {
  open('/projects/prj_1/notices', {
    notices: [
      notice(),
      notice({
        id: 'ntc_2',
        state: 'scheduled',
        counts: { ...NONE, total: 3, pending: 3 },
        sendAt: {
          local: '2027-03-28T02:30',
          timeZone: 'Europe/Oslo',
          at: '2027-03-28T01:30:00.000Z',
          case: 'skipped',
          shownAs: '2027-03-28T03:30',
        },
      }),
      notice({ id: 'ntc_3', automatic: 'completion', kind: 'completion', state: 'scheduled', counts: NONE }),
    ],
  });
  await screen.findByText('38 sent, 2 bounced, 1 skipped');
  expect(screen.getByText('3 waiting')).toBeTruthy();
  expect(screen.getByText(/Europe\/Oslo \(clocks go forward then\)/)).toBeTruthy();
  expect(screen.getByText('Automatic: at completion')).toBeTruthy();
  expect(screen.getByText('On')).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
});

it('says where there is no notice, and where the list cannot be read', async () => {
  open('/projects/prj_1/notices');
  await screen.findByText('No notice yet');
  cleanup();
  open('/projects/prj_1/notices', { isFailing: true });
  await screen.findByText('Something broke');
  expect(screen.getByRole('button', { name: /Try again/ })).toBeTruthy();
});

it('shows the log of a notice by user, and only those in one state', async () => {
  open('/projects/prj_1/notices/ntc_1', { notices: [notice()] });
  await screen.findByText('550 No such user');
  expect(screen.getByText(/The address does not take mail/)).toBeTruthy();
  expect(screen.getByText(/The mailbox was deleted before the notice was sent/)).toBeTruthy();
  // A mailbox that is gone leads nowhere.
  expect(screen.queryByRole('link', { name: 'bo@old.example' })).toBeNull();
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: /^Skipped/ }));
  await waitFor(() => expect(screen.queryByText('550 No such user')).toBeNull());
});

it('cancels a notice after asking', async () => {
  const waiting = notice({ state: 'scheduled', counts: { ...NONE, total: 41, pending: 41 } });
  const { sent } = open('/projects/prj_1/notices/ntc_1', { notices: [waiting] });
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel the notice' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  await dialog.findByText(/41 users will not get it/);
  fireEvent.click(dialog.getByRole('button', { name: 'Cancel the notice' }));
  await screen.findByText('The notice to 41 users is cancelled.');
  expect(sent.map(({ path }) => path)).toEqual(['/api/notices/ntc_1/cancel']);
});

const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('previews a notice by user, warns of mailboxes that are not completed, and sends it once', async () => {
  const { sent } = open('/projects/prj_1/notify');
  await screen.findByText(/Enter when the migration starts/);
  choose('Template', 'completion');
  await screen.findByText('Ihr Postfach zieht um');
  expect(screen.getByText(/3 of these mailboxes have no completed full pass/)).toBeTruthy();
  expect(screen.getByText(/1 user has had it/)).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Next user' }));
  await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ mailboxId: 'mbx_2' }));
  const button = screen.getByRole('button', { name: 'Send to 40 users' });
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText('41 users get the notice.');
  const posts = sent.filter(({ path }) => path === '/api/projects/prj_1/notices');
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({
    body: { kind: 'completion', language: 'user', again: false },
    key: expect.any(String),
  });
});

it('repeats a request that failed under the same key, and another one under another', async () => {
  const refusal = { code: 'unexpected', title: 'It broke', status: 500 };
  const { sent } = open('/projects/prj_1/notify', { refusal });
  await screen.findByText(/Enter when the migration starts/);
  choose('Template', 'completion');
  const press = async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'Send to 40 users' }));
    await screen.findByText('It broke');
    await screen.findByRole('button', { name: 'Send to 40 users' });
  };
  await press();
  await press();
  choose('Language', 'nl');
  await press();
  const keys = sent.filter(({ path }) => path.endsWith('/notices')).map(({ key }) => key);
  expect(keys).toHaveLength(3);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

it('says that it could not be sent while there is no connection, and asks for the same notice again', async () => {
  const { sent } = open('/projects/prj_1/notify', { isOffline: true });
  await screen.findByText(/Enter when the migration starts/);
  choose('Template', 'completion');
  for (let press = 0; press < 2; press += 1) {
    fireEvent.click(await screen.findByRole('button', { name: 'Send to 40 users' }));
    await screen.findByText('Mailferry cannot be reached');
    await screen.findByRole('button', { name: 'Send to 40 users' });
  }
  const [first, second] = sent.filter(({ path }) => path.endsWith('/notices'));
  expect(first?.key).toBe(second?.key);
});

it('sends to the mailboxes that were selected in the project, at a time with its zone', async () => {
  const { sent } = open('/projects/prj_1/notify', {}, { mailboxIds: ['mbx_1', 'mbx_2'] });
  await screen.findByLabelText('The 2 selected mailboxes');
  choose('Template', 'completion');
  fireEvent.click(screen.getByLabelText('At a time'));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Schedule/ }).disabled).toBe(true);
  choose('Send at', '2099-03-05');
  fireEvent.change(await screen.findByLabelText('Time of Send at'), { target: { value: '08:15' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Schedule for 40 users' }));
  await waitFor(() =>
    expect(sent.find(({ path }) => path.endsWith('/notices'))?.body).toMatchObject({
      mailboxIds: ['mbx_1', 'mbx_2'],
      sendAt: { local: '2099-03-05T08:15', timeZone: expect.any(String) },
    }),
  );
});

it('says to whom it is not allowed', async () => {
  open('/projects/prj_1/notify', { role: 'inactive' });
  await screen.findByText(/Your role does not allow you to notify users/);
});
