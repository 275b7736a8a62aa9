import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StartMenu } from '../../app/features/passes/start-menu.tsx';
import type { PassActions } from '../../app/features/passes/queries.ts';
import { mailbox } from './fixtures.ts';
import { press } from './press.ts';

const start = vi.fn<PassActions['start']>();
const actions: PassActions = { start, stop: async () => {}, isBusy: () => false };
const all = ['ann', 'bo', 'cleo', 'dan'].map((name) => mailbox(name));

beforeEach(() => start.mockReset());
afterEach(cleanup);

async function fullPass(shown: typeof all, selected: string[] = []) {
  render(() => <StartMenu mailboxes={all} shown={shown} selected={new Set(selected)} actions={actions} />);
  await press(screen.getByRole('button', { name: 'Start' }));
  const item = screen.getByRole('menuitem', { name: /Full pass/ });
  const words = item.textContent;
  await press(item);
  return words;
}

it('starts all mailboxes, and reports it', async () => {
  expect(await fullPass(all)).toContain('all 4 mailboxes');
  expect(start).toHaveBeenCalledWith('full', ['ann', 'bo', 'cleo', 'dan']);
});

it('does not start mailboxes that a filter hides', async () => {
  expect(await fullPass(all.slice(1, 3))).toContain('the 2 mailboxes shown');
  expect(start).toHaveBeenCalledWith('full', ['bo', 'cleo']);
});

it('starts what is selected, shown or not', async () => {
  expect(await fullPass(all.slice(1, 3), ['ann'])).toMatch(/: 1 mailbox$/);
  expect(start).toHaveBeenCalledWith('full', ['ann']);
});
