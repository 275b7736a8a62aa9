import { attempt } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import type { CreatedFolder, NewFolder } from '../model/mailbox.ts';
import { askBeforehand, believing, isOfFolder, mayBeOfFolder } from './attempt-folder.ts';
import { FolderError } from './folder-error.ts';
import type { MakingStep } from './folder-plan.ts';
import { keyOf } from './folder-plan.ts';

/**
 * Creates folders in one parent, with one request. Returns for each the folder or its own fault. Throws FolderError if
 * the whole request fails although the server works: one of its folders is to blame.
 */
export async function createGroup(
  context: SliceContext,
  parentId: string,
  steps: readonly MakingStep[],
): Promise<CreatedFolder[]> {
  const wanted = steps.map(folderOf);
  const at = { side: 'destination', id: parentId } as const;
  const isSuspected = steps.length === 1 && (context.troubles.get(keyOf(steps[0]!))?.tries ?? 0) > 0;
  const asking = askBeforehand(context, at, isSuspected);
  if (asking) await asking;
  const isBelieved = believing(context, isSuspected);
  const onFault = async (fault: Fault) => {
    if (!isBelieved(fault) && (await isOfThese(context, parentId, fault))) throw new FolderError(fault);
  };
  return attempt(
    context,
    async () => {
      const results = await context.destination.createFolders(parentId, wanted, context.abort);
      const faults = results.flatMap((result) => ('fault' in result ? [result.fault] : []));
      // For a single folder, only another request shows whether it is at fault itself.
      const ofAll = faults.find((fault) => results.length === 1 || !mayBeOfFolder(fault));
      if (ofAll) throw new FaultError(ofAll);
      return results;
    },
    { onFault },
  );
}

function folderOf(step: MakingStep): NewFolder {
  if (step.do === 'make') return { name: step.name, folderClass: 'IPF.Note' };
  const { folderClass, isHidden } = step.source;
  return { name: step.name, folderClass, ...(isHidden && { isHidden }) };
}

/** If the account may create folders, but not this one, the rights show it; if not, another request to the server does. */
async function isOfThese(context: SliceContext, parentId: string, fault: Fault): Promise<boolean> {
  if (fault.kind !== 'access') return isOfFolder(context, { side: 'destination', id: parentId }, fault);
  try {
    return (await context.destination.lacksRights(context.abort)) === undefined;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}
