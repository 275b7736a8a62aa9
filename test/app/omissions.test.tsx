import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it } from 'vitest';
import type { Omission } from '../../app/api.ts';
import { OmissionEntry } from '../../app/features/mailboxes/omissions-list.tsx';

afterEach(cleanup);

const omission: Omission = {
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

it('shows what was omitted, why, and what to do', () => {
  render(() => <OmissionEntry omission={omission} />);
  expect(screen.getByRole('article').textContent).toBe('Inbox rule: Boss & <co>rule-folderThe cause.The remedy.');
});

it('shows what is missing from an item, and only the name of a whole setting', () => {
  const item: Omission = {
    ...omission,
    kind: 'item',
    name: 'Calendar',
    itemClass: 'IPM.Appointment',
    detail: 'A member.',
  };
  render(() => <OmissionEntry omission={item} />);
  expect(screen.getByText('A member.')).toBeTruthy();
  expect(screen.getByText('Part of an item: Calendar')).toBeTruthy();
  cleanup();
  render(() => <OmissionEntry omission={{ ...omission, kind: 'archive', name: '' }} />);
  expect(screen.getByText('Archive mailbox')).toBeTruthy();
});
