import { expect, test } from 'vitest';
import { isPassing, isPassingForItem, type FaultKind } from '../../worker/engine/model/fault.ts';
import { isTrouble } from '../../worker/engine/copy/fates.ts';
import { decide } from '../../worker/engine/pacing/decide.ts';

const PASSING: readonly FaultKind[] = ['busy', 'too-many-connections', 'overload', 'transient', 'unreachable'];
const LASTING: readonly FaultKind[] = [
  'in-doubt',
  'credentials',
  'access',
  'not-processed',
  'quota',
  'too-large',
  'vanished',
  'corrupt',
  'refused',
  'stale',
  'sync-state',
  'version',
  'wrong-server',
  'tls',
  'not-exchange',
  'exchange-online',
  'oauth-only',
  'unsupported',
  'stopped',
  'unknown',
];
const faultOf = (kind: FaultKind) => ({ kind, scope: 'batch' as const, code: 'code', message: '' });

test('only overload, failure and unavailability are temporary', () => {
  expect(PASSING.filter((kind) => isPassing({ kind }))).toEqual(PASSING);
  expect(LASTING.filter((kind) => isPassing({ kind }))).toEqual([]);
  expect(LASTING.filter((kind) => isPassingForItem({ kind }))).toEqual(['not-processed']);
});

test('a fault can be asked for the reason why it passes', () => {
  const kinds = (...reasons: Parameters<typeof isPassing>[1][]) =>
    [...PASSING, ...LASTING].filter((kind) => isPassing({ kind }, ...reasons));
  expect(kinds('throttling')).toEqual(['busy', 'too-many-connections']);
  expect(kinds('failure')).toEqual(['overload', 'transient']);
  expect(kinds('absence')).toEqual(['unreachable']);
  expect(kinds('throttling', 'absence')).toEqual(['busy', 'too-many-connections', 'unreachable']);
});

test('a temporary fault is waited for, blames no item and ends no slice, however often it comes', () => {
  for (const kind of PASSING)
    for (const failures of [0, 1, 50]) {
      const { item, pace, end } = decide(faultOf(kind), failures, 0);
      expect([kind, item, pace.waitMs > 0, end]).toEqual([kind, 'retry', true, undefined]);
    }
});

test('one bad item may crash a server but not throttle it; an unconfirmed fault counts as its cause', () => {
  expect(PASSING.filter((kind) => isTrouble(faultOf(kind)))).toEqual(['overload', 'transient', 'unreachable']);
  expect(isTrouble({ ...faultOf('in-doubt'), was: 'transient' })).toBe(true);
  expect(isTrouble({ ...faultOf('in-doubt'), was: 'busy' })).toBe(false);
});
