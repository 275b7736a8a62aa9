import type { Accessor } from 'solid-js';
import { createEffect, on, onCleanup } from 'solid-js';
import type { ManualStep } from '../../../worker/lib/plan-steps.ts';
import type { Plan, Problem } from '../../api.ts';
import { api, read } from '../../api.ts';
import type { Query } from '../../lib/create-query.ts';
import { createQuery } from '../../lib/create-query.ts';
import { createOneAtATime } from '../../lib/one-at-a-time.ts';
import { keys } from '../../lib/query-keys.ts';

/** A pass changes counters twice a second; the plan follows at most this often. */
const SETTLE_MS = 2_000;

/** The plan of a project; it is read again soon after `changes` does. */
export function createPlanQuery(projectId: Accessor<string>, changes: Accessor<string>): Query<Plan> {
  const query = createQuery(() => ({
    queryKey: keys.plan(projectId()),
    queryFn: () => read(api.projects[':id'].plan.$get({ param: { id: projectId() } })),
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void query.refetch();
    }, SETTLE_MS);
  };
  createEffect(on(changes, refresh, { defer: true }));
  onCleanup(() => clearTimeout(timer));
  return query;
}

/** Marks steps that only people can see as done. */
export function createMarkStep(projectId: Accessor<string>, onProblem: (problem: Problem | undefined) => void) {
  const { isBusy, act } = createOneAtATime(() => [keys.plan(projectId())], onProblem);
  return {
    isBusy,
    mark: (step: ManualStep, isDone: boolean) =>
      act(() => read(api.projects[':id'].plan.$put({ param: { id: projectId() }, json: { step, isDone } }))),
  };
}
