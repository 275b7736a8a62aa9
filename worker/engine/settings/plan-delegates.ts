import { decideSetting, fingerprint, settingKey } from './merge.ts';
import { isSame, isToBeCarried, nameOf, placeOf, type Outcome, type PlanContext } from './plan.ts';
import type { Delegate, DelegateList } from '../model/setting.ts';

type Put = { delegate: Delegate; key: string; fingerprint: string; name: string };

export type DelegatesPlan = Outcome & {
  adds: Put[];
  changes: Put[];
  /** Who should receive meeting requests, if that changes; sent with the delegates. */
  deliver?: { value: string; key: string; fingerprint: string };
};

/** What a mailbox without delegates has. */
const UNTOUCHED = 'DelegatesAndSendInformationToMe';

/**
 * Which delegates cross. Rights that are none of the named levels cross with the folder's permissions alone; where
 * those stay behind (`arePermissionsCarried` is false) they are listed.
 */
export function planDelegates(
  source: DelegateList,
  destination: DelegateList,
  context: PlanContext,
  arePermissionsCarried: boolean,
): DelegatesPlan {
  const plan: DelegatesPlan = { adds: [], changes: [], carried: [], omissions: [] };
  for (const delegate of source.delegates) {
    const name = nameOf(delegate.who);
    const who = placeOf(delegate.who, context.map);
    if ('code' in who) {
      plan.omissions.push({ kind: 'delegates', name, ...who });
      continue;
    }
    const custom = Object.keys(delegate.levels).filter((folder) => delegate.levels[folder] === 'Custom');
    if (custom.length > 0 && !arePermissionsCarried) {
      const message = `The rights in ${custom.join(', ')} match no permission level for delegates.`;
      plan.omissions.push({ kind: 'delegates', name, code: 'custom-rights', message });
    }
    const copy: Delegate = { ...delegate, who };
    const there = destination.delegates.find((candidate) => isSame(candidate.who, who));
    const key = settingKey('delegates', nameOf(who).toLowerCase());
    const wanted = textOf(copy);
    const present = there && textOf(there);
    if (!isToBeCarried({ kind: 'delegates', key, name, wanted, present }, context.carried, plan)) continue;
    (there ? plan.changes : plan.adds).push({ delegate: copy, key, fingerprint: fingerprint(wanted), name });
  }
  if (source.delegates.length > 0) planDelivery(source.deliver, destination, context, plan);
  return plan;
}

function planDelivery(value: string, destination: DelegateList, { carried }: PlanContext, plan: DelegatesPlan): void {
  const key = settingKey('delegates', 'deliver');
  const isUntouched = destination.delegates.length === 0 || destination.deliver === UNTOUCHED;
  const verdict = decideSetting(value, isUntouched ? undefined : destination.deliver, carried.get(key));
  if (verdict === 'same' || (verdict === 'carry' && value === destination.deliver))
    plan.carried.push([key, fingerprint(value)]);
  else if (verdict === 'carry') plan.deliver = { value, key, fingerprint: fingerprint(value) };
  else if (verdict === 'conflict')
    plan.omissions.push({
      kind: 'delegates',
      name: '',
      code: 'changed-at-destination',
      message: 'The destination delivers meeting requests to other people than the source.',
    });
}

/** Levels that cannot be assigned by name are not compared: the permissions cover them. */
function textOf({ levels, receivesCopies, viewsPrivate }: Delegate): string {
  const named = Object.entries(levels)
    .filter(([, level]) => level !== 'Custom' && level !== 'None')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([named, receivesCopies, viewsPrivate]);
}
