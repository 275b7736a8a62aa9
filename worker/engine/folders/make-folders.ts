import { sideBySide } from '../../lib/side-by-side.ts';
import { SliceEnd, attempt, interruption, isOver } from '../context/attempt.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { FaultError } from '../model/fault.ts';
import type { NewFolder } from '../model/mailbox.ts';
import type { FolderStep } from './plan-folders.ts';

/** Folders made by one request: few enough for a server's minute, and for a stop. */
const MADE_AT_ONCE = 20;
/** Such requests side by side. */
const LANES = 2;

type Placing = Extract<FolderStep, { do: 'place' }>;
type Making = Extract<FolderStep, { do: 'create' | 'make' }>;
/** What has to be done at the destination, in a folder that stands there by then. */
export type WorkStep = Placing | Making;

/**
 * Makes folders and puts them where they belong, parents first. `targets` has the destination folders by their keys, and
 * gets those that are made; `onDone` hears of each request's steps. Throws SliceEnd when the time is up.
 */
export async function makeFolders(
  context: SliceContext,
  steps: readonly WorkStep[],
  targets: Map<string, string>,
  onDone: (steps: readonly WorkStep[]) => Promise<void>,
): Promise<void> {
  const idOf = (key: string) => (key.startsWith('#') ? key.slice(1) : targets.get(key));
  for (let left = steps; left.length > 0;) {
    const ready = left.filter((step) => idOf(step.parent) !== undefined);
    if (ready.length === 0) throw new Error('The plan names a folder below one that it does not lead to.');
    const groups = groupsOf(ready);
    const lane = async () => {
      for (let group = groups.shift(); group; group = groups.shift()) {
        const ids = await takeSteps(context, group, idOf(group[0]!.parent)!);
        for (const [index, step] of group.entries()) targets.set(keyOf(step), ids[index]!);
        await onDone(group);
        // What has been made is found by the next slice, by its name. Each slice makes some, however late it is.
        if (isOver(context)) throw new SliceEnd(interruption(context));
      }
    };
    await sideBySide(Array.from({ length: LANES }, lane));
    const areDone = new Set(ready);
    left = left.filter((step) => !areDone.has(step));
  }
}

export const keyOf = (step: FolderStep): string => (step.do === 'make' ? step.key : step.source.id);

/** Steps that one request carries out: folders to be made in one parent; before them each that is to be placed. */
function groupsOf(steps: readonly WorkStep[]): WorkStep[][] {
  const makings = Map.groupBy(steps.filter(makes), ({ parent }) => parent);
  const groups: WorkStep[][] = steps.filter((step) => !makes(step)).map((step) => [step]);
  for (const making of makings.values())
    for (let at = 0; at < making.length; at += MADE_AT_ONCE) groups.push(making.slice(at, at + MADE_AT_ONCE));
  return groups;
}

function makes(step: WorkStep): step is Making {
  return step.do === 'create' || step.do === 'make';
}

/** The destination folders of a group of steps, in their order. */
async function takeSteps(
  context: SliceJob & SliceWaits,
  steps: readonly WorkStep[],
  parentId: string,
): Promise<string[]> {
  const [first] = steps;
  if (first?.do === 'place') return [await place(context, first, parentId)];
  const wanted = steps.filter(makes).map((step): NewFolder => {
    if (step.do === 'make') return { name: step.name, folderClass: 'IPF.Note' };
    const { folderClass, isHidden } = step.source;
    return { name: step.name, folderClass, ...(isHidden && { isHidden }) };
  });
  const folders = await attempt(context, () => context.destination.createFolders(parentId, wanted, context.abort));
  return folders.map(({ id }) => id);
}

async function place(
  context: SliceJob & SliceWaits,
  { destinationId, name }: Placing,
  parentId: string,
): Promise<string> {
  try {
    await attempt(context, () => context.destination.placeFolder(destinationId, parentId, name, context.abort));
  } catch (error) {
    // A name that is taken, a folder that the server keeps where it is: its items cross all the same.
    if (!(error instanceof FaultError)) throw error;
  }
  return destinationId;
}
