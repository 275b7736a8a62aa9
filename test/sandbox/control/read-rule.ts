import type { FaultRule } from '../faults/rule.ts';

// What a rule may say, and what the kinds of effects are called: a word that is none of these would silently do nothing.
const RULE_KEYS: ReadonlySet<string> = new Set(
  'name operation mailbox item folder nth every chance seed times forMs effect'.split(' '),
);
const ITEM_KEYS: ReadonlySet<string> = new Set('subject itemClass id index text property'.split(' '));
const EFFECT_KEYS: Readonly<Record<string, string>> = {
  'item-error': 'code message values field done',
  'corrupt-data': '',
  'batch-error': 'code message values field done',
  'soap-fault': 'code message values field status done',
  http: 'page status headers body done',
  reset: 'at bytes share',
  cut: 'how bytes share',
  stall: 'ms bytes share',
  'wrong-length': 'by',
  'truncated-data': 'bytes share',
  empty: 'how',
  delay: 'ms',
  connection: 'how',
};

/** Whether a value of JSON is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Throws RangeError for a word that is none of these: it would do nothing, and no one would hear of it. */
export function refuseOthers(what: string, value: Record<string, unknown>, known: ReadonlySet<string>): void {
  for (const key of Object.keys(value)) if (!known.has(key)) throw new RangeError(`${what} has no '${key}'`);
}

/** A rule out of JSON. Throws RangeError for what no rule says. */
export function readRule(value: unknown): FaultRule {
  if (!isObject(value) || !isObject(value['effect'])) throw new RangeError('A rule is an object with an effect');
  const { effect, item } = value;
  refuseOthers('A rule', value, RULE_KEYS);
  if (item !== undefined) {
    if (!isObject(item)) throw new RangeError('An item match is an object');
    refuseOthers('An item match', item, ITEM_KEYS);
  }
  const kind = String(effect['kind']);
  const keys = Object.hasOwn(EFFECT_KEYS, kind) ? EFFECT_KEYS[kind] : undefined;
  if (keys === undefined) throw new RangeError(`There is no effect '${kind}'`);
  refuseOthers(`The effect ${kind}`, effect, new Set(['kind', ...keys.split(' ')]));
  if (keys.startsWith('code') && typeof effect['code'] !== 'string') throw new RangeError(`${kind} needs a code`);
  return value as FaultRule;
}
