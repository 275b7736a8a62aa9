import type { MailboxState } from '../../lib/mailbox-statuses.ts';
import type { PassType } from '../../lib/pass-types.ts';
import type { PlanStep } from '../../lib/plan-steps.ts';

/** What the button of a step does: it leads somewhere, or does it on the page of the project. */
export type StepAction =
  | { kind: 'link'; label: string; href: string }
  | { kind: 'press'; label: string; press: 'purge-credentials' }
  | { kind: 'press'; label: string; press: 'start-pass'; pass: PassType }
  | { kind: 'press'; label: string; press: 'show-mailboxes'; mailboxes: MailboxState };

/** A step by itself, without those before it. `open`: it can be done, and nobody has begun. */
export type OwnState = 'done' | 'now' | 'open' | 'waiting' | 'not-needed' | 'attention';

export type OwnStep = {
  id: PlanStep;
  state: OwnState;
  /** When it was done, or will be; null where that is not known. */
  at: number | null;
  /** What the facts say of it. */
  status: string;
  /** What to know of it, for someone who has never migrated. */
  text: string;
  action: StepAction | null;
  /** It can be left out: once a later step is under way, it is not needed any more. */
  isOptional?: true;
};

/** `1 mailbox`, `2,500 mailboxes`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** In steps of 1000, as the app shows sizes. */
export function sizeOf(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}

export const mailboxesOf = (count: number): string => countOf(count, 'mailbox', 'mailboxes');
