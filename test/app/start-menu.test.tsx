import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startChoice, StartMenu } from '../../app/features/passes/start-menu.tsx';
import type { PassActions } from '../../app/features/passes/queries.ts';
import type { PassType } from '../../worker/lib/pass-types.ts';
import { mailbox } from './fixtures.ts';
import { press } from './press.ts';

const choose = vi.fn<(type: PassType) => void>();
const actions: PassActions = { start: async () => {}, stop: async () => {}, isBusy: () => false };
const all = ['ann', 'bo', 'cleo', 'dan'].map((name) => mailbox(name));

beforeEach(() => choose.mockReset());
afterEach(cleanup);

async function fullPass(shown: typeof all, selected: string[] = []) {
  const choice = { mailboxes: all, shown, selected: new Set(selected) };
  render(() => <StartMenu {...choice} actions={actions} onChoose={choose} />);
  await press(screen.getByRole('button', { name: 'Start' }));
  const item = screen.getByRole('menuitem', { name: /Full pass/ });
  const words = item.textContent;
  await press(item);
  expect(choose).toHaveBeenCalledWith('full');
  return { words, ...startChoice(choice) };
}

it('means all mailboxes, and says so', async () => {
  const { words, mailboxIds, which } = await fullPass(all);
  expect(words).toContain('all 4 mailboxes');
  expect({ mailboxIds, which }).toEqual({ mailboxIds: undefined, which: 'all 4 mailboxes' });
});

it('leaves out mailboxes that a filter hides', async () => {
  const { words, mailboxIds } = await fullPass(all.slice(1, 3));
  expect(words).toContain('the 2 mailboxes shown');
  expect(mailboxIds).toEqual(['bo', 'cleo']);
});

it('means what is selected, shown or not, and says what the filter hides', async () => {
  const { words, mailboxIds, which } = await fullPass(all.slice(1, 3), ['ann', 'bo']);
  expect(words).toMatch(/: 2 mailboxes, 1 of them hidden by the filter$/);
  expect(mailboxIds).toEqual(['ann', 'bo']);
  expect(which).toBe('2 mailboxes, 1 of them hidden by the filter');
});

it('offers to retry errors only where something failed', async () => {
  render(() => <StartMenu mailboxes={all} shown={all} selected={new Set()} actions={actions} onChoose={choose} />);
  await press(screen.getByRole('button', { name: 'Start' }));
  expect(screen.getByRole('menuitem', { name: /Retry errors.*Nothing has failed/ }).getAttribute('aria-disabled')).toBe(
    'true',
  );
});
