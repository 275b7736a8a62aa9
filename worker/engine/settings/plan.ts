import type { PeopleMap, Omission, Who } from '../model/setting.ts';
import type { SettingKind } from '../../lib/omission-kinds.ts';
import { decideSetting, fingerprint } from './merge.ts';

/** What has been carried before: setting → fingerprint. */
export type Carried = ReadonlyMap<string, string>;

/** What plans are made with. */
export type PlanContext = {
  map: PeopleMap;
  carried: Carried;
  /** Source folder → destination folder. */
  folders: ReadonlyMap<string, string>;
  /** The mailbox's own address at the source. */
  owner: string;
};

/** The result of settings: those that stand at the destination now, and those that don't. */
export type Outcome = { carried: [key: string, fingerprint: string][]; omissions: Omission[] };

/** Where someone is at the destination, or why that is not known. */
export function placeOf(who: Who, map: PeopleMap): Who | { code: string; message: string } {
  if ('everyone' in who) return who;
  if ('unknown' in who) return { code: 'user-unknown', message: `The source no longer knows who ${who.unknown} is.` };
  const address = map(who.address);
  if (address !== undefined) return { address };
  return { code: 'address-not-mapped', message: `The address of ${who.address} at the destination is not known.` };
}

export function nameOf(who: Who): string {
  if ('everyone' in who) return who.everyone;
  return 'unknown' in who ? who.unknown : who.address;
}

/** Two entries are of the same person. */
export function isSame(a: Who, b: Who): boolean {
  return nameOf(a).toLowerCase() === nameOf(b).toLowerCase();
}

function changedThere(kind: SettingKind, name: string): Omission {
  return {
    kind,
    name,
    code: 'changed-at-destination',
    message: 'The destination has a different one, which Mailferry did not create or which was changed later.',
  };
}

/** Decides on one setting and notes results that need no write; true if it must be written. */
export function isToBeCarried(
  setting: { kind: SettingKind; key: string; name: string; wanted: string; present: string | undefined },
  carried: Carried,
  outcome: Outcome,
): boolean {
  const { kind, key, name, wanted, present } = setting;
  const verdict = decideSetting(wanted, present, carried.get(key));
  if (verdict === 'same') outcome.carried.push([key, fingerprint(wanted)]);
  if (verdict === 'conflict') outcome.omissions.push(changedThere(kind, name));
  return verdict === 'carry';
}
