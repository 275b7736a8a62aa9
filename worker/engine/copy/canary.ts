import { isOver } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { methodsOf } from '../context/slice-context.ts';
import { attemptFolder } from '../folders/attempt-folder.ts';
import { FolderError } from '../folders/folder-error.ts';
import { SMALL_ITEMS, noteSmall } from '../inventory/small-items.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, faultOf } from '../model/fault.ts';
import type { ItemRef } from '../model/mailbox.ts';
import type { PairFact, Versions } from '../model/memory.ts';

type Verdict = 'takes' | 'refuses' | 'unknown';

/** What a destination says that cannot read the stream, and not that it is busy or full. */
const REFUSALS: ReadonlySet<Fault['kind']> = new Set(['corrupt', 'unsupported', 'unknown', 'version']);

/**
 * Finds out whether the destination accepts what the source exports: an older server may refuse a newer server's stream.
 * If that is unknown, uploads one or two small items into a hidden folder, which is removed afterwards. If they are
 * refused, this slice stops using `transfer`. Upload nothing before `onVerdict`. If the first items are all large,
 * `onVerdict` is called before the verdict, as each of them is its own test.
 */
export async function tryTransfer(context: SliceContext, versions: Versions, onVerdict: () => void): Promise<void> {
  const { pairs, destination, abort } = context;
  if (!pairs || !destination.tryUpload || !methodsOf(context).includes('transfer')) return onVerdict();
  const follow = (verdict: PairFact) => {
    if (verdict === 'refuses') context.usable = context.usable.filter((method) => method !== 'transfer');
    onVerdict();
  };
  const known = await pairs.get(versions);
  context.isPairOpen = known === 'unknown' || known === 'presumed';
  if (known !== 'unknown') return follow(known);
  // The folder for it is made while the items are looked for.
  const preparing = destination.prepareTrial?.(abort);
  try {
    const found = await probe(context, onVerdict);
    follow(found);
    if (found === 'unknown') return;
    await pairs.put(versions, found);
    context.isPairOpen = false;
  } finally {
    await preparing;
  }
}

/**
 * Remembers that exported items have crossed without a verdict: the mailbox whose slice was to find out may have had no
 * item to try. Otherwise a later pass, which has nothing to copy, would upload one.
 */
export async function notePair({ pairs, isPairOpen, hasTransferred }: SliceContext, versions: Versions): Promise<void> {
  if (isPairOpen && hasTransferred) await pairs?.put(versions, 'takes');
}

async function probe(context: SliceContext, onOnlyLarge: () => void): Promise<Verdict> {
  const { source, destination, abort } = context;
  let refusals = 0;
  for await (const item of smallItems(context, onOnlyLarge)) {
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

/** A few small items as the inventory finds them, for one may itself be damaged; ends with the slice. */
async function* smallItems(context: SliceContext, onOnlyLarge: () => void): AsyncGenerator<ItemRef> {
  for (let tried = 0; tried < SMALL_ITEMS; tried++) {
    while (context.small.length <= tried && !context.inventoryEnded && !isOver(context)) {
      if (context.small.length === 0 && context.hasListedItems) onOnlyLarge();
      await context.news.next();
    }
    // What an earlier slice has read brings nothing to this one.
    if (context.small.length === 0 && !context.hasListedItems && !isOver(context)) await lookForSmall(context);
    const item = context.small[tried];
    if (item === undefined || isOver(context)) return;
    yield item;
  }
}

async function lookForSmall(context: SliceContext): Promise<void> {
  const { source, sourceTree, abort } = context;
  for (const { id, totalCount } of sourceTree) {
    if (context.small.length >= SMALL_ITEMS) return;
    if (totalCount === 0) continue;
    try {
      const ask = () => source.changes(id, undefined, abort);
      noteSmall(context, await attemptFolder(context, { side: 'source', id }, ask));
    } catch (error) {
      // Another folder serves as well.
      if (!(error instanceof FolderError || error instanceof FaultError)) throw error;
    }
  }
}
