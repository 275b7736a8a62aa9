import { toIso } from '../../lib/clock.ts';
import { explainItemError } from './explain-fault.ts';
import type { ItemErrorRow } from './table.ts';

/** An item that did not cross, with cause and remedy. */
export function presentItemError(row: ItemErrorRow) {
  return {
    id: row.id,
    folder: row.folderPath,
    itemClass: row.itemClass,
    kind: row.kind,
    date: toIso(row.itemAt),
    sizeBytes: row.sizeBytes,
    code: row.code,
    error: row.message,
    ...explainItemError({
      kind: row.faultKind,
      code: row.code,
      message: row.message,
      ...(row.faultSide && { side: row.faultSide }),
    }),
    subject: row.subject,
    passId: row.passId,
    createdAt: toIso(row.createdAt),
  };
}
