import { sideBySide } from '../../lib/side-by-side.ts';
import { attempt } from '../context/attempt.ts';
import type { SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import type { Folder } from '../model/item.ts';
import { reachOf } from '../model/pass.ts';

/** The folders of both sides, as far as the pass reaches. */
export type Trees = { source: Folder[]; destination: Folder[] };

export async function listTrees(context: SliceJob & SliceWaits): Promise<Trees> {
  const { abort } = context;
  const reach = reachOf(context.options());
  const [source, destination] = await sideBySide([
    attempt(context, () => context.source.folders(abort, reach), { opensSlice: true }),
    attempt(context, () => context.destination.folders(abort, reach), { opensSlice: true }),
  ]);
  return { source, destination };
}
