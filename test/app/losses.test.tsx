import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it } from 'vitest';
import type { Loss } from '../../app/api.ts';
import { LossEntry } from '../../app/features/mailboxes/losses-list.tsx';

afterEach(cleanup);

const loss: Loss = {
  id: 'los_1',
  kind: 'rules',
  name: 'Boss & <co>',
  itemClass: null,
  date: null,
  code: 'rule-folder',
  detail: 'The rule names a folder.',
  cause: 'The cause.',
  remedy: 'The remedy.',
  passId: 'pas_1',
  createdAt: '2026-01-01T00:00:00Z',
};

it('tells what stayed behind, why, and what to do', () => {
  render(() => <LossEntry loss={loss} />);
  expect(screen.getByRole('article').textContent).toBe('Inbox rule: Boss & <co>rule-folderThe cause.The remedy.');
});

it('tells of an item what of it is missing, and of a whole setting its name alone', () => {
  const item: Loss = { ...loss, kind: 'item', name: 'Calendar', itemClass: 'IPM.Appointment', detail: 'A member.' };
  render(() => <LossEntry loss={item} />);
  expect(screen.getByText('A member.')).toBeTruthy();
  expect(screen.getByText('Part of an item: Calendar')).toBeTruthy();
  cleanup();
  render(() => <LossEntry loss={{ ...loss, kind: 'archive', name: '' }} />);
  expect(screen.getByText('Archive mailbox')).toBeTruthy();
});
