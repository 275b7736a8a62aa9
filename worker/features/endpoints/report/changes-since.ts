import type { Finding, FindingChange } from '../../../lib/probe-checks.ts';

/**
 * What is different from the test before. What was not looked at then or now is no change, unless something is wrong now.
 */
export function changesSince(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  const earlier = new Map(before.map((finding) => [finding.check, finding]));
  return after.flatMap((now): FindingChange[] => {
    const then = earlier.get(now.check);
    if (!then || (then.state === now.state && then.sentence === now.sentence)) return [];
    const isBad = now.state === 'failed' || now.state === 'warning';
    if (now.state === 'unknown' || (then.state === 'unknown' && !isBad)) return [];
    return [{ check: now.check, before: shown(then), after: shown(now) }];
  });
}

function shown({ state, sentence }: Finding): Pick<Finding, 'state' | 'sentence'> {
  return { state, sentence };
}
