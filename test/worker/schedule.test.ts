import { expect, test } from 'vitest';
import { runSchedule } from '../../worker/runtime/cron.ts';
import { createHarness, makeProject, signUp, sorted } from './harness.ts';

test('the schedule tells every project with open runs, and one that fails does not keep the others', async () => {
  const harness = createHarness();
  const started: unknown[][] = [];
  for (let count = 0; count < 3; count += 1) {
    const { ask, workgroupId } = await signUp(harness);
    const { projectId } = await makeProject(ask, 1);
    await makeProject(ask, 1);
    const pass = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
    started.push([workgroupId, projectId, pass.body.id]);
  }
  const told: unknown[][] = [];
  const logged: unknown[][] = [];
  await runSchedule({
    ...harness.deps,
    log: { info: () => undefined, error: (...values) => void logged.push(values) },
    coordinator: {
      ...harness.deps.coordinator,
      enqueue: async (...values) => {
        told.push(values);
        if (told.length === 1) throw new Error('away');
      },
    },
  });
  const lines = (rows: unknown[][]) => sorted(rows.map((row) => JSON.stringify(row)));
  expect(lines(told)).toEqual(lines(started));
  expect(logged).toHaveLength(1);
});
