import type { Effect, FaultRule } from '../sandbox/faults/rule.ts';

const WRITES = [
  'CreateItem',
  'UploadItems',
  'UpdateItem',
  'MoveItem',
  'DeleteItem',
  'CreateFolder',
  'CreateAttachment',
];

/** In whatever words a server says that it is busy; how long it asks to wait is short here. */
const BUSY: readonly Effect[] = [
  { kind: 'http', page: 'unavailable', headers: { 'Retry-After': '1' } },
  { kind: 'http', page: 'unavailable' },
  { kind: 'soap-fault', code: 'ErrorServerBusy', values: { BackOffMilliseconds: 400 } },
  {
    kind: 'batch-error',
    code: 'ErrorInternalServerError',
    values: { InnerErrorResponseCode: 'ErrorServerBusy', BackOffMilliseconds: 300 },
  },
  { kind: 'batch-error', code: 'ErrorExceededConnectionCount' },
];

const PASSING: readonly Effect[] = [
  { kind: 'http', page: 'server-error' },
  { kind: 'http', page: 'generic-error' },
  { kind: 'http', page: 'proxy-error' },
  { kind: 'batch-error', code: 'ErrorMailboxFailover' },
  { kind: 'batch-error', code: 'ErrorInternalServerTransientError' },
  { kind: 'batch-error', code: 'ErrorTimeoutExpired' },
  { kind: 'soap-fault', code: 'ErrorConnectionFailed' },
];

/** The answer, or what there is of it, says nothing of whether the request was carried out. */
const BROKEN: readonly Effect[] = [
  { kind: 'reset', at: 'upload' },
  { kind: 'reset', at: 'before' },
  { kind: 'reset', at: 'after' },
  { kind: 'reset', at: 'within', share: 0.3 },
  { kind: 'reset', at: 'within', share: 0.9 },
  { kind: 'cut', how: 'length' },
  { kind: 'cut', how: 'short-length', share: 0.7 },
  { kind: 'cut', how: 'chunked' },
  { kind: 'cut', how: 'chunked-end', share: 0.9 },
  { kind: 'cut', how: 'unclosed' },
  { kind: 'empty' },
  { kind: 'empty', how: 'connection' },
  { kind: 'wrong-length', by: -40 },
  { kind: 'http', page: 'server-error', done: true },
  { kind: 'http', page: 'proxy-error', done: true },
  { kind: 'soap-fault', code: 'ErrorInternalServerTransientError', done: true },
];

const SLOW: readonly Effect[] = [
  { kind: 'stall', ms: 900 },
  { kind: 'delay', ms: 700 },
];

/**
 * What goes wrong at one side in a round: a few rules of every sort, each by a chance of its own and a few times at
 * most, so that the pass can end.
 */
export function mishapsOf(side: 'source' | 'destination', seed: number, random: () => number): FaultRule[] {
  const rules: FaultRule[] = [];
  const add = (effects: readonly Effect[], count: number, chance: number, more: Partial<FaultRule> = {}) => {
    for (let i = 0; i < count; i++) {
      const effect = effects[Math.floor(random() * effects.length)]!;
      rules.push({ effect, chance, times: 2, seed: seed * 100 + rules.length, ...more });
    }
  };
  add(BUSY, 2, 0.03);
  add(PASSING, 2, 0.02);
  add(BROKEN, 2, 0.03);
  if (side === 'destination') add(BROKEN, 3, 0.15, { operation: WRITES });
  else add([{ kind: 'truncated-data' }], 1, 0.1, { operation: 'ExportItems' });
  add(SLOW, 1, 0.04);
  if (random() < 0.5) add([{ kind: 'http', page: 'unauthorised' }], 1, 0.02, { times: 1 });
  if (random() < 0.5) add([{ kind: 'connection', how: random() < 0.5 ? 'reset' : 'close' }], 1, 0.03, { times: 1 });
  return rules;
}
