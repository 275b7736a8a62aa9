import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Plan, Project } from '../../app/api.ts';
import { PlanLine } from '../../app/features/plan/plan-line.tsx';
import type { Press } from '../../app/features/plan/step-action.tsx';
import type { StepState } from '../../worker/lib/plan-steps.ts';
import { PLAN_STEPS, STEP_TITLES } from '../../worker/lib/plan-steps.ts';
import { findBarriers } from './barriers.ts';

// What a busy computer is slow to load on demand.
beforeAll(() => import('../../app/features/plan/plan-steps.tsx'));

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const planWith = (states: Partial<Record<(typeof PLAN_STEPS)[number], StepState>>): Plan => ({
  steps: PLAN_STEPS.map((id) => ({
    id,
    title: STEP_TITLES[id],
    state: states[id] ?? 'done',
    at: null,
    status: `How far ${id} is.`,
    text: `What to know of ${id}.`,
    action: id === 'verify' ? { kind: 'press', label: 'Verify now', press: 'start-pass', pass: 'verify' } : null,
    isManual: id === 'cutover',
  })),
});

const counters = { notStarted: 3, waiting: 0, running: 0, attention: 0, done: 0, total: 3 };

function open(plan: Plan, project: Partial<Project> = {}) {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const answers = { plan };
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const path = typeof input === 'string' ? input : input.url;
    calls.push({ method: init?.method ?? 'GET', path, body: init?.body ? JSON.parse(init.body as string) : undefined });
    if (path.endsWith('/api/me')) return Response.json({ role: 'manager', agent: { id: 'agt_1' } });
    return Response.json(answers.plan);
  });
  const pressed = vi.fn<(press: Press) => void>();
  const [value, setValue] = createSignal({ id: 'prj_1', counters, ...project } as Project);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(() => (
    <QueryClientProvider client={client}>
      <Router>
        <Route path="*" component={() => <PlanLine project={value()} onPress={pressed} />} />
      </Router>
    </QueryClientProvider>
  ));
  return { calls, answers, pressed, setValue };
}

const line = () => screen.getByRole('button', { name: /^Plan/ });

it('is one line that says what is next, and opens by a press that is remembered', async () => {
  open(planWith({ verify: 'next', trial: 'waiting', full: 'not-needed' }));
  expect(await screen.findByText('Verify credentials')).toBeTruthy();
  expect(line().textContent).toMatch(/Plan\s*Next: Verify credentials\s*15 of 17/);
  expect(line().getAttribute('aria-expanded')).toBe('false');
  expect(screen.queryByRole('list')).toBeNull();
  fireEvent.click(line());
  expect(await screen.findAllByRole('listitem')).toHaveLength(17);
  expect(await findBarriers(document.body)).toEqual([]);
  cleanup();
  open(planWith({ verify: 'next' }));
  expect(await screen.findAllByRole('listitem')).toHaveLength(17);
});

it('names what needs attention and what runs before what is next', async () => {
  open(planWith({ credentials: 'attention', verify: 'now', trial: 'next' }));
  await screen.findByText(/of 17/);
  expect(line().textContent).toMatch(/Needs attention: Collect credentials\s*Now: Verify credentials/);
});

it('is open where there is no mailbox yet', async () => {
  open(planWith({ fill: 'next' }), { counters: { ...counters, total: 0 } });
  expect(await screen.findAllByRole('listitem')).toHaveLength(17);
  expect(screen.getByText('What to know of fill.')).toBeTruthy();
});

it('shows one step at a time, whose button acts on the page', async () => {
  const { pressed } = open(planWith({ verify: 'next' }));
  await screen.findByText('Verify credentials');
  fireEvent.click(line());
  fireEvent.click(await screen.findByRole('button', { name: 'Verify now' }));
  expect(pressed).toHaveBeenCalledWith(expect.objectContaining({ press: 'start-pass', pass: 'verify' }));
  const step = screen.getByRole('button', { name: /^Run a full pass/ });
  fireEvent.click(step);
  expect(step.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('What to know of full.')).toBeTruthy();
  expect(screen.queryByText('What to know of verify.')).toBeNull();
});

it('marks only steps that no fact decides', async () => {
  const { calls } = open(planWith({ cutover: 'next' }));
  await screen.findByText(/of 17/);
  fireEvent.click(line());
  fireEvent.click(await screen.findByRole('button', { name: 'Mark as done' }));
  await waitFor(() =>
    expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ step: 'cutover', isDone: true }),
  );
  fireEvent.click(screen.getByRole('button', { name: /^Verify credentials/ }));
  expect(screen.queryByRole('button', { name: 'Mark as done' })).toBeNull();
});

it('follows a pass that runs', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { answers, setValue } = open(planWith({ verify: 'now' }));
    await screen.findByText(/of 17/);
    answers.plan = planWith({ trial: 'next' });
    setValue({ id: 'prj_1', counters: { ...counters, notStarted: 0, done: 3 } } as Project);
    await vi.advanceTimersByTimeAsync(2_100);
    await waitFor(() => expect(line().textContent).toMatch(/Next: Try a few mailboxes/));
  } finally {
    vi.useRealTimers();
  }
});
