import type { Fault } from '../model/fault.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { PeopleMap, Omission, SettingsDestination, SettingsSource, Who } from '../model/setting.ts';
import type { SettingKind } from '../../lib/omission-kinds.ts';
import type { SettingOptions } from '../../lib/setting-options.ts';
import { nameOf, type Outcome, type PlanContext } from './plan.ts';
import { tried } from './tried.ts';

/** What the steps that carry settings share. */
export type Carrying = {
  context: SliceContext;
  source: SettingsSource;
  destination: SettingsDestination;
  options: Required<SettingOptions>;
  owner: string;
  mapOf: (addresses: readonly string[]) => Promise<PeopleMap>;
  carried: ReadonlyMap<string, string>;
  folders: ReadonlyMap<string, string>;
};

/**
 * One kind of settings from end to end: reads the source, then looks at the destination, plans and writes, again from
 * the look where a server fails in between. Whatever is not carried is listed.
 */
export async function carryKind<T>(
  { context }: Carrying,
  kind: SettingKind,
  read: () => Promise<T>,
  carry: (source: T) => Promise<Outcome>,
): Promise<void> {
  const source = await tried(context, read);
  const outcome = 'fault' in source ? source : await tried(context, () => carry(source.value));
  if ('fault' in outcome) await context.ledger.settleSettings(kind, [], [omissionOf(kind, '', outcome.fault)]);
  else await context.ledger.settleSettings(kind, outcome.value.carried, outcome.value.omissions);
}

/** Plans are made with the addresses of those whom the settings name. */
export async function planContextOf(carrying: Carrying, addresses: readonly string[]): Promise<PlanContext> {
  const { mapOf, carried, folders, owner } = carrying;
  return { map: await mapOf([...new Set(addresses)]), carried, folders, owner };
}

export function omissionOf(kind: SettingKind, name: string, { code, message }: Fault): Omission {
  return { kind, name, code, message };
}

/** Addresses among those of a list. */
export function addressesOf(people: readonly Who[]): string[] {
  return people.flatMap((who) => ('address' in who ? [nameOf(who)] : []));
}
