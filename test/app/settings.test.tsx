import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import { SettingsLayout } from '../../app/features/settings/settings-layout.tsx';
import SettingsPage from '../../app/features/settings/settings-page.tsx';
import { sectionsFor } from '../../app/features/settings/sections.ts';
import { SETTINGS } from '../../app/screens.ts';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(path: string, role: string) {
  vi.stubGlobal('fetch', async () => Response.json({ agent: null, workgroup: { id: 'wgr_1', name: 'W' }, role }));
  const history = createMemoryHistory();
  history.set({ value: path });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter history={history}>
        <Route path="/settings" component={SettingsLayout}>
          <Route path="/" component={SettingsPage} />
          <Route path="/*rest" component={() => <h1>A section</h1>} />
        </Route>
      </MemoryRouter>
    </QueryClientProvider>
  ));
  return history;
}

const linksIn = (nav: HTMLElement) => [...nav.querySelectorAll('a')].map((link) => link.getAttribute('href'));

it('has a screen for every section', () => {
  const paths = SETTINGS.flatMap((screenOf) => screenOf.paths);
  for (const { path } of sectionsFor('owner')) expect(paths).toContain(path);
});

it('leads from the settings to their first section, beside the list of all', async () => {
  const history = open('/settings', 'owner');
  await screen.findByText('A section');
  await vi.waitFor(() => expect(history.get()).toBe('/settings/profile'));
  const nav = screen.getByRole('navigation', { name: 'Settings' });
  await vi.waitFor(() => expect(linksIn(nav)).toEqual(sectionsFor('owner').map(({ path }) => path)));
  expect(nav.querySelector('[aria-current=page]')?.textContent).toContain('Profile');
  expect(await findBarriers(document.body)).toEqual([]);
});

it('shows an agent only what they may open', async () => {
  open('/settings/profile', 'agent');
  await screen.findByText('A section');
  const links = linksIn(screen.getByRole('navigation', { name: 'Settings' }));
  expect(links).toContain('/settings/templates');
  for (const path of ['/settings/api-keys', '/settings/webhooks', '/settings/mail']) expect(links).not.toContain(path);
});

it('is a list of sections on a phone', async () => {
  vi.stubGlobal('matchMedia', (media: string) => ({
    matches: media.includes('max-width'),
    media,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  const history = open('/settings', 'owner');
  await screen.findByRole('heading', { name: 'Settings' });
  expect(history.get()).toBe('/settings');
  expect(screen.getByRole('link', { name: /^Profile.*how the app looks/ })).toBeTruthy();
  expect(screen.queryByText('A section')).toBeNull();
});
