import { toIso } from '../../lib/clock.ts';
import { explainLoss } from './explain-loss.ts';
import type { LossRow } from './table.ts';

/** Something that did not come along, with cause and remedy. */
export function presentLoss(row: LossRow) {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    itemClass: row.itemClass,
    date: toIso(row.itemAt),
    code: row.code,
    detail: row.message,
    ...explainLoss(row),
    passId: row.passId,
    createdAt: toIso(row.createdAt),
  };
}
