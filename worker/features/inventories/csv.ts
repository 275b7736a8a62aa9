import Papa from 'papaparse';
import { toIso } from '../../lib/clock.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import type { presentInventory } from './present-inventory.ts';
import type { listProjectInventories } from './project-store.ts';

const KIND_COLUMNS = ITEM_KINDS.flatMap((kind) => [`${kind} items`, `${kind} bytes`]);

/** A line per mailbox and side. */
export function csvOfProject(rows: Awaited<ReturnType<typeof listProjectInventories>>): string {
  const fields = [
    'Mailbox Id',
    'Source Email Address',
    'Destination Email Address',
    'Side',
    'Counted',
    'Folders',
    'Items',
    'Bytes',
    ...KIND_COLUMNS,
    'Oldest',
    'Newest',
    'Too large items',
    'Too large bytes',
    'Archive items',
    'Archive bytes',
    'Recoverable items',
    'Recoverable bytes',
    'Delegates',
    'Rules',
    'Finding',
  ];
  const data = rows.map(({ inventory: row, sourceEmail, destinationEmail }) => [
    row.mailboxId,
    sourceEmail,
    destinationEmail,
    row.side,
    toIso(row.countedAt),
    row.folderCount,
    row.itemCount,
    row.itemBytes,
    ...ITEM_KINDS.flatMap((kind) => [row.kinds[kind]?.count ?? 0, row.kinds[kind]?.bytes ?? 0]),
    toIso(row.oldestAt),
    toIso(row.newestAt),
    row.oversizeCount,
    row.oversizeBytes,
    row.archive?.items.count,
    row.archive?.items.bytes,
    row.recoverable?.count,
    row.recoverable?.bytes,
    row.state.delegates,
    row.state.rules,
    row.fault?.code,
  ]);
  return write(fields, data);
}

/** A line per folder and side. */
export function csvOfMailbox({ source, destination }: ReturnType<typeof presentInventory>): string {
  const fields = ['Side', 'Folder', 'Part', 'Items', 'Bytes', ...KIND_COLUMNS, 'Oldest', 'Newest', 'Finding'];
  const sides = [source, destination].flatMap((side) => side ?? []);
  const data = sides.flatMap(({ side, folders }) =>
    folders.map((folder) => [
      side,
      folder.path,
      folder.part,
      folder.items.count,
      folder.items.bytes,
      ...ITEM_KINDS.flatMap((kind) => [folder.kinds[kind]?.count ?? 0, folder.kinds[kind]?.bytes ?? 0]),
      folder.oldestAt,
      folder.newestAt,
      folder.finding?.code,
    ]),
  );
  return write(fields, data);
}

/** With a byte order mark, without which Excel reads names as another code; formulas stay text. */
function write(fields: string[], data: unknown[][]): string {
  return `\uFEFF${Papa.unparse({ fields, data }, { escapeFormulae: true })}\r\n`;
}
