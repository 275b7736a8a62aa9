import type { Side } from '../side.ts';
import { ManagementError } from './error.ts';

/** What a cmdlet shows of an object, by property. */
export type Shown = { readonly [property: string]: unknown };

/** What an order comes to: what it shows, or what it would change and how. */
export type Outcome =
  | { kind: 'shows'; objects: readonly Shown[]; warnings?: readonly string[] }
  /** `say`: the sentence after "What if: ". `apply` does it. */
  | { kind: 'changes'; say: string; apply: () => readonly Shown[] | void; warnings?: readonly string[] };

const asText = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The parameters of one order, by their whole names. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** Whether it was given, were it with `$null`. */
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  value(name: string): unknown {
    return this.#values.get(name.toLowerCase());
  }

  /** In small letters. */
  names(): string[] {
    return [...this.#values.keys()];
  }

  /** Undefined where it was not given, or with `$null`. */
  text(name: string): string | undefined {
    return asText(this.value(name));
  }

  requireText(name: string): string {
    const text = this.text(name);
    if (text === undefined || text === '')
      throw new ManagementError(
        'ParameterBindingValidationException',
        `Cannot bind argument to parameter '${name}' because it is null.`,
      );
    return text;
  }

  flag(name: string): boolean {
    const value = this.value(name);
    return value === true || (typeof value === 'string' && /^\$?true$/i.test(value));
  }

  list(name: string): string[] {
    const value = this.value(name);
    return value === undefined || value === null ? [] : [value].flat().map(String);
  }

  /** What happens to a list: it is replaced, or, with `@{Add=…; Remove=…}`, extended and cut. */
  changed(name: string, before: readonly string[]): string[] {
    const value = this.value(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.list(name);
    const { Add, Remove } = Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key.charAt(0).toUpperCase() + key.slice(1).toLowerCase(),
        [each].flat().map(String),
      ]),
    ) as Record<'Add' | 'Remove', string[] | undefined>;
    const gone = new Set(Remove?.map((each) => each.toLowerCase()));
    const kept = before.filter((each) => !gone.has(each.toLowerCase()));
    const there = new Set(kept.map((each) => each.toLowerCase()));
    return [...kept, ...(Add ?? []).filter((each) => !there.has(each.toLowerCase()))];
  }
}

/** The shells, by what they can do; see worker/lib/script-facts.ts for the names. */
export type Call = { side: Side; version: string; parameters: Parameters };

export type Cmdlet = (call: Call) => Outcome;
export type Cmdlets = Readonly<Record<string, Cmdlet>>;

export const shows = (objects: readonly Shown[], ...warnings: string[]): Outcome => ({
  kind: 'shows',
  objects,
  warnings,
});
export const changes = (say: string, apply: () => readonly Shown[] | void, ...warnings: string[]): Outcome => ({
  kind: 'changes',
  say,
  apply,
  warnings,
});

/** From when an order of now counts. */
export const fromNow = ({ organisation, now }: Side): number => now() + organisation.effectAfterMs;
