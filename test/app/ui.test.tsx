import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Mailbox } from '../../app/api.ts';
import { StartMenu } from '../../app/features/passes/start-menu.tsx';
import { Donut } from '../../app/ui/donut.tsx';
import { MenuButton } from '../../app/ui/menu.tsx';
import { ProblemNotice } from '../../app/ui/parts.tsx';
import { StatusBadge, statusLook } from '../../app/ui/status-badge.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';
import { pause, press } from './press.ts';

afterEach(cleanup);

describe('a status', () => {
  it('is shown as a word and a matching colour', () => {
    render(() => <StatusBadge status="Completed with 3 errors" state="attention" />);
    expect(screen.getByText('Completed with 3 errors')).toBeTruthy();
    expect(statusLook({ status: 'Completed', state: 'done' }).tone).toBe('ok');
    expect(statusLook({ status: 'Paused', state: 'waiting' }).tone).toBe('wait');
    expect(statusLook({ status: 'Paused', state: 'attention' }).tone).toBe('bad');
    expect(statusLook({ status: 'Failed', state: 'attention' }).tone).toBe('bad');
  });

  it('says what it is at while it is processing', () => {
    render(() => <StatusBadge status="Processing" state="running" phase="copying" />);
    expect(screen.getByText(/copying/)).toBeTruthy();
  });
});

describe('a problem', () => {
  it('shows cause and remedy, and offers to try again', () => {
    const retry = vi.fn();
    const problem = { code: 'x', title: 'Credentials refused', status: 422, cause: 'Wrong.', remedy: 'Check them.' };
    render(() => <ProblemNotice problem={problem} onRetry={retry} />);
    for (const text of ['Credentials refused', 'Wrong.', 'Check them.']) expect(screen.getByText(text)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /Try again/ }));
    expect(retry).toHaveBeenCalledOnce();
  });
});

describe('a menu', () => {
  it('opens, moves with the arrow keys, runs the chosen item, and closes on Escape', async () => {
    const run = vi.fn();
    const items = [
      { label: 'One', icon: 'play' as const, run: () => run('one') },
      { label: 'Two', icon: 'stop' as const, run: () => run('two') },
    ];
    render(() => <MenuButton name="Start" label="Start" items={items} />);
    const button = screen.getByRole('button', { name: 'Start' });
    fireEvent.keyDown(button, { key: 'Enter' });
    const focused = (name: string) => vi.waitFor(() => expect(document.activeElement?.textContent).toBe(name));
    await focused('One');
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    await focused('Two');
    fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
    expect(run).toHaveBeenCalledWith('two');
    await vi.waitFor(() => expect([screen.queryByRole('menu'), document.activeElement]).toEqual([null, button]));
    await press(button);
    expect(await findBarriers(document.body)).toEqual([]);
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
    await pause();
    expect(screen.queryByRole('menu')).toBeNull();
  });
});

describe('the start menu', () => {
  const actions = { start: vi.fn(async () => {}), stop: vi.fn(async () => {}), isBusy: () => false };

  it('offers passes for what is selected, and stops those that run', async () => {
    const list: Mailbox[] = [
      mailbox('a'),
      mailbox('b', {}, { state: 'running', status: 'Processing', passId: 'pas_1' }),
      mailbox('c'),
    ];
    const [selected] = createSignal<ReadonlySet<string>>(new Set(['a', 'b']));
    const choose = vi.fn();
    render(() => <StartMenu mailboxes={list} shown={list} selected={selected()} actions={actions} onChoose={choose} />);
    await press(screen.getByRole('button', { name: 'Start' }));
    await press(screen.getByRole('menuitem', { name: /Full pass/ }));
    expect(choose).toHaveBeenCalledWith('full');
    await press(screen.getByRole('button', { name: 'Start' }));
    await press(screen.getByRole('menuitem', { name: /Stop/ }));
    expect(actions.stop).toHaveBeenCalledWith([list[1]]);
  });
});

describe('the donut', () => {
  it('describes its numbers to screen readers', () => {
    const counters = { notStarted: 1, waiting: 0, running: 2, attention: 0, done: 7, total: 10 };
    render(() => <Donut counters={counters} />);
    expect(screen.getByRole('img').getAttribute('aria-label')).toContain('7 done, 2 running');
  });
});
