import type { Fault } from '../../../engine/model/fault.ts';
import type { Parcel } from '../../../engine/model/mailbox.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import type { StateReach } from '../../items/meetings.ts';
import { kindOf, lessThan } from './keep-meetings.ts';
import { optionalParts, partNamedIn } from './optional-parts.ts';

/** What an item is sent without, and what is still to be tried without. */
export type Ladder = {
  reach: StateReach;
  /** Left out permanently: the server named them, or gave another answer without them. */
  without: Set<string>;
  /** Left out of this try alone. */
  guess?: string;
  /** To be tried without, one after the other; undefined until there is nothing better to go by. */
  guesses?: string[];
  isBare: boolean;
  refusal?: Fault;
};

/** Tries that each leave out another part. */
const MOST_GUESSES = 24;
/** After this many items refused with one code whatever was left out, other items are not searched. */
const MOST_IN_VAIN = 3;

/** Refusals of what was to be set; any other fault has nothing to do with it. */
export function isRefusalOfPart({ kind, code, property }: Fault): boolean {
  return kind === 'corrupt' && (property !== undefined || OF_PARTS.test(code));
}

/** Of a meeting's state servers say this. */
const OF_STATE = /Propert(?:y|ies)|ErrorItemSave$/;
const OF_PARTS =
  /Propert(?:y|ies)(?!Missing)|ErrorItemSave$|TimeZone|^ErrorCalendar(?!EndDate|Duration)|Recurrence|Occurrence|Culture|ContactEmail|PercentComplete|CompleteDate|Recipients|SmtpAddress|RoutingType|ValueOutOfRange|MapiPropertyType|SchemaValidation|InvalidRequest|InvalidArgument/;

/**
 * The next reduced form of a refused item: without the part that the server names; or with less of a meeting's state; or
 * without one part after the other; finally without all optional parts. False if nothing is left to try. Each try would
 * read a stream again, so its parts are not searched.
 */
export function climb(ladder: Ladder, parcel: Parcel, fault: Fault, capabilities: ServerCapabilities): boolean {
  const { refusedParts: parts, stateReach } = capabilities;
  const { guess, refusal } = ladder;
  if (guess !== undefined && refusal && isAnother(fault, refusal)) ladder.without.add(guess);
  delete ladder.guess;
  ladder.refusal = fault;
  const named = partNamedIn(fault, parcel);
  if (named !== undefined && !ladder.without.has(named)) {
    ladder.without.add(named);
    return true;
  }
  const less = ladder.guesses === undefined && OF_STATE.test(fault.code) ? lessThan(parcel, ladder.reach) : undefined;
  if (less !== undefined) {
    ladder.reach = less;
    return true;
  }
  const all = optionalParts(parcel);
  if (ladder.guesses === undefined) {
    // The meeting's state is not it.
    ladder.reach = stateReach[kindOf(parcel)];
    const isHopeless = (parts.inVain[fault.code] ?? 0) >= MOST_IN_VAIN;
    const guilt = (part: string) => parts.guilty[part] ?? 0;
    ladder.guesses =
      parcel.content instanceof ReadableStream || isHopeless
        ? []
        : all.toSorted((left, right) => guilt(right) - guilt(left)).slice(0, MOST_GUESSES);
  }
  for (let next = ladder.guesses.shift(); next !== undefined; next = ladder.guesses.shift()) {
    if (ladder.without.has(next)) continue;
    ladder.guess = next;
    return true;
  }
  if (ladder.isBare || all.length === 0) {
    parts.inVain[fault.code] = (parts.inVain[fault.code] ?? 0) + 1;
    return false;
  }
  Object.assign(ladder, { isBare: true, reach: 'nothing' });
  for (const part of all) ladder.without.add(part);
  return true;
}

/** The parts that this try is without. */
export function missingParts({ without, guess }: Ladder): ReadonlySet<string> {
  return guess === undefined ? without : new Set([...without, guess]);
}

/** The refusal has another reason than the previous one. */
function isAnother(left: Fault, right: Fault): boolean {
  return left.code !== right.code || left.property !== right.property;
}
