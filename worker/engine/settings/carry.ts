import { sideBySide } from '../../lib/side-by-side.ts';
import { createAddressMap } from '../../lib/recipients.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { isOver } from '../context/attempt.ts';
import { reachOf } from '../model/pass.ts';
import { carryCategories } from './carry-categories.ts';
import { carryDelegates } from './carry-delegates.ts';
import { carryOutOfOffice } from './carry-out-of-office.ts';
import { carryPermissions } from './carry-permissions.ts';
import { carryRules } from './carry-rules.ts';
import type { Carrying } from './carrying.ts';
import type { SettingKind } from '../../lib/omission-kinds.ts';
import type { SettingOptions } from '../../lib/setting-options.ts';
import { SETTINGS_BY_DEFAULT } from '../../lib/setting-options.ts';

type Step = readonly [SettingKind, keyof SettingOptions, (carrying: Carrying) => Promise<void>];

/**
 * Concurrently, except for delegates and permissions: delegates' folder rights must be in the folders' lists before
 * these are read, or they would look like someone else's.
 */
const STEPS: readonly (readonly Step[])[] = [
  [['categories', 'categories', carryCategories]],
  [
    ['delegates', 'delegates', carryDelegates],
    ['permissions', 'permissions', carryPermissions],
  ],
  [['rules', 'rules', carryRules]],
  [['out-of-office', 'outOfOffice', carryOutOfOffice]],
];

/**
 * Copies a mailbox's settings, each kind once in a pass. What can't be copied is listed, and is not an error of the
 * pass. Safe to repeat: existing settings are not written again. False if the slice ended first.
 */
export async function carrySettings(context: SliceContext): Promise<boolean> {
  const { source, destination, ledger, people } = context;
  if (!source.settings || !destination.settings) return true;
  context.progress.phase = 'settings';
  context.onProgress(context.progress);
  const { carried, settled } = await ledger.settings();
  const carrying: Carrying = {
    context,
    source: source.settings,
    destination: destination.settings,
    options: { ...SETTINGS_BY_DEFAULT, ...context.options().settings },
    owner: people?.owner ?? '',
    mapOf: mapOf(context),
    carried: new Map(carried),
    folders: new Map([...context.folders.values()].map((folder) => [folder.sourceId, folder.destinationId])),
  };
  const { archive, recoverableItems } = reachOf(context.options());
  if (!archive) await ledger.settleSettings('archive', [], []);
  if (!recoverableItems) await ledger.settleSettings('recoverable-items', [], []);
  const inRow = async (steps: (typeof STEPS)[number]): Promise<boolean> => {
    for (const [kind, option, run] of steps) {
      if (isOver(context)) return false;
      if (settled.includes(kind)) continue;
      if (carrying.options[option]) await run(carrying);
      else await ledger.settleSettings(kind, [], []);
    }
    return true;
  };
  return (await sideBySide(STEPS.map(inRow))).every((isDone) => isDone);
}

/** Addresses by the rules of the options first, then by what is known of the people. */
function mapOf({ people, options }: SliceJob): Carrying['mapOf'] {
  const ruled = createAddressMap(options().recipientMapping);
  return async (addresses) => {
    const known = (await people?.mapOf(addresses)) ?? ((address: string) => address);
    return (address) => ruled?.(address) ?? known(address);
  };
}
