import { sideBySide } from '../../lib/side-by-side.ts';
import { SliceEnd, decideHere, interruption, isOver, waitUntil } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, isPassing } from '../model/fault.ts';
import type { FolderTrouble } from '../model/folder-trouble.ts';
import { MAX_ATTEMPTS } from '../pacing/decide.ts';
import { attemptFolder } from './attempt-folder.ts';
import { createGroup } from './create-group.ts';
import type { FolderAt } from './folder-error.ts';
import { FolderError } from './folder-error.ts';
import type { WorkStep } from './folder-plan.ts';
import { keyOf, makes } from './folder-plan.ts';
import { isSetAside, note, noteTrouble, setAside } from './set-aside.ts';

/** Folders made by one request: few enough for a server's minute, and for a stop. */
const CREATE_BATCH_SIZE = 20;
/** Such requests side by side. */
const LANES = 2;

/** When a step is retried alone, and why. */
type Wait = { at: number; fault: Fault };

/**
 * Creates and moves folders, parents first. `targets` has the destination folders by key, and receives the new ones;
 * `onDone` gets the steps of each request. A folder that the destination refuses is retried after all others, and
 * finally set aside with its subfolders. Throws SliceEnd when the time is up.
 */
export async function makeFolders(
  context: SliceContext,
  steps: readonly WorkStep[],
  targets: Map<string, string>,
  onDone: (steps: readonly WorkStep[]) => Promise<void>,
): Promise<void> {
  const idOf = (key: string) => (key.startsWith('#') ? key.slice(1) : targets.get(key));
  const waits = new Map<WorkStep, Wait>();
  const left = await withoutSetAside(context, steps);
  while (left.size > 0) {
    const ready = [...left].filter((step) => idOf(step.parent) !== undefined);
    if (ready.length === 0) throw new Error('The plan contains a folder without its parent folder.');
    const due = ready.filter((step) => (waits.get(step)?.at ?? 0) <= context.now());
    if (due.length === 0) {
      const [first] = ready.map((step) => waits.get(step)!).toSorted((one, other) => one.at - other.at);
      await waitUntil(context, first!.at, first!.fault);
      continue;
    }
    const triesOf = (step: WorkStep) => context.troubles.get(keyOf(step))?.tries ?? (waits.has(step) ? 0 : undefined);
    const groups = groupsOf(due, triesOf);
    const lane = async () => {
      for (let group = groups.shift(); group; group = groups.shift()) {
        const { made, failed } = await takeSteps(context, group, idOf(group[0]!.parent)!);
        for (const [step, id] of made) {
          targets.set(keyOf(step), id);
          left.delete(step);
        }
        if (made.size > 0) await onDone([...made.keys()]);
        if (group.length > 1) await noteThrottledGroup(context, failed);
        for (const [step, fault] of failed) {
          const at = group.length > 1 ? context.now() : await noteFailed(context, step, fault, left);
          if (at !== undefined) waits.set(step, { at, fault });
        }
        // What has been made is found by the next slice, by its name. Each slice makes some, however late it is.
        if (isOver(context)) throw new SliceEnd(interruption(context));
      }
    };
    await sideBySide(Array.from({ length: LANES }, lane));
  }
}

/**
 * Groups steps by request: folders to create in one parent together; moves, and steps that have failed, one by one. The
 * steps that failed most often come last.
 */
function groupsOf(steps: readonly WorkStep[], triesOf: (step: WorkStep) => number | undefined): WorkStep[][] {
  const isAlone = (step: WorkStep) => !makes(step) || triesOf(step) !== undefined;
  const groups: WorkStep[][] = steps
    .filter(isAlone)
    .toSorted((one, other) => (triesOf(one) ?? 0) - (triesOf(other) ?? 0))
    .map((step) => [step]);
  const together = Map.groupBy(
    steps.filter((step) => !isAlone(step)),
    ({ parent }) => parent,
  );
  for (const making of together.values())
    for (let at = 0; at < making.length; at += CREATE_BATCH_SIZE) groups.push(making.slice(at, at + CREATE_BATCH_SIZE));
  return groups;
}

/** The results of a group's steps: the destination folder, or why there is none. */
type Taken = { made: Map<WorkStep, string>; failed: Map<WorkStep, Fault> };

async function takeSteps(context: SliceContext, steps: readonly WorkStep[], parentId: string): Promise<Taken> {
  const made = new Map<WorkStep, string>();
  const failed = new Map<WorkStep, Fault>();
  const [first] = steps;
  if (first?.do === 'place') {
    await place(context, first, parentId);
    return { made: made.set(first, first.destinationId), failed };
  }
  const making = steps.filter(makes);
  try {
    for (const [index, result] of (await createGroup(context, parentId, making)).entries())
      if ('fault' in result) failed.set(making[index]!, result.fault);
      else made.set(making[index]!, result.id);
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    for (const step of making) failed.set(step, error.fault);
  }
  return { made, failed };
}

/** After such a refusal nothing may be asked for a while: the next slice makes these one by one. */
async function noteThrottledGroup(context: SliceContext, failed: ReadonlyMap<WorkStep, Fault>): Promise<void> {
  const throttled = [...failed].filter(([, fault]) => isPassing(fault, 'throttling'));
  await note(
    context,
    throttled.map(([step, fault]) => ({ ...asFolder(step), fault, tries: 0, isSetAside: false })),
  );
}

/** As `noteTrouble`, of a folder that could not be made; where it is set aside, so is all that is left below it. */
async function noteFailed(
  context: SliceContext,
  step: WorkStep,
  fault: Fault,
  left: Set<WorkStep>,
): Promise<number | undefined> {
  const at = await noteTrouble(context, asFolder(step), fault);
  if (at !== undefined) return at;
  left.delete(step);
  await setBelowAside(context, step, fault, left);
  return undefined;
}

/** What an earlier slice of the pass has set aside is not tried again, with what is below it. */
async function withoutSetAside(context: SliceContext, steps: readonly WorkStep[]): Promise<Set<WorkStep>> {
  const left = new Set(steps);
  for (const step of steps) {
    const trouble = context.troubles.get(keyOf(step));
    if (!trouble?.isSetAside || !left.delete(step)) continue;
    await setBelowAside(context, step, trouble.fault, left);
  }
  return left;
}

/** Where a folder is not made, what would stand below it is not, either. */
async function setBelowAside(context: SliceContext, above: WorkStep, fault: Fault, left: Set<WorkStep>): Promise<void> {
  const below = stepsBelow(left, above);
  for (const step of below) left.delete(step);
  await setAside(
    context,
    below
      .filter((step) => !isSetAside(context, keyOf(step)))
      .map((step) => ({ ...asFolder(step), fault, below: asFolder(above).path })),
  );
}

/** A step's folder as it is listed when it is in trouble; one that only rules of the options want, by its key. */
function asFolder(step: WorkStep): Omit<FolderTrouble, 'fault'> {
  if (step.do === 'make') return { sourceId: step.key, path: step.key.slice(1), itemCount: 0 };
  const { id, totalCount, distinguishedId } = step.source;
  return { sourceId: id, path: step.path, itemCount: totalCount, ...(distinguishedId && { distinguishedId }) };
}

function stepsBelow(steps: ReadonlySet<WorkStep>, above: WorkStep): WorkStep[] {
  const keys = new Set([keyOf(above)]);
  // Parents come first.
  return [...steps].filter((step) => {
    if (!keys.has(step.parent)) return false;
    keys.add(keyOf(step));
    return true;
  });
}

/** A name that is taken, a folder that the server keeps where it is: its items cross all the same. */
async function place(
  context: SliceContext,
  { destinationId, name }: Extract<WorkStep, { do: 'place' }>,
  parentId: string,
): Promise<void> {
  const at: FolderAt = { side: 'destination', id: destinationId };
  for (let tries = 1; ; tries++) {
    try {
      await attemptFolder(context, at, () =>
        context.destination.placeFolder(destinationId, parentId, name, context.abort),
      );
      return;
    } catch (error) {
      if (error instanceof FaultError) return;
      if (!(error instanceof FolderError)) throw error;
      if (tries >= MAX_ATTEMPTS || !isPassing(error.fault)) return;
      await waitUntil(context, context.now() + decideHere(context, error.fault, 0).pace.waitMs, error.fault);
    }
  }
}
