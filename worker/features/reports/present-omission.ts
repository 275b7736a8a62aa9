import { toIso } from '../../lib/clock.ts';
import { explainOmission } from './explain-omission.ts';
import type { OmissionRow } from './table.ts';

/** An omission with cause and remedy. */
export function presentOmission(row: OmissionRow) {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    itemClass: row.itemClass,
    date: toIso(row.itemAt),
    code: row.code,
    detail: row.message,
    ...explainOmission(row),
    passId: row.passId,
    createdAt: toIso(row.createdAt),
  };
}
