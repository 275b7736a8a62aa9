import { Random } from '../generate/random.ts';
import {
  type ConnectionEffect,
  type FaultRule,
  isConnectionEffect,
  isItemEffect,
  type ItemEffect,
  type RequestEffect,
} from './rule.ts';

/** One thing that a rule may strike; what is dear to find out is found out only when a rule asks. */
export type Target = {
  operation?: string;
  mailbox?: () => string | undefined;
  subject?: () => string | undefined;
  itemClass?: () => string | undefined;
  id?: string | undefined;
  index?: number;
  text?: (text: string) => boolean;
  folder?: (idOrName: string) => boolean;
  property?: (name: string) => boolean;
};

type Level = 'item' | 'upload' | 'request' | 'connection';

type Entry = { rule: FaultRule; level: Level; random: Random; since: number; seen: number; hits: number };

function levelOf({ effect }: FaultRule): Level {
  if (isItemEffect(effect)) return 'item';
  if (isConnectionEffect(effect)) return 'connection';
  return effect.kind === 'reset' && effect.at === 'upload' ? 'upload' : 'request';
}

function nameOf({ name, effect }: FaultRule): string {
  if (name) return name;
  if ('code' in effect) return `${effect.kind} ${effect.code}`;
  if (effect.kind === 'http') return `http ${effect.page ?? effect.status ?? 200}`;
  return effect.kind;
}

function matches(rule: FaultRule, target: Target): boolean {
  const { operation, mailbox, item, folder } = rule;
  if (operation !== undefined && ![operation].flat().includes(target.operation ?? '')) return false;
  if (mailbox !== undefined && target.mailbox?.()?.toLowerCase() !== mailbox.toLowerCase()) return false;
  if (folder !== undefined && !target.folder?.(folder)) return false;
  if (!item) return true;
  if (item.index !== undefined && item.index !== target.index) return false;
  if (item.id !== undefined && item.id !== target.id) return false;
  if (item.itemClass !== undefined && !target.itemClass?.()?.startsWith(item.itemClass)) return false;
  if (item.text !== undefined && !target.text?.(item.text)) return false;
  if (item.property !== undefined && !target.property?.(item.property)) return false;
  return item.subject === undefined || (target.subject?.()?.includes(item.subject) ?? false);
}

/**
 * The faults of one side, in the order in which they were added; the first that strikes is the one. Rules that come
 * later do not see what an earlier one struck. Deterministic: by counting, or by each rule's own seed.
 */
export class Faults {
  /** What was struck, by the names of the rules. */
  readonly hits: Record<string, number> = {};
  #entries: Entry[] = [];
  readonly #now: () => number;

  /** `now`: milliseconds; what `forMs` is measured by. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** From now on; returns what takes it away again. Throws RangeError for a rule that could never strike as it says. */
  add(rule: FaultRule): () => void {
    if (isConnectionEffect(rule.effect) && (rule.operation ?? rule.mailbox ?? rule.item ?? rule.folder) !== undefined)
      throw new RangeError('A connection has neither operation nor mailbox nor item nor folder');
    if (rule.item && !isItemEffect(rule.effect)) throw new RangeError(`${rule.effect.kind} does not strike items`);
    const entry: Entry = {
      rule,
      level: levelOf(rule),
      random: new Random(rule.seed ?? 1),
      since: this.#now(),
      seen: 0,
      hits: 0,
    };
    this.#entries.push(entry);
    return () => {
      this.#entries = this.#entries.filter((each) => each !== entry);
    };
  }

  /** Takes all rules away; the counters stay. */
  clear(): void {
    this.#entries = [];
  }

  resetHits(): void {
    for (const name of Object.keys(this.hits)) delete this.hits[name];
  }

  /** The rules in force, with what each has seen and struck. */
  list(): { rule: FaultRule; seen: number; hits: number }[] {
    return this.#entries.map(({ rule, seen, hits }) => ({ rule, seen, hits }));
  }

  has(level: Level): boolean {
    return this.#entries.some((entry) => entry.level === level);
  }

  forRequest(target: Target): RequestEffect | undefined {
    return this.#strike('request', target) as RequestEffect | undefined;
  }

  forItem(target: Target): ItemEffect | undefined {
    return this.#strike('item', target) as ItemEffect | undefined;
  }

  /** A reset while the request comes in. */
  forUpload(target: Target): RequestEffect | undefined {
    return this.#strike('upload', target) as RequestEffect | undefined;
  }

  forConnection(): ConnectionEffect | undefined {
    return this.#strike('connection', {}) as ConnectionEffect | undefined;
  }

  #strike(level: Level, target: Target): FaultRule['effect'] | undefined {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (entry.level !== level || !matches(rule, target)) continue;
      entry.seen += 1;
      if (!this.#isTurn(entry)) continue;
      entry.hits += 1;
      const name = nameOf(rule);
      this.hits[name] = (this.hits[name] ?? 0) + 1;
      return rule.effect;
    }
    return undefined;
  }

  #isTurn({ rule, random, since, seen, hits }: Entry): boolean {
    // Drawn for each match, also where something else decides: the row of draws stays the same.
    const isLucky = rule.chance === undefined || random.chance(rule.chance);
    if (rule.times !== undefined && hits >= rule.times) return false;
    if (rule.forMs !== undefined && this.#now() - since >= rule.forMs) return false;
    if (rule.nth !== undefined && seen !== rule.nth) return false;
    if (rule.every !== undefined && seen % rule.every !== 0) return false;
    return isLucky;
  }
}
