import { FaultError, type FaultKind } from '../model/fault.ts';
import { RECOVERABLE_ROOT } from '../model/folder-tree.ts';
import { addressesOf, carryKind, omissionOf, planContextOf, type Carrying } from './carrying.ts';
import type { Outcome, PlanContext } from './plan.ts';
import { hasPermissions, listUnclear, planPermissions, withEntries, type PermissionsPlan } from './plan-permissions.ts';
import type { FolderPermissions } from '../model/setting.ts';

/** Faults of one entry: without it the list may well be taken. */
const OF_AN_ENTRY: ReadonlySet<FaultKind> = new Set(['corrupt', 'refused', 'unknown', 'access', 'vanished']);

type Found = { shared: FolderPermissions[]; omissions: Outcome['omissions'] };

/** Only folders that someone was let into are looked at on the other side. */
export function carryPermissions(carrying: Carrying): Promise<void> {
  const { source, destination, context, folders } = carrying;
  const all = [...context.folders.values()];
  const paths = new Map(all.map((folder) => [folder.sourceId, folder.path]));
  return carryKind(
    carrying,
    'permissions',
    async (): Promise<Found> => {
      // What can be recovered is its owner's alone.
      const ids = all.filter((each) => each.distinguishedId !== RECOVERABLE_ROOT).map(({ sourceId }) => sourceId);
      const found: Found = { shared: [], omissions: [] };
      for (const [index, folder] of (await source.permissions(ids, context.abort)).entries()) {
        if ('fault' in folder)
          found.omissions.push(omissionOf('permissions', paths.get(ids[index] ?? '') ?? '', folder.fault));
        else if (hasPermissions(folder)) found.shared.push(folder);
      }
      return found;
    },
    async ({ shared, omissions }) => {
      const outcome: Outcome = { carried: [], omissions: [...omissions] };
      if (shared.length === 0) return outcome;
      const plan = await planContextOf(carrying, addressesOf(shared.flatMap((f) => f.entries.map(({ who }) => who))));
      const ids = shared.map((folder) => folders.get(folder.folderId) ?? '');
      const present = await destination.permissions(ids, context.abort);
      for (const [index, folder] of shared.entries()) {
        const there = present[index];
        const path = paths.get(folder.folderId) ?? '';
        if (there === undefined) continue;
        if ('fault' in there) outcome.omissions.push(omissionOf('permissions', path, there.fault));
        else await carryFolder(carrying, folder, there, path, plan, outcome);
      }
      return outcome;
    },
  );
}

async function carryFolder(
  { destination, context }: Carrying,
  folder: FolderPermissions,
  there: FolderPermissions,
  path: string,
  plan: PlanContext,
  outcome: Outcome,
): Promise<void> {
  const { puts, carried, omissions } = planPermissions(folder, there, path, plan);
  outcome.carried.push(...carried);
  outcome.omissions.push(...omissions);
  const put = async (target: FolderPermissions, entries: PermissionsPlan['puts']) => {
    const list = withEntries(
      target,
      entries.map(({ entry }) => entry),
    );
    await destination.putPermissions(list, context.abort);
    outcome.carried.push(...entries.map(({ key, fingerprint }): [string, string] => [key, fingerprint]));
  };
  if (puts.length === 0) return;
  try {
    await put(there, puts);
  } catch (error) {
    if (!isOfAnEntry(error)) throw error;
    // One whom the destination does not know spoils the whole list.
    for (const entry of puts) {
      const [now] = await destination.permissions([there.folderId], context.abort);
      if (now === undefined || 'fault' in now) {
        outcome.omissions.push(omissionOf('permissions', entry.name, now?.fault ?? error.fault));
        continue;
      }
      if (now.isUnclear) {
        outcome.omissions.push(listUnclear(entry.name));
        continue;
      }
      try {
        await put(now, [entry]);
      } catch (refusal) {
        if (!isOfAnEntry(refusal)) throw refusal;
        outcome.omissions.push(omissionOf('permissions', entry.name, refusal.fault));
      }
    }
  }
}

function isOfAnEntry(error: unknown): error is FaultError {
  return error instanceof FaultError && OF_AN_ENTRY.has(error.fault.kind);
}
