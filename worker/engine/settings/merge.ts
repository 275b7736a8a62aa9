import { digest } from '../model/match-key.ts';

/**
 * What to do about one setting. `carry` writes it; `same` is there already; `keep` leaves alone what the owner did
 * with it since it was carried; `conflict` leaves alone what someone else made there, and lists it.
 */
export type Verdict = 'carry' | 'same' | 'keep' | 'conflict';

/**
 * A merge of three: what the source has (as it would stand at the destination), what stands there, and what was
 * carried last. All are texts that are equal where the settings are. `present` is undefined where there is nothing, or
 * only what every new mailbox has.
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
