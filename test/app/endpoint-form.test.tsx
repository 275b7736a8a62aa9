import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Discovery } from '../../app/api.ts';
import { EndpointForm } from '../../app/features/endpoints/endpoint-form.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const EWS = 'https://mail.hoster.example/EWS/Exchange.asmx';
const TRIED = {
  what: 'pox',
  url: 'https://old.example/autodiscover/autodiscover.xml',
  who: null,
  outcome: 'not-here',
  said: 'It answers HTTP 404.',
  problem: null,
} as const;
const found = (more: Partial<Discovery> = {}): Discovery => ({
  ewsUrl: EWS,
  foundFrom: 'ann@old.example',
  foundBy: 'soap',
  consentHosts: [],
  displayName: 'Ann',
  problem: null,
  attempts: [TRIED],
  ...more,
});
const problem = { code: 'x', title: 'A problem', detail: 'In detail.', cause: 'Because.', remedy: 'Do this.' };

type Asked = { path: string; body: Record<string, unknown> };

/** The form against an API that answers these searches, one after the other. */
function open(...searches: Discovery[]) {
  const asked: Asked[] = [];
  const onDone = vi.fn();
  vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
    const path = new URL(input, 'http://localhost').pathname;
    asked.push({ path, body: JSON.parse(init.body as string) as Asked['body'] });
    const answer = path.endsWith('/discover') ? searches.shift() : { id: 'end_1' };
    return Response.json(answer);
  });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <EndpointForm onDone={onDone} />
    </QueryClientProvider>
  ));
  const type = (label: RegExp, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
  const press = async (name: string) => {
    fireEvent.click(await screen.findByRole('button', { name }));
    await vi.waitFor(() => expect(screen.queryByText('Contacting the server …')).toBeNull());
  };
  type(/^Name$/, 'Old');
  return { asked, onDone, type, press };
}

it('searches for a mailbox’s server, shows it, and adds it after confirmation', async () => {
  const { asked, onDone, type, press } = open(found());
  type(/domain or e-mail/, 'ann@old.example');
  await press('Find the server');
  expect(await screen.findByText(EWS)).toBeTruthy();
  expect(screen.getByText(/Found by Autodiscover for ann@old.example/)).toBeTruthy();
  expect(screen.getByText(TRIED.said)).toBeTruthy();
  expect(asked.map(({ path }) => path)).toEqual(['/api/endpoints/discover']);
  expect(onDone).not.toHaveBeenCalled();
  await press('Add endpoint');
  expect(asked[1]).toMatchObject({
    path: '/api/endpoints',
    body: { name: 'Old', email: 'ann@old.example', consentHosts: [] },
  });
  expect(asked[1]?.body).not.toHaveProperty('url');
  expect(onDone).toHaveBeenCalledOnce();
});

it('asks for consent to an outside host by name before it sends the password there', async () => {
  const open1 = found({ consentHosts: ['mail.hoster.example'], problem });
  const { asked, onDone, type, press } = open(open1, found());
  type(/domain or e-mail/, 'old.example');
  await press('Find the server');
  expect(await screen.findByText('A problem')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Search again' })).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /mail.hoster.example is the provider/ }));
  await press('Add endpoint');
  expect(asked.map(({ body }) => body.consentHosts)).toEqual([[], ['mail.hoster.example'], ['mail.hoster.example']]);
  expect(onDone).toHaveBeenCalledOnce();
});

it('shows what was tried if nothing was found, and clears it when the address changes', async () => {
  const { asked, onDone, type, press } = open(found({ ewsUrl: null, foundFrom: null, foundBy: null, problem }));
  type(/domain or e-mail/, 'old.example');
  await press('Find the server');
  for (const text of ['A problem', 'Because.', 'Do this.', 'What was tried (1)', TRIED.url])
    expect(await screen.findByText(text)).toBeTruthy();
  type(/domain or e-mail/, 'other.example');
  expect(screen.queryByText('A problem')).toBeNull();
  expect([asked.length, onDone.mock.calls.length]).toEqual([1, 0]);
});

it('accepts a full address without a search', async () => {
  const { asked, onDone, type, press } = open(found({ foundFrom: null, foundBy: null, attempts: [] }));
  type(/domain or e-mail/, 'https://mail.hoster.example/owa');
  await press('Add endpoint');
  expect(asked[1]).toMatchObject({ path: '/api/endpoints', body: { url: EWS } });
  expect(onDone).toHaveBeenCalledOnce();
});

const PROVIDER = {
  id: 'intermedia',
  origin: 'shipped',
  name: 'Intermedia',
  otherNames: [],
  countries: ['US'],
  servers: [
    {
      label: 'exch080',
      owaUrl: null,
      ewsUrl: 'https://*.exch080.serverdata.net/EWS/Exchange.asmx',
      isEwsInferred: true,
      version: '2013',
    },
  ],
  autodiscoverHosts: [],
  mxNames: [],
  status: 'ended',
  note: 'Use your own address.',
  findAddress: null,
  signIn: null,
  source: { title: 'Knowledge base', date: '2026' },
  updatedAt: null,
};

it('fills in the address of a provider, with its doubts in view, and asks for the part that is one’s own', async () => {
  const { asked, press } = open();
  const said = vi.fn(async (input: string) => {
    const { pathname, searchParams } = new URL(input, 'http://localhost');
    if (pathname === '/api/providers/suggestion')
      return Response.json({ kind: 'provider', sentence: `${String(searchParams.get('address'))} is at Intermedia.` });
    const isKnown = !(searchParams.get('query') ?? '').includes('nobody');
    return Response.json({ items: isKnown ? [PROVIDER] : [], nextCursor: null });
  });
  vi.stubGlobal('fetch', said);
  fireEvent.input(screen.getByLabelText(/^Name$/), { target: { value: '' } });
  fireEvent.click(screen.getByRole('button', { name: 'Find my provider' }));
  const words = await screen.findByRole('searchbox', { name: /Provider, domain/ });
  fireEvent.input(words, { target: { value: 'fjord.example' } });
  expect(await screen.findByText('fjord.example is at Intermedia.')).toBeTruthy();
  for (const text of ['Ended', /address not confirmed/, 'Use your own address.', 'Source: Knowledge base, 2026'])
    expect(screen.getByText(text)).toBeTruthy();
  fireEvent.input(words, { target: { value: 'nobody' } });
  expect(await screen.findByText(/No provider fits/)).toBeTruthy();
  fireEvent.input(words, { target: { value: 'inter' } });
  fireEvent.click(await screen.findByRole('button', { name: /^Use https/ }));
  expect(screen.getByLabelText<HTMLInputElement>(/^Name$/).value).toBe('Intermedia');
  expect(screen.getByLabelText<HTMLInputElement>(/domain or e-mail/).value).toContain('https://*.exch080');
  expect(screen.queryByRole('searchbox')).toBeNull();
  await press('Add endpoint');
  expect(await screen.findByText('Replace the * with the part of your own address.')).toBeTruthy();
  expect(asked).toEqual([]);
});
