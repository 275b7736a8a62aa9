import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { For, Match, Suspense, Switch, createMemo, createSignal } from 'solid-js';
import type { JSX } from 'solid-js';
import { afterEach, expect, it, vi } from 'vitest';
import type { Query } from '../../app/lib/create-query.ts';
import { createQuery } from '../../app/lib/create-query.ts';
import { EachById } from '../../app/ui/each-by-id.tsx';

type Line = { id: string; count: number };

afterEach(cleanup);

function show(page: () => JSX.Element, client = new QueryClient({ defaultOptions: { queries: { retry: false } } })) {
  render(() => (
    <QueryClientProvider client={client}>
      <Suspense fallback="Loading">{page()}</Suspense>
    </QueryClientProvider>
  ));
  return client;
}

const settle = (client: QueryClient) => vi.waitFor(() => expect(client.isFetching()).toBe(0));

it('keeps focus and typed text while the page reloads its data', async () => {
  let answer: ((names: string[]) => void) | undefined;
  const client = new QueryClient();
  client.setQueryData(['names'], ['ann']);
  show(() => {
    const query = createQuery(() => ({
      queryKey: ['names'],
      queryFn: () => new Promise<string[]>((resolve) => (answer = resolve)),
    }));
    const [part, setPart] = createSignal('');
    // As a page narrows a list down by what is typed.
    const shown = createMemo(() => query.data?.filter((name) => name.includes(part())) ?? []);
    return (
      <>
        <input aria-label="Search" onInput={(event) => setPart(event.currentTarget.value)} />
        <p>{shown().join(' ')}</p>
      </>
    );
  }, client);
  const field = screen.getByLabelText<HTMLInputElement>('Search');
  field.focus();
  let isLeft = false;
  field.addEventListener('blur', () => (isLeft = true));
  for (const names of [
    ['ann', 'bo'],
    ['ann', 'bo', 'anton'],
  ]) {
    await vi.waitFor(() => expect(answer).toBeDefined());
    fireEvent.input(field, { target: { value: 'an' } });
    expect([screen.queryByText('Loading'), document.activeElement]).toEqual([null, field]);
    answer?.(names);
    answer = undefined;
    await settle(client);
    void client.invalidateQueries();
  }
  expect(await screen.findByText('ann anton')).toBeTruthy();
  expect([document.activeElement, field.value, isLeft]).toEqual([field, 'an', false]);
});

it('does not suspend the page while the first answer loads: the page shows its own loading state', async () => {
  const client = show(() => {
    const query = createQuery(() => ({ queryKey: ['word'], queryFn: () => Promise.resolve('here') }));
    return <p>{query.data ?? (query.isPending ? 'not yet' : 'never')}</p>;
  });
  expect([screen.queryByText('Loading'), screen.queryByText('not yet')]).toEqual([null, expect.anything()]);
  await settle(client);
  expect(await screen.findByText('here')).toBeTruthy();
});

it('keeps the DOM elements of list rows that have not changed', async () => {
  let lines: Line[] = [
    { id: 'a', count: 1 },
    { id: 'b', count: 1 },
  ];
  const client = show(() => {
    const query = createQuery(() => ({ queryKey: ['lines'], queryFn: () => Promise.resolve(structuredClone(lines)) }));
    return <For each={query.data}>{(line) => <li>{`${line.id} ${line.count}`}</li>}</For>;
  });
  const first = await screen.findByText('a 1');
  lines = [lines[0]!, { id: 'b', count: 2 }];
  await client.invalidateQueries();
  await screen.findByText('b 2');
  expect(screen.getByText('a 1')).toBe(first);
});

it('keeps the DOM elements of changed rows that have an id', () => {
  const [lines, setLines] = createSignal<Line[]>([
    { id: 'a', count: 1 },
    { id: 'b', count: 1 },
  ]);
  render(() => <EachById each={lines()}>{(line) => <li>{`${line().id} ${line().count}`}</li>}</EachById>);
  const last = screen.getByText('b 1');
  setLines([
    { id: 'c', count: 0 },
    { id: 'b', count: 2 },
  ]);
  expect(screen.getByText('b 2')).toBe(last);
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['c 0', 'b 2']);
});

it('follows its key, reports a failure, and reloads on request', async () => {
  const [key, setKey] = createSignal('one');
  let isDown = true;
  let query!: Query<string>;
  const client = show(() => {
    query = createQuery(() => ({
      queryKey: [key()],
      queryFn: () => (key() === 'two' && isDown ? Promise.reject(new Error('Down.')) : Promise.resolve(`of ${key()}`)),
    }));
    return (
      <Switch fallback="waiting">
        <Match when={query.error}>{(error) => error().message}</Match>
        <Match when={query.data}>{(text) => text()}</Match>
      </Switch>
    );
  });
  expect(await screen.findByText('of one')).toBeTruthy();
  setKey('two');
  expect(screen.queryByText('of one')).toBeNull();
  expect(await screen.findByText('Down.')).toBeTruthy();
  isDown = false;
  await query.refetch();
  expect(await screen.findByText('of two')).toBeTruthy();
  setKey('one');
  expect(screen.getByText('of one')).toBeTruthy();
  await settle(client);
});
