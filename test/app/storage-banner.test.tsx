import { cleanup, render, screen } from '@solidjs/testing-library';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api, read } from '../../app/api.ts';
import { noteAnswer } from '../../app/lib/storage-full.ts';
import { StorageBanner } from '../../app/ui/storage-banner.tsx';

const FULL = {
  code: 'storage-full',
  title: 'Storage full',
  status: 507,
  cause: 'The disk is full.',
  remedy: 'Make room.',
};

const answer = vi.fn<() => Response>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => answer());
});
afterEach(() => {
  cleanup();
  noteAnswer(undefined);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const problem = (body: object, status: number) => new Response(JSON.stringify(body), { status });

function show() {
  const client = new QueryClient();
  const invalidated = vi.spyOn(client, 'invalidateQueries');
  render(() => (
    <QueryClientProvider client={client}>
      <StorageBanner />
    </QueryClientProvider>
  ));
  return invalidated;
}

async function ask(response: Response): Promise<void> {
  answer.mockReturnValue(response);
  await read(api.me.$get()).catch(() => undefined);
}

it('explains a full disk while it lasts; other problems do not show the banner', async () => {
  show();
  await ask(problem({ code: 'unexpected', title: 'Something went wrong', status: 500 }, 500));
  expect(screen.queryByRole('alert')).toBeNull();
  await ask(problem(FULL, 507));
  expect(screen.getByRole('alert').textContent).toBe('Storage fullThe disk is full.Make room.');
});

it('disappears when there is space again, and all data reloads', async () => {
  const invalidated = show();
  await ask(problem(FULL, 507));
  answer.mockImplementation(() => problem(FULL, 507));
  await vi.advanceTimersByTimeAsync(11_000);
  expect(screen.getByRole('alert')).toBeTruthy();
  expect(invalidated).not.toHaveBeenCalled();
  answer.mockImplementation(() => new Response('{}'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(invalidated).toHaveBeenCalledTimes(1);
  answer.mockClear();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(answer).not.toHaveBeenCalled();
});

it('stays while the server cannot be reached', async () => {
  show();
  await ask(problem(FULL, 507));
  answer.mockImplementation(() => {
    throw new TypeError('fetch failed');
  });
  await vi.advanceTimersByTimeAsync(11_000);
  expect(screen.getByRole('alert')).toBeTruthy();
});
