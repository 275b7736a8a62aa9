import type { Fault } from '../model/fault.ts';
import { FaultError, faultOf } from '../model/fault.ts';
import type { ItemRef } from '../model/mailbox.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { pathsOf } from '../context/slice-context.ts';
import { attempt, isOver } from '../context/attempt.ts';
import type { Versions } from '../model/memory.ts';

/** One item may itself be damaged; so many are not. */
const MAX_TRIES = 3;

const SMALL_BYTES = 500_000;

/** What a destination says that can not read the stream, and not that it is busy or full. */
const REFUSALS: ReadonlySet<Fault['kind']> = new Set(['corrupt', 'unsupported', 'unknown', 'version']);

/**
 * Whether the destination takes what the source exports: a newer server's stream may be refused by an older one. Takes
 * the path away from this slice where it is known to be refused. Returns what finds it out where it is not known: a
 * small item or two go into a hidden folder, which is removed again. Nothing is to be copied before that has ended.
 */
export async function recallTransfer(context: SliceContext, versions: Versions): Promise<() => Promise<void>> {
  const { pairs, destination } = context;
  if (!pairs || !destination.tryUpload || !pathsOf(context).includes('transfer')) return async () => {};
  const heed = (verdict: 'takes' | 'refuses' | 'unknown') => {
    if (verdict === 'refuses') context.usable = context.usable.filter((path) => path !== 'transfer');
  };
  const known = await pairs.get(versions);
  heed(known);
  if (known !== 'unknown') return async () => {};
  return async () => {
    const found = await probe(context);
    if (found !== 'unknown') await pairs.put(versions, found);
    heed(found);
  };
}

async function probe(context: SliceContext): Promise<'takes' | 'refuses' | 'unknown'> {
  const { source, destination, abort } = context;
  let refusals = 0;
  for (const item of await smallItems(context)) {
    if (isOver(context)) return 'unknown';
    try {
      const [read] = await source.read([item], 'transfer', { stream: false }, abort);
      if (!read || 'fault' in read) continue;
      const fault = await destination.tryUpload?.(read.parcel, abort);
      if (!fault) return 'takes';
      if (REFUSALS.has(fault.kind)) refusals += 1;
    } catch (error) {
      // What is wrong with the servers shows where it matters; here it only means that nothing was learnt.
      if (!(error instanceof FaultError)) throw error;
      if (faultOf(error).kind === 'unsupported') return 'unknown';
    }
  }
  return refusals > 0 ? 'refuses' : 'unknown';
}

async function smallItems(context: SliceContext): Promise<ItemRef[]> {
  const { source, sourceTree, abort } = context;
  const found: ItemRef[] = [];
  for (const folder of sourceTree) {
    if (found.length >= MAX_TRIES) break;
    if (folder.totalCount === 0) continue;
    const page = await attempt(context, () => source.changes(folder.id, undefined, abort));
    for (const change of page.changes)
      if (change.kind === 'create' && change.item.sizeBytes < SMALL_BYTES && found.length < MAX_TRIES)
        found.push(change.item);
  }
  return found;
}
