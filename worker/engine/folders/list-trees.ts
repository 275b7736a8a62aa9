import { sideBySide } from '../../lib/side-by-side.ts';
import { attempt } from '../context/attempt.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError, isPassing } from '../model/fault.ts';
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

/** What can be true of an item or a folder, and of no mailbox: a server that says it of the listing is asked again. */
const NOT_OF_MAILBOXES: ReadonlySet<FaultKind> = new Set(['too-large', 'vanished', 'corrupt', 'stale', 'sync-state']);
const MOST_ODD_ANSWERS = 3;

/** Limits of our own have other codes: a server that goes beyond them is not asked again. */
function isOdd({ kind, code }: Fault): boolean {
  return NOT_OF_MAILBOXES.has(kind) && (code.startsWith('Error') || code.startsWith('http-'));
}

/** The folders of one side, as far as the pass reaches. Throws as `attempt`. */
export function listSide(
  context: SliceJob & SliceWaits,
  side: 'source' | 'destination',
  opensSlice = false,
): Promise<Folder[]> {
  const reach = reachOf(context.options());
  let failures = context.priorWaits;
  let oddAnswers = context.priorWaits;
  const list = async (): Promise<Folder[]> => {
    try {
      return await context[side].folders(context.abort, { ...reach, isPatient: failures < MOST_PATIENCE });
    } catch (error) {
      if (!(error instanceof FaultError) || !isOdd(error.fault)) throw error;
      oddAnswers += 1;
      throw oddAnswers > MOST_ODD_ANSWERS ? error : new FaultError({ ...error.fault, kind: 'transient' });
    }
  };
  return attempt(context, list, {
    opensSlice,
    onFault: async (fault) => {
      if (isPassing(fault, 'failure')) failures += 1;
    },
  });
}
