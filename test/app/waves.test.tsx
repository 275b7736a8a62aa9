import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Mailbox, Wave } from '../../app/api.ts';
import { EditMenu } from '../../app/features/mailboxes/edits/edit-menu.tsx';
import { factsOf, filterIn, matcherOf, wordsOfFilter } from '../../app/features/projects/mailbox-filter.ts';
import { WaveStrip, countWaves } from '../../app/features/projects/wave-strip.tsx';
import WavesPage from '../../app/features/waves/waves-page.tsx';
import { cutoverWords, plannedWords } from '../../app/features/waves/wave-words.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';
import { press } from './press.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const BERLIN: Wave = {
  id: 'wav_1',
  projectId: 'prj_1',
  name: 'Berlin',
  cutoverAt: '2030-12-06T21:00:00.000Z',
  timeZone: 'Europe/Berlin',
  mailboxes: 1,
  createdAt: '2030-01-01T00:00:00.000Z',
  updatedAt: '2030-01-01T00:00:00.000Z',
};
const REST: Wave = { ...BERLIN, id: 'wav_2', name: 'Rest', cutoverAt: null, timeZone: null, mailboxes: 0 };
const inBerlin = (name: string) => mailbox(name, {}, { wave: { id: 'wav_1', name: 'Berlin' } });

/** Code that comes when it is needed takes its time on a busy machine. */
const SLOW = { timeout: 10_000 };

type Sent = { method: string; path: string; body: unknown };

/** An API with these waves that takes everything; what changes something is kept. */
function answer(waves: Wave[], mailboxes: Mailbox[] = []): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const parsed: unknown = JSON.parse((body as string | undefined) ?? 'null');
    if (method !== 'GET') sent.push({ method, path: url, body: parsed });
    if (url.startsWith('/api/me')) return Response.json({ role: 'agent' });
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (method === 'POST') return Response.json({ ...BERLIN, id: 'wav_new', ...(parsed as object) }, { status: 201 });
    if (url.includes('/waves')) return Response.json({ items: waves, nextCursor: null });
    if (url.includes('wave=none'))
      return Response.json({ items: mailboxes.map((each) => ({ ...each, wave: null })), nextCursor: null });
    if (url.includes('/mailboxes')) return Response.json({ items: mailboxes, nextCursor: null });
    return Response.json({ id: 'prj_1', name: 'Fjord', archivedAt: null });
  });
  return sent;
}

function openMenu(mailboxes: Mailbox[]) {
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <EditMenu projectId="prj_1" projectName="Fjord" mailboxes={mailboxes} shown={mailboxes} selected={new Set()} />
      <Toasts />
    </QueryClientProvider>
  ));
}

async function chooseWave() {
  fireEvent.keyDown(screen.getByRole('button', { name: 'Edit' }), { key: 'Enter' });
  await press(await screen.findByRole('menuitem', { name: /^Wave/ }, SLOW));
  return within(await screen.findByRole('dialog', {}, SLOW));
}

function openPage() {
  const history = createMemoryHistory();
  history.set({ value: '/projects/prj_1/waves' });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter history={history}>
        <Route path="/projects/:id/waves" component={WavesPage} />
      </MemoryRouter>
      <Toasts />
    </QueryClientProvider>
  ));
}

it('filters by the name of a wave in any case, and by no wave', () => {
  const all = [inBerlin('ann'), mailbox('bo')];
  const idsOf = (wave: string) => all.filter(matcherOf(filterIn({ wave }))).map(({ id }) => id);
  expect([idsOf('BERLIN'), idsOf('none'), idsOf('Bern')]).toEqual([['ann'], ['bo'], []]);
  expect(factsOf({ wave: 'Berlin' })).toEqual({ wave: 'Berlin' });
  expect([wordsOfFilter({ wave: 'Berlin' }), wordsOfFilter({ wave: 'none' })]).toEqual(['Wave Berlin', 'No wave']);
});

it('says when a wave cuts over, and where it was planned only if clocks show another time there', () => {
  const at = new Date(2030, 11, 6, 22, 0).toISOString();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  expect(cutoverWords({ cutoverAt: at })).toBe('6 Dec 2030, 22:00');
  expect(plannedWords({ cutoverAt: at, timeZone })).toBeUndefined();
  expect(plannedWords({ cutoverAt: '2030-09-06T11:05:00Z', timeZone: 'Pacific/Auckland' })).toBe(
    '6 Sep 2030, 23:05, Pacific/Auckland',
  );
  expect([cutoverWords({ cutoverAt: null }), plannedWords({ cutoverAt: null, timeZone: null })]).toEqual([
    'No date',
    undefined,
  ]);
});

it('counts the waves of mailboxes, and those in none only where there is a wave', () => {
  expect(countWaves([mailbox('ann')])).toEqual([]);
  expect(countWaves([inBerlin('ann'), inBerlin('bo'), mailbox('cy')])).toEqual([
    { wave: 'Berlin', label: 'Berlin', count: 2 },
    { wave: 'none', label: 'No wave', count: 1 },
  ]);
});

it('shows waves as filters, and one that is on although nothing is in it', async () => {
  const chosen: (string | undefined)[] = [];
  render(() => <WaveStrip mailboxes={[inBerlin('ann')]} wave="Bern" onWave={(wave) => chosen.push(wave)} />);
  await press(screen.getByRole('button', { name: 'Berlin 1' }));
  const on = screen.getByRole('button', { name: 'Bern 0' });
  expect(on.getAttribute('aria-pressed')).toBe('true');
  await press(on);
  expect(chosen).toEqual(['Berlin', undefined]);
});

it('puts mailboxes into a wave, those that are not in it yet, and undoes it', async () => {
  const sent = answer([REST, BERLIN]);
  openMenu([inBerlin('ann'), mailbox('bo'), mailbox('cy', {}, { wave: { id: 'wav_2', name: 'Rest' } })]);
  const dialog = await chooseWave();
  fireEvent.click(await dialog.findByRole('radio', { name: /Berlin/ }, SLOW));
  expect(dialog.getAllByRole('radio').map((each) => each.closest('label')?.textContent?.slice(0, 6))).toEqual([
    'Berlin',
    'RestNo',
    'A new ',
    'No wav',
  ]);
  expect(await findBarriers(document.body)).toEqual([]);
  await press(dialog.getByRole('button', { name: 'Change 2' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }, SLOW));
  await vi.waitFor(() => expect(sent).toHaveLength(2), SLOW);
  expect(sent.map(({ body }) => body)).toEqual([
    {
      mailboxes: [
        { id: 'bo', waveId: 'wav_1' },
        { id: 'cy', waveId: 'wav_1' },
      ],
    },
    {
      mailboxes: [
        { id: 'bo', waveId: null },
        { id: 'cy', waveId: 'wav_2' },
      ],
    },
  ]);
});

it('creates the first wave on the way', async () => {
  const sent = answer([]);
  openMenu([mailbox('ann')]);
  const dialog = await chooseWave();
  const name = await dialog.findByLabelText('Name of the new wave', {}, SLOW);
  expect(dialog.queryByRole('radio', { name: 'No wave' })).toBeNull();
  fireEvent.input(name, { target: { value: ' Berlin ' } });
  await press(dialog.getByRole('button', { name: 'Change 1' }));
  await vi.waitFor(() => expect(sent).toHaveLength(2), SLOW);
  expect(sent).toMatchObject([
    { method: 'POST', path: '/api/projects/prj_1/waves', body: { name: 'Berlin', cutoverAt: null } },
    { method: 'PATCH', body: { mailboxes: [{ id: 'ann', waveId: 'wav_new' }] } },
  ]);
});

it('says when the waves could not be loaded', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ code: 'x', title: 'It broke', status: 500 }, { status: 500 }));
  openMenu([mailbox('ann')]);
  expect(await (await chooseWave()).findByText('It broke', {}, SLOW)).toBeTruthy();
}, 15_000);

it('lists waves by their dates, changes one, and puts a deleted one back with its mailboxes', async () => {
  const sent = answer([REST, BERLIN], [inBerlin('ann')]);
  openPage();
  const headings = await screen.findAllByRole('heading', { level: 2 }, SLOW);
  expect(headings.map(({ textContent }) => textContent)).toEqual(['Berlin', 'Rest']);
  expect(screen.getByRole('link', { name: '1 mailbox in Berlin' }).getAttribute('href')).toBe(
    '/projects/prj_1?wave=Berlin',
  );
  expect(await findBarriers(document.body)).toEqual([]);

  await press(await screen.findByRole('button', { name: 'Change Berlin' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change Berlin' }, SLOW));
  fireEvent.input(dialog.getByLabelText('Name'), { target: { value: 'Bern' } });
  const date = dialog.getByLabelText<HTMLInputElement>('Cutover');
  expect(date.value).toBe('2030-12-06');
  fireEvent.change(date, { target: { value: '2030-12-13' } });
  await press(dialog.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1), SLOW);
  expect(sent.at(-1)).toEqual({
    method: 'PATCH',
    path: '/api/waves/wav_1',
    body: { name: 'Bern', cutoverAt: '2030-12-13T21:00:00Z', timeZone: 'Europe/Berlin' },
  });

  await press(await screen.findByRole('button', { name: 'Delete Berlin' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }, SLOW));
  await vi.waitFor(() => expect(sent).toHaveLength(4), SLOW);
  expect(sent.slice(1)).toMatchObject([
    { method: 'DELETE', path: '/api/waves/wav_1' },
    { method: 'POST', body: { name: 'Berlin', cutoverAt: '2030-12-06T21:00:00.000Z', timeZone: 'Europe/Berlin' } },
    { method: 'PATCH', body: { mailboxes: [{ id: 'ann', waveId: 'wav_new' }] } },
  ]);
});

it('says what a wave is where there is none', async () => {
  answer([]);
  openPage();
  expect(await screen.findByText('No waves yet', {}, SLOW)).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Create wave' })).toHaveLength(1);
});
