import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import ScriptsPage from '../../app/features/scripts/scripts-page.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { listScripts } from '../../worker/features/scripts/list-scripts.ts';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type World = { role?: string; isPhone?: boolean; refusal?: unknown; useImpersonation?: boolean };

/** The screen against an API that writes into each script what it was asked for; gives what was asked and sent. */
function open(query = '', { role = 'agent', isPhone = false, refusal, useImpersonation = false }: World = {}) {
  const asked: string[] = [];
  const sent: { path: string; body: unknown }[] = [];
  if (isPhone)
    vi.stubGlobal('matchMedia', (media: string) => ({
      matches: true,
      media,
      addEventListener: () => {},
      removeEventListener: () => {},
    }));
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://localhost');
    if (init.method === 'POST') {
      sent.push({ path: url.pathname, body: JSON.parse(init.body as string) });
      return Response.json(refusal ?? { id: 'msg_1' }, { status: refusal ? 422 : 201 });
    }
    if (url.pathname === '/api/me') return Response.json({ role });
    if (url.pathname === '/api/projects/prj_1/scripts')
      return Response.json({ items: listScripts(), nextCursor: null });
    const id = /\/scripts\/([^/]+)$/.exec(url.pathname)?.[1];
    if (!id)
      return Response.json({
        id: 'prj_1',
        name: 'Contoso',
        source: { name: 'Old', useImpersonation },
        destination: { name: 'New' },
      });
    asked.push(`${id}${url.search}`);
    return Response.json({
      id,
      version: url.searchParams.get('version') ?? '2013',
      isVersionKnown: !url.searchParams.has('version'),
      side: url.searchParams.get('side'),
      scope: url.searchParams.get('scope') ?? 'mailboxes',
      account: 'OLD\\admin',
      title: id,
      fileName: `mailferry-${id}.ps1`,
      text: `# ${id}${url.search}\r\n`,
      notes: id === 'forwarding' ? ['Mail would come back.'] : [],
    });
  });
  window.history.replaceState(null, '', `/projects/prj_1/scripts${query}`);
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <main>
        <Router>
          <Route path="/projects/:id/scripts" component={ScriptsPage} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { asked, sent };
}

it('lists the scripts by side, and shows the first', async () => {
  open();
  await screen.findByText(/# full-access\?side=source/);
  const nav = within(screen.getByRole('navigation', { name: 'Scripts' }));
  expect(nav.getAllByRole('heading').map((heading) => heading.textContent)).toEqual(['SourceOld', 'DestinationNew']);
  expect(nav.getAllByText('Grant full access')).toHaveLength(2);
  expect(nav.getAllByText('Forward mail')).toHaveLength(1);
  expect(nav.queryByText('Remove full access')).toBeNull();
  expect(nav.getAllByRole('link').filter((link) => link.hasAttribute('aria-current'))).toHaveLength(1);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('shows first what grants the rights that the source uses', async () => {
  open('', { useImpersonation: true });
  await screen.findByText(/# impersonation\?side=source/);
});

it('writes the script again for another version, account and mailboxes, once someone has stopped typing', async () => {
  const { asked } = open('?script=full-access&side=destination');
  await screen.findByText(/# full-access\?side=destination/);
  expect(screen.getByText('As the last test of the connection saw it.')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Migration account').placeholder).toBe('OLD\\admin');
  fireEvent.change(screen.getByLabelText('Version of the server'), { target: { value: '2010' } });
  await screen.findByLabelText('Tenant');
  for (const account of ['N', 'NEW', 'NEW\\svc'])
    fireEvent.input(screen.getByLabelText('Migration account'), { target: { value: account } });
  fireEvent.change(screen.getByLabelText('Mailboxes'), { target: { value: 'domains' } });
  fireEvent.click(screen.getByLabelText('Preview without changes'));
  await screen.findByText(/whatIf=true/);
  expect(asked.at(-1)).toBe('full-access?side=destination&version=2010&account=NEW%5Csvc&scope=domains&whatIf=true');
  expect(asked.filter((each) => each.includes('account='))).toHaveLength(1);
});

it('has the clean-up beside the script, by keyboard as well', async () => {
  const { asked } = open('?script=full-access&side=source');
  const tab = await screen.findByRole('tab', { name: 'Script' });
  fireEvent.keyDown(tab, { key: 'ArrowRight' });
  await screen.findByText(/# full-access-undo\?side=source/);
  expect(asked.at(-1)).toBe('full-access-undo?side=source');
  expect(document.activeElement?.textContent).toBe('Clean-up');
  cleanup();
  open('?script=inventory&side=source');
  await screen.findByText(/# inventory/);
  expect(screen.queryByRole('tab')).toBeNull();
  expect(screen.queryByLabelText('Preview without changes')).toBeNull();
});

it('says what to know about a script', async () => {
  open('?script=forwarding&side=source');
  await screen.findByText('Mail would come back.');
  expect(screen.getByLabelText('Domain of the new provider')).toBeTruthy();
});

it('copies the script with its line ends, and saves it under its name', async () => {
  const copied: string[] = [];
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void copied.push(text) } });
  open('?script=inventory&side=source');
  fireEvent.click(await screen.findByRole('button', { name: 'Copy script' }));
  await screen.findByText('Copied.');
  expect(copied).toEqual(['# inventory?side=source\r\n']);
  const saved: string[] = [];
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }));
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  fireEvent.click(screen.getByRole('button', { name: 'Save file' }));
  expect(saved).toEqual(['mailferry-inventory.ps1']);
});

it('sends the script as it is shown to an administrator', async () => {
  const { sent } = open('?script=size-limits&side=source');
  await screen.findByText(/# size-limits/);
  fireEvent.input(screen.getByLabelText('Largest item, in MB'), { target: { value: '150' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Send to the administrator' }));
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.input(dialog.getByLabelText('E-mail address of the administrator'), {
    target: { value: ' admin@provider.example ' },
  });
  fireEvent.change(dialog.getByLabelText('Language'), { target: { value: 'de' } });
  fireEvent.input(dialog.getByLabelText('Note'), { target: { value: 'Bis Freitag.' } });
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Send' }));
  await screen.findByText('The script goes to admin@provider.example.');
  expect(sent).toEqual([
    {
      path: '/api/projects/prj_1/scripts/size-limits/messages',
      body: { to: 'admin@provider.example', language: 'de', note: 'Bis Freitag.', side: 'source', sizeLimitMb: 150 },
    },
  ]);
});

it('shows why a script is not sent', async () => {
  const cause = 'The script lists so many mailboxes that mail programs would cut the message off.';
  open('?script=full-access&side=source', {
    refusal: { code: 'script-too-long', title: 'Script too long for a message', cause, status: 422 },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Send to the administrator' }));
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.input(dialog.getByLabelText('E-mail address of the administrator'), { target: { value: 'a@b.example' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Send' }));
  await dialog.findByText(cause);
});

it('is a list on a phone, and then one script', async () => {
  open('', { isPhone: true });
  await screen.findByRole('navigation', { name: 'Scripts' });
  expect(screen.queryByRole('region', { name: /^Text of/ })).toBeNull();
  fireEvent.click(screen.getAllByText('Grant impersonation')[0]!);
  await screen.findByText(/# impersonation\?side=source/);
  await waitFor(() => expect(screen.queryByRole('navigation', { name: 'Scripts' })).toBeNull());
  fireEvent.click(screen.getByText('All scripts'));
  await screen.findByRole('navigation', { name: 'Scripts' });
});
