import { digest } from '../model/match-key.ts';

/**
 * What to do with one setting. `carry` writes it; `same` is already there; `keep` leaves the owner's change since it was
 * copied; `conflict` leaves what someone else set there, and lists it.
 */
export type Verdict = 'carry' | 'same' | 'keep' | 'conflict';

/**
 * A three-way merge of the source's setting (as it would look at the destination), the destination's, and the one last
 * copied. All are texts that are equal if the settings are. `present` is undefined if the destination has nothing, or
 * only the default of a new mailbox.
 */
export function decideSetting(wanted: string, present: string | undefined, carried: string | undefined): Verdict {
  if (present === wanted) return 'same';
  if (carried === fingerprint(wanted)) return 'keep';
  if (present === undefined || carried === fingerprint(present)) return 'carry';
  return 'conflict';
}

/** What the ledger keeps of a setting: enough to know it again, and nothing that it says. */
export function fingerprint(text: string): string {
  return digest(text, 0x5e77) + digest(text, 0x1e57);
}

/** By what the ledger knows one setting: names and addresses don't stand in it. */
export function settingKey(kind: string, ...names: readonly string[]): string {
  return `${kind}:${fingerprint(names.join('\u0000'))}`;
}
