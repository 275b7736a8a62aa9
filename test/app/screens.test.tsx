import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { frameHtml } from '../../app/first-paint.ts';
import { DOORS, NOWHERE, SCREENS, screenAt } from '../../app/screens.ts';
import { Shell } from '../../app/shell.tsx';

const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (input: string) => {
    asked.push(input);
    return new Promise(() => {});
  });
  vi.stubGlobal(
    'WebSocket',
    class extends EventTarget {
      close(): void {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Shows a page, or what is around pages, at a path, and waits until it has asked for something. */
async function show(path: string, patterns: string[], page: typeof Shell): Promise<HTMLElement> {
  const history = createMemoryHistory();
  history.set({ value: path });
  const { container } = render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter history={history}>
        <Route path={patterns} component={page} />
      </MemoryRouter>
    </QueryClientProvider>
  ));
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  return container;
}

describe('the table of screens', () => {
  it.each([
    ['/sign-in', DOORS[0]],
    ['/', SCREENS[0]],
    ['/projects', SCREENS[0]],
    ['/projects/', SCREENS[0]],
    ['/projects/new', SCREENS[1]],
    ['/projects/prj_1/mailboxes/add', SCREENS[2]],
    ['/projects/prj_1', SCREENS[3]],
    ['/projects/prj_1/mailboxes/mbx_1', SCREENS[3]],
    ['/projects/prj_1/options', SCREENS[4]],
    ['/projects/prj_1/nowhere', NOWHERE],
    ['/projects/..%2Fme', NOWHERE],
    ['/nowhere', NOWHERE],
  ])('finds the screen at %s', (path, screen) => {
    expect(screenAt(path).screen).toBe(screen);
  });

  it.each([
    '/sign-in',
    '/setup',
    '/projects',
    '/projects/new',
    '/projects/prj_1',
    '/projects/prj_1/options',
    '/customers',
    '/customers/cus_1',
    '/customers/cus_1/users',
    '/endpoints',
    '/settings/api-keys',
    '/activity',
    '/projects/prj_1/activity',
    '/settings/workgroup',
    '/settings/agents',
    '/settings/webhooks',
    '/settings/webhooks/whk_1',
    '/settings/mail',
    '/settings/templates',
  ])('names what the screen at %s reads first', async (path) => {
    const { screen, ids } = screenAt(path);
    await show(path, screen.paths, (await screen.load()).default);
    for (const address of screen.asks!(ids)) expect(asked).toContain(address);
  });
});

it('the frame that index.html shows has the rail of the shell', async () => {
  const shell = (await show('/projects', ['/projects'], Shell)).querySelector('.shell-rail')!;
  const page = document.createElement('div');
  page.innerHTML = frameHtml();
  const frame = page.querySelector('.shell-rail')!;
  const linksOf = (rail: Element) =>
    [...rail.querySelectorAll('a')].map((link) => [
      link.getAttribute('href'),
      link.textContent.trim(),
      link.classList[0],
    ]);
  expect(linksOf(frame)).toEqual(linksOf(shell));
  const iconsOf = (rail: Element) => [...rail.querySelectorAll('path')].map((path) => path.getAttribute('d'));
  expect(iconsOf(frame)).toEqual(iconsOf(shell));
});
