import { unsureFolders } from './confirm-deletions.ts';
import { FaultError } from './fault.ts';
import type { FaultKind } from './fault.ts';
import type { Copy } from './ledger.ts';
import type { SliceContext } from './slice-context.ts';
import { SliceEnd, attempt, isOver } from './slice-context.ts';

const AT_ONCE = 100;
/** Faults after which the same request may well succeed. A copy that can't be removed for any other reason stays. */
const PASSING: ReadonlySet<FaultKind> = new Set([
  'busy',
  'too-many-connections',
  'overload',
  'transient',
  'not-processed',
]);
/** Deletions that are believed without asking, and from which share of the mailbox on they are not. */
const FEW_DELETIONS = 50;

/** Tells the destination what was read, or marked unread, at the source since the items were copied. */
export async function carryReadState(context: SliceContext): Promise<void> {
  while (!isOver(context)) {
    const changes = await context.ledger.readChanges(AT_ONCE);
    if (changes.length === 0) return;
    const wanted = changes.map((change) => ({ id: change.destinationId, isRead: change.isRead }));
    const results = await attempt(context, () => context.destination.setRead(wanted, context.abort));
    const keys = new Map(results.flatMap((each) => ('fault' in each ? [] : [[each.sourceId, each.changeKey]])));
    // An item that the user has deleted or locked at the destination keeps the state that it has there.
    await context.ledger.readSettled(
      changes.map(({ id, destinationId, isRead }) => {
        const changeKey = keys.get(destinationId);
        return { id, isRead, ...(changeKey && { changeKey }) };
      }),
    );
  }
}

/** Removes the older copies of items whose newer version has arrived. What someone has changed meanwhile stays. */
export async function removeSuperseded(context: SliceContext): Promise<void> {
  while (!isOver(context)) {
    const copies = await context.ledger.superseded(AT_ONCE);
    if (copies.length === 0) return;
    const { untouched, changed } = await partOf(context, copies);
    await remove(context, untouched, 'for-good');
    await context.ledger.supersededSettled(settled(untouched, changed));
  }
}

/** Does with the copies of deleted items what the options say. They stay unless told otherwise. */
export async function carryDeletions(context: SliceContext): Promise<void> {
  const { deletions, maximumDeletions } = context.options();
  if (deletions !== 'remove') return;
  // Where it is not sure now, the next pass knows.
  if (unsureFolders(context).length > 0) return;
  const { left, copied } = await context.ledger.leftCount();
  if (left > (maximumDeletions ?? Math.max(FEW_DELETIONS, copied / 2))) throw tooManyDeletions(left);
  while (!isOver(context)) {
    const copies = await context.ledger.left(AT_ONCE);
    if (copies.length === 0) return;
    const { untouched, changed } = await partOf(context, copies);
    await remove(context, untouched, 'deleted-items');
    await context.ledger.leftSettled(settled(untouched, changed));
  }
}

type Known = { id: string };

function settled(gone: readonly Known[], kept: readonly Known[]): { id: string; isKept: boolean }[] {
  return [...gone.map(({ id }) => ({ id, isKept: false })), ...kept.map(({ id }) => ({ id, isKept: true }))];
}

/** Copies that are as we made them (or gone), and those that someone has changed since. */
async function partOf<T extends Copy>(
  context: SliceContext,
  copies: readonly T[],
): Promise<{ untouched: T[]; changed: T[] }> {
  const ids = copies.map(({ destinationId }) => destinationId);
  const keys = await attempt(context, () => context.destination.changeKeys(ids, context.abort));
  const isUntouched = ({ destinationId, changeKey }: Copy) => (keys.get(destinationId) ?? changeKey) === changeKey;
  return { untouched: copies.filter(isUntouched), changed: copies.filter((copy) => !isUntouched(copy)) };
}

async function remove(
  context: SliceContext,
  copies: readonly Copy[],
  how: 'for-good' | 'deleted-items',
): Promise<void> {
  if (copies.length === 0) return;
  const ids = copies.map(({ destinationId }) => destinationId);
  await attempt(context, async () => {
    const faults = await context.destination.remove(ids, how, context.abort);
    // Removing what is removed already does no harm: all of it is asked for again.
    const passing = [...faults.values()].find(({ kind }) => PASSING.has(kind));
    if (passing) throw new FaultError(passing);
  });
}

function tooManyDeletions(count: number): SliceEnd {
  return new SliceEnd({
    outcome: 'paused',
    fault: {
      kind: 'access',
      scope: 'mailbox',
      code: 'many-deletions',
      message: `${count} copied items are no longer at the source. That is more than is removed without asking.`,
      side: 'source',
    },
  });
}
