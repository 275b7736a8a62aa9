import type { Difference } from '../sandbox/compare/compare.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Lineages } from './lineage.ts';
import { itemsIn } from './lineage.ts';
import type { RoundPlan } from './round-plan.ts';

/**
 * What is wrong after the last pass, by the servers' own stores. Of what was deleted at the source a copy may still be
 * there, one of each item: in its folder or, where the options say so, among the deleted.
 */
export function problemsOf(plan: RoundPlan, sandbox: Sandbox, lineages: ReadonlyMap<string, Lineages>): string[] {
  const { source, destination } = sandbox;
  const lines: string[] = [];
  for (const { name } of plan.mailboxes) {
    const { doubled, left } = copiesOf(plan, sandbox, name, lineages.get(name)!);
    const levels = { from: PROFILES[plan.source].level, to: PROFILES[plan.destination].level };
    const found = compareMailboxes(source.store, `${name}@old.example`, destination.store, `${name}@new.example`, {
      levels,
    });
    for (const difference of found) {
      // A read state that is carried lets no receipt go out, and the server takes it for settled; `outgoing` is the proof.
      if (difference.property === 'isReceiptSent') continue;
      const isSurplus = difference.kind === 'extra' || difference.kind === 'doubled';
      if (isSurplus && takeOne(left, keyOf(difference))) continue;
      lines.push(`${name}: ${describeDifference(difference)} ${JSON.stringify(difference.subject)}`);
    }
    lines.push(...doubled.map((line) => `${name}: ${line}`));
  }
  const outgoing = source.stats().outgoing + destination.stats().outgoing;
  if (outgoing > 0) lines.push(`${outgoing} messages went out`);
  const writes = Object.entries(source.stats().writes);
  if (writes.length > 0) lines.push(`the source was written to: ${JSON.stringify(writes)}`);
  return lines;
}

/** Items of the source that have more than one copy, and the copies that may be left of what it has no more. */
function copiesOf(
  plan: RoundPlan,
  { source, destination }: Sandbox,
  name: string,
  lineages: Lineages,
): { doubled: string[]; left: Map<string, number> } {
  const live = new Set(itemsIn(source.store, `${name}@old.example`).map(({ item }) => lineages.of(item)));
  const seen = new Set<string>();
  const doubled: string[] = [];
  const left = new Map<string, number>();
  for (const { item, folder } of itemsIn(destination.store, `${name}@new.example`)) {
    const lineage = lineages.of(item);
    if (lineage === undefined) continue;
    if (seen.has(lineage)) doubled.push(`twice ${folder} ${item.itemClass} ${JSON.stringify(item.subject)}`);
    seen.add(lineage);
    const isInPlace = plan.deletions === 'keep' || folder === 'deleteditems';
    if (live.has(lineage) || !isInPlace) continue;
    const key = keyOf({ ...item, folder });
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return { doubled, left };
}

const keyOf = ({ folder, itemClass, subject }: Pick<Difference, 'folder' | 'itemClass' | 'subject'>): string =>
  JSON.stringify([folder, itemClass, subject ?? '']);

function takeOne(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  counts.set(key, count - 1);
  return count > 0;
}
