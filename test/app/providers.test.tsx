import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import { domainIn } from '../../app/features/providers/domain-in.ts';
import { ProviderSearch } from '../../app/features/providers/provider-search.tsx';
import { factsOf, requestOf, valuesOf } from '../../app/features/providers/provider-values.ts';
import { NewProvider } from '../../worker/lib/new-provider.ts';
import type { Provider } from '../../app/api.ts';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const NORDLYS: Provider = {
  id: 'prv_1',
  origin: 'own',
  name: 'Nordlys',
  otherNames: [],
  countries: [],
  servers: [
    {
      label: 'North',
      owaUrl: 'https://mail.nordlys.example/owa',
      ewsUrl: 'https://mail.nordlys.example/EWS/Exchange.asmx',
      isEwsInferred: false,
      version: '2016',
    },
  ],
  autodiscoverHosts: [],
  mxNames: ['nordlys.example'],
  status: 'live',
  note: null,
  findAddress: null,
  signIn: null,
  source: null,
  updatedAt: null,
};

type Asked = { method: string; path: string; body: unknown };

function open(items: Provider[], fails = false) {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (input: string, { method = 'GET', body }: RequestInit = {}) => {
    const path = new URL(input, 'http://localhost').pathname;
    if (method === 'GET') return Response.json({ items, nextCursor: null });
    asked.push({ method, path, body: body === undefined ? undefined : JSON.parse(body as string) });
    if (fails) throw new TypeError('offline');
    return method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json(NORDLYS);
  });
  const onChoose = vi.fn();
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <ProviderSearch onChoose={onChoose} />
    </QueryClientProvider>
  ));
  return { asked, onChoose };
}

it('adds a provider, with every mistake named at its field before anything is sent', async () => {
  const { asked } = open([]);
  fireEvent.click(await screen.findByRole('button', { name: 'Add a provider' }));
  const type = (label: RegExp, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
  await screen.findByRole('dialog', { name: 'Add a provider' });
  type(/^Addresses/, 'http://mail.nordlys.example/owa');
  type(/^Names of its mail servers/, 'not/a/host');
  const dialog = screen.getByRole('dialog');
  const press = () => fireEvent.click(dialog.querySelector('button[type=submit]')!);
  press();
  expect(await screen.findByText('A provider needs a name.')).toBeTruthy();
  expect(screen.getByText('Enter an address that begins with https://.')).toBeTruthy();
  expect(screen.getByText(/This is not a host name/)).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  type(/^Name$/, 'Nordlys');
  type(/^Addresses/, 'https://mail.nordlys.example/owa\nhttps://ews.nordlys.example/EWS/Exchange.asmx');
  type(/^Names of its mail servers/, 'nordlys.example');
  press();
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([
    {
      method: 'POST',
      path: '/api/providers',
      body: {
        name: 'Nordlys',
        servers: [
          { owaUrl: 'https://mail.nordlys.example/owa' },
          { ewsUrl: 'https://ews.nordlys.example/EWS/Exchange.asmx' },
        ],
        mxNames: ['nordlys.example'],
        status: 'live',
        note: null,
      },
    },
  ]);
});

it('deletes an entry of one’s own, and leads from the field to what was found by Enter', async () => {
  const { asked, onChoose } = open([NORDLYS]);
  await screen.findByText('Added by your workgroup');
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Enter' });
  expect(document.activeElement?.getAttribute('aria-label')).toContain('Use https://');
  fireEvent.click(document.activeElement!);
  expect(onChoose).toHaveBeenCalledWith({ name: 'Nordlys', address: NORDLYS.servers[0]!.ewsUrl });
  fireEvent.click(screen.getByRole('button', { name: 'Correct Nordlys' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  await vi.waitFor(() => expect(asked).toEqual([{ method: 'DELETE', path: '/api/providers/prv_1', body: undefined }]));
});

it('says why a provider could not be deleted, and keeps it in view', async () => {
  const { asked } = open([NORDLYS], true);
  fireEvent.click(await screen.findByRole('button', { name: 'Correct Nordlys' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(screen.getByRole('dialog')).toBeTruthy();
  expect(asked).toHaveLength(1);
});

it('writes everything again that an undo brings back', () => {
  const full = { ...NORDLYS, otherNames: ['Aurora'], countries: ['NO'], findAddress: 'In the panel.', signIn: 'NTLM' };
  expect(factsOf(full)).toMatchObject({
    otherNames: ['Aurora'],
    countries: ['NO'],
    findAddress: 'In the panel.',
    signIn: 'NTLM',
  });
  expect(NewProvider.safeParse(factsOf(full)).success).toBe(true);
});

it('keeps what is known of an address that stays', () => {
  const values = valuesOf(NORDLYS);
  const [{ isEwsInferred: _inferred, ...server }] = NORDLYS.servers as [Provider['servers'][number]];
  expect(requestOf(values, NORDLYS).servers).toEqual([server]);
  const changed = { ...values, addresses: 'https://mail.nordlys.example/owa' };
  expect(requestOf(changed, NORDLYS).servers).toEqual([{ owaUrl: 'https://mail.nordlys.example/owa' }]);
});

it('looks records up for whole domains and addresses only', () => {
  for (const words of ['fjord.example', ' Ada@Fjord.Example ', 'høst.example']) expect(domainIn(words)).toBeTruthy();
  for (const words of ['', 'ovh', 'fjord.', 'fjord.e', 'https://mail.fjord.example/owa', 'a b.example'])
    expect(domainIn(words), words).toBeUndefined();
});
