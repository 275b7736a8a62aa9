import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import KitPage from '../../app/kit/kit-page.tsx';
import { Check } from '../../app/ui/check.tsx';
import { Confirm } from '../../app/ui/confirm.tsx';
import { instantOfZoned, zonedOfInstant } from '../../app/lib/zoned-time.ts';
import { CutText } from '../../app/ui/cut-text.tsx';
import { DateTime } from '../../app/ui/date-time.tsx';
import { FileDrop } from '../../app/ui/file-drop.tsx';
import { Pager } from '../../app/ui/pager.tsx';
import type { ZonedTime } from '../../app/lib/zoned-time.ts';
import { findBarriers } from './barriers.ts';
import { pause, press } from './press.ts';

// jsdom draws nothing.
vi.mock('uplot', () => ({
  default: class {
    setSize(): void {}
    setData(): void {}
    destroy(): void {}
  },
}));
beforeAll(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(320);
  HTMLElement.prototype.scrollTo = () => {};
  HTMLElement.prototype.scrollIntoView = () => {};
});
afterEach(cleanup);

const show = () => render(() => <KitPage />);
const keyAt = (key: string) => fireEvent.keyDown(document.activeElement!, { key });

describe('the kit', () => {
  it('has no axe findings', async () => {
    const { container } = show();
    expect(await findBarriers(container)).toEqual([]);
  });

  it('moves between tabs by arrows', async () => {
    show();
    screen.getByRole('tab', { name: 'Cargo' }).focus();
    keyAt('ArrowRight');
    await pause();
    expect(screen.getByRole('tabpanel').textContent).toBe('Twelve');
    expect(screen.getByRole('tab', { name: 'Crew' }).getAttribute('aria-selected')).toBe('true');
  });

  it('finds an option by part of its name', async () => {
    show();
    const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Port' });
    box().focus();
    fireEvent.input(box(), { target: { value: 'burg' } });
    const list = within(await screen.findByRole('listbox'));
    expect(list.getAllByRole('option').map((option) => option.textContent)).toEqual(['Hamburg']);
    keyAt('ArrowDown');
    keyAt('Enter');
    await pause();
    expect(box().value).toBe('Hamburg');
  });

  it('undoes the action of a toast', async () => {
    show();
    await press(screen.getByRole('button', { name: 'Toast with undo' }));
    const toast = (await screen.findByText('The ship has left.')).closest<HTMLElement>('[role=status]')!;
    expect(await findBarriers(toast)).toEqual([]);
    fireEvent.click(within(toast).getByRole('button', { name: 'Undo' }));
    await screen.findByText('It is back.');
  });

  it('shows a tooltip to the keyboard, and hides it by Escape', async () => {
    show();
    const trigger = screen.getByText('Rest here');
    trigger.focus();
    fireEvent.focusIn(trigger);
    expect((await screen.findByRole('tooltip')).textContent).toContain('A few words');
    keyAt('Escape');
    await vi.waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());
  });

  it('sorts ten thousand rows ascending, descending, and in the original order', async () => {
    show();
    const grid = screen.getByRole('grid', { name: /^Ships/ });
    const first = () => within(grid).getAllByRole('row')[1]!.textContent;
    const heading = within(grid).getByRole('columnheader', { name: 'Length, m' });
    expect(first()).toContain('Ship 1');
    for (const [direction, length] of [
      ['ascending', '0'],
      ['descending', '399'],
      [null, '0'],
    ] as const) {
      fireEvent.click(within(heading).getByRole('button'));
      await vi.waitFor(() =>
        expect([heading.getAttribute('aria-sort'), first()?.endsWith(length)]).toEqual([direction, true]),
      );
    }
  });

  it('describes the values of a chart to screen readers', () => {
    show();
    const table = screen.getByRole('table', { name: 'Speed over half an hour' });
    expect(within(table).getAllByRole('row')).toHaveLength(31);
  });
});

describe('a confirmation', () => {
  it('continues only after the name is typed', async () => {
    const onConfirm = vi.fn();
    render(() => (
      <Confirm title="Scrap it?" name="Aurora" action="Scrap" onConfirm={onConfirm} onClose={() => {}}>
        <p>For good.</p>
      </Confirm>
    ));
    const field = await screen.findByLabelText('Type “Aurora” to confirm');
    await vi.waitFor(() => expect(document.activeElement).toBe(field));
    fireEvent.submit(field.closest('form')!);
    expect(onConfirm).not.toHaveBeenCalled();
    expect(await findBarriers(document.body)).toEqual([]);
    fireEvent.input(field, { target: { value: 'Aurora' } });
    fireEvent.submit(field.closest('form')!);
    expect(onConfirm).toHaveBeenCalledOnce();
  });
});

describe('a time with its zone', () => {
  it.each([
    ['2026-07-01T12:00', 'Europe/Zurich', '2026-07-01T10:00:00Z'],
    // In the hour that is skipped, the clock has moved on; in the one that comes twice, the first counts.
    ['2026-03-29T02:30', 'Europe/Zurich', '2026-03-29T01:30:00Z'],
    ['2026-10-25T02:30', 'Europe/Zurich', '2026-10-25T00:30:00Z'],
    ['', 'Europe/Zurich', undefined],
    ['2026-07-01T12:00', 'Nowhere/Land', undefined],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(instantOfZoned({ local, zone })).toBe(instant);
  });

  it('is what a clock there shows', () => {
    expect(zonedOfInstant('2026-07-01T10:00:59Z', 'Europe/Zurich').local).toBe('2026-07-01T12:00');
    expect(zonedOfInstant('', 'Europe/Zurich')).toEqual({ local: '', zone: 'Europe/Zurich' });
  });

  it('is midnight until a time is chosen, keeps the clock when the zone changes, and says the moment it means', async () => {
    const [value, setValue] = createSignal<ZonedTime>({ local: '', zone: 'UTC' });
    render(() => <DateTime label="Departure" value={value()} onChange={setValue} />);
    const date = await screen.findByLabelText('Departure', {}, { timeout: 10_000 });
    expect(screen.queryByLabelText('Time of Departure')).toBeNull();
    fireEvent.change(date, { target: { value: '2026-07-01' } });
    expect(value()).toEqual({ local: '2026-07-01T00:00', zone: 'UTC' });
    fireEvent.change(screen.getByLabelText('Time of Departure'), { target: { value: '12:00' } });
    const zone = screen.getByRole('combobox', { name: 'Time zone of Departure' });
    zone.focus();
    fireEvent.input(zone, { target: { value: 'zurich' } });
    await screen.findByRole('listbox');
    keyAt('ArrowDown');
    keyAt('Enter');
    await pause();
    expect(value()).toEqual({ local: '2026-07-01T12:00', zone: 'Europe/Zurich' });
    expect(document.querySelector('time')?.dateTime).toBe('2026-07-01T10:00:00Z');
    expect(await findBarriers(document.body)).toEqual([]);
    fireEvent.change(date, { target: { value: '' } });
    expect(value().local).toBe('');
  });
});

describe('a place for a file', () => {
  it('accepts a dropped file and a chosen file', async () => {
    const names: string[] = [];
    render(() => <FileDrop label="Choose a file" accept=".csv" onFile={({ name }) => names.push(name)} />);
    const input = screen.getByLabelText(/Choose a file/);
    fireEvent.drop(input, { dataTransfer: { files: [new File([''], 'dropped.csv')] } });
    fireEvent.change(input, { target: { files: [new File([''], 'chosen.csv')] } });
    expect(names).toEqual(['dropped.csv', 'chosen.csv']);
    expect(await findBarriers(document.body)).toEqual([]);
  });
});

describe('a box to tick', () => {
  it('says what it is for, what is wrong, and changes by a press', async () => {
    const onChange = vi.fn();
    render(() => (
      <Check checked={false} onChange={onChange} hint="It costs more." wrong="Not possible here.">
        Insure the cargo
      </Check>
    ));
    const box = screen.getByRole('checkbox', { name: /Insure the cargo.*It costs more.*Not possible here/ });
    expect(box.getAttribute('aria-invalid')).toBe('true');
    fireEvent.click(box);
    expect(onChange).toHaveBeenCalledWith(true);
    expect(await findBarriers(document.body)).toEqual([]);
  });
});

describe('text in one line', () => {
  it('stops the keyboard only where it is cut, and is whole in a tooltip then', async () => {
    const width = vi.spyOn(HTMLElement.prototype, 'scrollWidth', 'get').mockReturnValue(0);
    const { unmount } = render(() => <CutText text="Aurora" />);
    expect(screen.getByText('Aurora').hasAttribute('tabindex')).toBe(false);
    unmount();
    width.mockReturnValue(900);
    render(() => <CutText text="Aurora of the northern seas" />);
    const line = screen.getByText('Aurora of the northern seas');
    expect(line.tabIndex).toBe(0);
    line.focus();
    fireEvent.focusIn(line);
    expect((await screen.findByRole('tooltip')).textContent).toBe('Aurora of the northern seas');
    expect(await findBarriers(document.body)).toEqual([]);
    width.mockRestore();
  });
});

describe('a pager', () => {
  it('says how much is shown, and has a button while there is more', async () => {
    const onMore = vi.fn();
    render(() => <Pager shown={50} total={120} hasMore onMore={onMore} />);
    expect(screen.getByRole('status').textContent).toBe('50 of 120');
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(onMore).toHaveBeenCalledOnce();
    expect(await findBarriers(document.body)).toEqual([]);
    cleanup();
    render(() => <Pager shown={120} total={120} hasMore={false} onMore={onMore} />);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
