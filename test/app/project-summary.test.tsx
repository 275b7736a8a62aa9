import { cleanup, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Project } from '../../app/api.ts';
import { ProjectSummary } from '../../app/features/projects/project-summary.tsx';
import { mailbox } from './fixtures.ts';

const counters = { notStarted: 1, waiting: 0, running: 1, attention: 0, done: 0, total: 2 };
const totals = { itemsDone: 0, itemsTotal: 0, bytesDone: 0, bytesTotal: 0, errors: 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('draws the speed even if counters arrive more often than samples', () => {
  const [project, setProject] = createSignal({ counters, totals } as Project);
  const list = [mailbox('a', { itemsTotal: 9, itemsDone: 3 }, { state: 'running', status: 'Processing' })];
  render(() => (
    <ProjectSummary project={project()} mailboxes={list} rates={{ itemsPerSecond: 1, bytesPerSecond: 2_000_000 }} />
  ));
  for (let patch = 0; patch < 12; patch++) {
    vi.advanceTimersByTime(400);
    setProject({ counters: { ...counters }, totals } as Project);
  }
  expect(screen.getByRole('img', { name: 'Speed over time, at most 2.0 MB/s' })).toBeTruthy();
});

it('shows what is unknown: uncounted mailboxes, and that the time left is a minimum', () => {
  const list = [
    mailbox('a', { itemsTotal: 90, itemsDone: 30 }, { state: 'running', status: 'Processing' }),
    mailbox('b', {}, { state: 'waiting', status: 'Queued' }),
  ];
  render(() => (
    <ProjectSummary
      project={{ counters, totals } as Project}
      mailboxes={list}
      rates={{ itemsPerSecond: 1, bytesPerSecond: 0 }}
    />
  ));
  expect(screen.getByText('1 mailbox is not counted yet')).toBeTruthy();
  expect(screen.getByText('over 1 min')).toBeTruthy();
});

it('counts failed items as tried, and not as copied', () => {
  const list = [
    mailbox('a', { itemsTotal: 100, itemsDone: 60, itemsFailed: 40 }, { state: 'attention', status: 'Paused' }),
  ];
  render(() => (
    <ProjectSummary
      project={{ counters: { ...counters, running: 0, attention: 1 }, totals } as Project}
      mailboxes={list}
      rates={{ itemsPerSecond: 0, bytesPerSecond: 0 }}
    />
  ));
  expect(screen.getByText('60 of 100 items')).toBeTruthy();
  expect(screen.getByText('100 %')).toBeTruthy();
});

it('shows how many mailboxes wait if fewer run at once than the project allows', () => {
  const shown = (slotLimit: Project['slotLimit']) => {
    cleanup();
    render(() => (
      <ProjectSummary
        project={{ counters, totals, slotLimit } as Project}
        mailboxes={[]}
        rates={{ itemsPerSecond: 0, bytesPerSecond: 0 }}
      />
    ));
    return screen.queryByRole('status')?.textContent;
  };
  expect(shown(null)).toBeUndefined();
  expect(shown({ waiting: 1, atOnce: 100 })).toMatch(
    /^1 mailbox waits for capacity\. .* at most 100 mailboxes at once/,
  );
  expect(shown({ waiting: 900, atOnce: 100 })).toMatch(/^900 mailboxes wait for capacity/);
});

it('shows the speed from before the screen opened', () => {
  const speeds = [
    { at: 1_000, bytesPerSecond: 0 },
    { at: 6_000, bytesPerSecond: 5_000_000 },
    { at: 11_000, bytesPerSecond: 0 },
  ];
  render(() => (
    <ProjectSummary
      project={{ counters: { ...counters, running: 0, done: 1 }, totals } as Project}
      mailboxes={[]}
      rates={{ itemsPerSecond: 0, bytesPerSecond: 0 }}
      speeds={speeds}
    />
  ));
  expect(screen.getByRole('img', { name: 'Speed over time, at most 5.0 MB/s' })).toBeTruthy();
});
