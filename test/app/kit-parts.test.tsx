import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import type { JSX } from 'solid-js';
import { createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Badge } from '../../app/ui/badge.tsx';
import { Combobox } from '../../app/ui/combobox.tsx';
import { CopyButton } from '../../app/ui/copy-button.tsx';
import { Later } from '../../app/ui/later.tsx';
import { Light } from '../../app/ui/light.tsx';
import { onDemand } from '../../app/ui/on-demand.ts';
import { Ago, Empty, Notice, ProgressBar, Skeleton } from '../../app/ui/parts.tsx';
import { RowText } from '../../app/ui/row-text.tsx';
import { SearchField } from '../../app/ui/search-field.tsx';
import { ShortcutSheet } from '../../app/ui/shortcut-sheet.tsx';
import { SpeedChart } from '../../app/ui/speed-chart.tsx';
import { Tabs } from '../../app/ui/tabs.tsx';
import { Toasts, showToast } from '../../app/ui/toast.tsx';
import { Tooltip } from '../../app/ui/tooltip.tsx';
import { findBarriers } from './barriers.ts';
import { pause } from './press.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

HTMLElement.prototype.scrollTo = () => {};
HTMLElement.prototype.scrollIntoView = () => {};
const keyAt = (key: string) => fireEvent.keyDown(document.activeElement!, { key });
const CHOICES = ['Bergen', 'Hamburg', 'Rotterdam'].map((label) => ({ value: label, label }));
const TABS = ['Cargo', 'Crew', 'Route'].map((name) => ({ name, label: name, show: () => <p>About the {name}</p> }));

function PortBox(): JSX.Element {
  const [port, setPort] = createSignal('');
  return <Combobox label="Port" hint="Where it goes." choices={CHOICES} value={port()} onChange={setPort} />;
}

function ShipTabs(): JSX.Element {
  const [tab, setTab] = createSignal('Cargo');
  return <Tabs label="The ship" tabs={TABS} value={tab()} onChange={setTab} />;
}

it('tabs that do not fit have an arrow to each side where there are more, for pointers alone', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(100);
  vi.spyOn(HTMLElement.prototype, 'scrollWidth', 'get').mockReturnValue(150);
  const { container } = render(() => <ShipTabs />);
  const list = screen.getByRole('tablist');
  const arrows = () =>
    [...container.querySelectorAll<HTMLElement>('[aria-hidden] .icon')].map(({ parentElement }) => parentElement!);
  expect(arrows()).toHaveLength(1);
  arrows()[0]!.click();
  expect(list.scrollLeft).toBe(70);
  list.scrollLeft = 20;
  fireEvent.scroll(list);
  expect(arrows()).toHaveLength(2);
  list.scrollLeft = 50;
  fireEvent.scroll(list);
  expect(arrows()).toHaveLength(1);
  arrows()[0]!.click();
  expect(list.scrollLeft).toBe(-20);
  expect(screen.getAllByRole('button', { hidden: true }).every((each) => each.tabIndex === -1)).toBe(true);
  expect(await findBarriers(container)).toEqual([]);
});

it.each<[string, () => JSX.Element]>([
  [
    'a badge',
    () => (
      <Badge tone="ok" icon="check">
        Saved
      </Badge>
    ),
  ],
  ['a light', () => <Light state="wait" label="not tested yet" />],
  ['a combobox', () => <PortBox />],
  ['tabs', () => <ShipTabs />],
  ['a button that copies', () => <CopyButton text="x" what="secret" />],
  ['a search field', () => <SearchField label="Search ships" value="" onInput={() => {}} />],
  ['a chart of speed', () => <SpeedChart samples={[1, 2, 3].map((at) => ({ at, bytesPerSecond: at * 1e6 }))} />],
  ['a bar of progress', () => <ProgressBar fraction={0.4} tone="run" label="Progress of the ship" />],
  ['a notice', () => <Notice tone="wait">Something waits.</Notice>],
  ['what is not there', () => <Empty isPage icon="inbox" title="No ship yet" />],
  ['what is loading', () => <Skeleton lines={2} />],
  ['a moment', () => <Ago at="2026-01-01T00:00:00.000Z" />],
  ['a text in a row', () => <RowText text="Aurora" />],
])('%s has no axe findings', async (_name, part) => {
  const { container } = render(part);
  expect(await findBarriers(container)).toEqual([]);
});

describe('by keyboard', () => {
  it('tabs move by arrows, and to their ends', async () => {
    render(() => <ShipTabs />);
    screen.getByRole('tab', { name: 'Cargo' }).focus();
    for (const [key, name] of [
      ['ArrowRight', 'Crew'],
      ['End', 'Route'],
      ['Home', 'Cargo'],
    ] as const) {
      keyAt(key);
      await pause();
      expect([document.activeElement?.textContent, screen.getByRole('tabpanel').textContent]).toEqual([
        name,
        `About the ${name}`,
      ]);
    }
  });

  it('a combobox opens by an arrow, chooses by Enter, and closes by Escape as it was', async () => {
    render(() => <PortBox />);
    const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Port' });
    box().focus();
    keyAt('ArrowDown');
    const list = within(await screen.findByRole('listbox'));
    expect([list.getAllByRole('option').length, await findBarriers(document.body)]).toEqual([3, []]);
    keyAt('ArrowDown');
    keyAt('Enter');
    await pause();
    const chosen = box().value;
    expect(['Bergen', 'Hamburg']).toContain(chosen);
    keyAt('ArrowDown');
    await screen.findByRole('listbox');
    keyAt('Escape');
    await vi.waitFor(() => expect([screen.queryByRole('listbox'), box().value]).toEqual([null, chosen]));
  });

  it('a combobox opens by a press on its arrow before its code is there', async () => {
    render(() => <PortBox />);
    const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Port' });
    fireEvent.click(screen.getByRole('button', { name: 'Show the choices of Port' }));
    const list = within(await screen.findByRole('listbox'));
    expect(list.getAllByRole('option')).toHaveLength(3);
    expect(document.activeElement).toBe(box());
  });

  it('the sheet of shortcuts lists them by place, and closes by Escape', async () => {
    const onClose = vi.fn();
    render(() => <ShortcutSheet onClose={onClose} />);
    const sheet = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }));
    expect(sheet.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual([
      'Everywhere',
      'Mailboxes',
      'Options',
    ]);
    expect(await findBarriers(document.body)).toEqual([]);
    keyAt('Escape');
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });

  it('a toast is dismissed by its button', async () => {
    render(() => <Toasts />);
    showToast('The ship has left.');
    const toast = (await screen.findByText('The ship has left.')).closest<HTMLElement>('[role=status]')!;
    const close = within(toast).getByRole('button', { name: 'Dismiss' });
    close.focus();
    fireEvent.click(close);
    await vi.waitFor(() => expect(screen.queryByText('The ship has left.')).toBeNull());
  });
});

describe('a tooltip', () => {
  it('shows by focus and hides by Escape; where there is nothing to say, it has no stop', async () => {
    const [isOff, setOff] = createSignal(false);
    render(() => (
      <Tooltip words="A few words" isOff={isOff()}>
        Ship
      </Tooltip>
    ));
    const ship = screen.getByText('Ship');
    ship.focus();
    expect((await screen.findByRole('tooltip')).textContent).toBe('A few words');
    expect(await findBarriers(document.body)).toEqual([]);
    keyAt('Escape');
    await vi.waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());
    setOff(true);
    expect(ship.hasAttribute('tabindex')).toBe(false);
  });

  it('shows a text of a row where it is cut, to a pointer', async () => {
    const width = vi.spyOn(Element.prototype, 'scrollWidth', 'get').mockReturnValue(0);
    render(() => <RowText text="Aurora of the northern seas" />);
    const text = screen.getByText('Aurora of the northern seas');
    const hover = () => fireEvent(text, new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    hover();
    await pause();
    expect([screen.queryByRole('tooltip'), text.hasAttribute('tabindex')]).toEqual([null, false]);
    width.mockReturnValue(300);
    hover();
    expect((await screen.findByRole('tooltip')).textContent).toBe('Aurora of the northern seas');
  });
});

it('code on demand comes once, and is asked for again where it failed', async () => {
  const load = vi.fn(() => Promise.reject(new Error('offline'))).mockRejectedValueOnce(new Error('offline'));
  const part = onDemand<string>(load);
  expect([await part.want(), part.get()]).toEqual([false, undefined]);
  load.mockImplementation(async () => 'here' as never);
  expect([await part.want(), await part.want(), part.get(), load.mock.calls.length]).toEqual([true, true, 'here', 2]);
});

it('what comes later comes in a task of its own', async () => {
  render(() => <Later>Below</Later>);
  expect(screen.queryByText('Below')).toBeNull();
  expect(await screen.findByText('Below')).toBeTruthy();
});
