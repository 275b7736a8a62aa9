import { sideBySide } from '../../lib/side-by-side.ts';
import { attempt } from '../context/attempt.ts';
import { doubtingOddAnswers } from '../context/odd-answers.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { isPassing } from '../model/fault.ts';
import type { Folder } from '../model/item.ts';
import { reachOf } from '../model/pass.ts';

/** The folders of both sides, as far as the pass reaches. */
export type Trees = { source: Folder[]; destination: Folder[] };

/** So often in a row trouble with one well-known folder is taken for the server's. */
const MOST_PATIENCE = 3;

export async function listTrees(context: SliceContext): Promise<Trees> {
  const [source, destination] = await sideBySide([
    listSide(context, 'source', true),
    listSide(context, 'destination', true),
  ]);
  return { source, destination };
}

/** The folders of one side, as far as the pass reaches. Throws as `attempt`. */
export function listSide(
  context: SliceJob & SliceWaits,
  side: 'source' | 'destination',
  opensSlice = false,
): Promise<Folder[]> {
  const reach = reachOf(context.options());
  let failures = context.priorWaits;
  const list = doubtingOddAnswers(context, () =>
    context[side].folders(context.abort, { ...reach, isPatient: failures < MOST_PATIENCE }),
  );
  return attempt(context, list, {
    opensSlice,
    onFault: async (fault) => {
      if (isPassing(fault, 'failure')) failures += 1;
    },
  });
}
