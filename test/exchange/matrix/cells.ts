import { createRandom } from '../../fakes/prng.ts';
import { CODES, familyOf, isOneOf, isPage, PAGES } from './kinds.ts';

/** The smallest thing that a fault is about. */
export type Scope = 'property' | 'attachment' | 'item' | 'folder' | 'setting' | 'everything';
export type Scenario = 'transfer' | 'typed' | 'large';
type Row = { side: 'source' | 'destination'; operation: string; scenario: Scenario; scope: Scope; target?: string };
export type Cell = Row & { kind: string; times: number };

const rows = (side: Row['side'], scope: Scope, scenario: Scenario, operations: string, target?: string): Row[] =>
  operations.split(' ').map((operation) => ({ side, operation, scenario, scope, ...(target && { target }) }));

/** Which operation meets a fault, and about what: the subject of an item, the name of a folder, a property. */
const ROWS: readonly Row[] = [
  ...rows('source', 'item', 'transfer', 'ExportItems', 'second'),
  ...rows('destination', 'item', 'transfer', 'UploadItems', 'second'),
  ...rows('source', 'item', 'typed', 'GetItem', 'second'),
  ...rows('source', 'item', 'typed', 'GetItem', 'Repairs'),
  ...rows('destination', 'item', 'typed', 'CreateItem', 'second'),
  ...rows('destination', 'item', 'typed', 'CreateItem MoveItem', 'Repairs'),
  ...rows('source', 'attachment', 'typed', 'GetAttachment', 'Repairs'),
  ...rows('destination', 'attachment', 'large', 'CreateAttachment', 'Repairs'),
  ...rows('source', 'folder', 'transfer', 'SyncFolderItems', 'Own'),
  ...rows('destination', 'folder', 'transfer', 'CreateFolder SyncFolderItems UploadItems', 'Own'),
  ...rows('source', 'setting', 'transfer', 'GetInboxRules GetUserConfiguration GetDelegate'),
  ...rows('destination', 'setting', 'transfer', 'GetUserConfiguration CreateUserConfiguration UpdateInboxRules'),
  ...rows('source', 'everything', 'transfer', 'GetFolder FindFolder SyncFolderItems ExportItems'),
  ...rows('destination', 'everything', 'transfer', 'GetFolder FindFolder CreateFolder SyncFolderItems UploadItems'),
  ...rows('source', 'everything', 'typed', 'GetItem GetAttachment'),
  ...rows('destination', 'everything', 'typed', 'CreateItem MoveItem DeleteFolder'),
];

const PROPERTIES = ['Categories', 'Location', 'StartTimeZone', 'ReminderMinutesBeforeStart', 'UID', 'Recurrence'];

/** What is said of a thing for good is said as well the second time as the third. */
const timesOf = (kind: string): number[] =>
  isOneOf(kind, 'passing') || isPage(kind) ? [1, 3, Infinity] : [1, Infinity];

/** Codes that a server can say of such a thing at all. */
const SAYABLE: Readonly<Record<Scope, readonly (keyof typeof CODES)[]>> = {
  property: ['property'],
  attachment: ['passing', 'access', 'mailbox', 'item'],
  item: ['passing', 'access', 'mailbox', 'item', 'property'],
  folder: ['passing', 'access', 'mailbox', 'folder'],
  setting: ['passing', 'access', 'mailbox', 'folder'],
  everything: ['passing', 'access', 'mailbox', 'item', 'folder'],
};

/** Operation × scope of the fault × kind, all of them. */
export function allCells(): Cell[] {
  const cells = ROWS.flatMap((row) => {
    const kinds = [...SAYABLE[row.scope].flatMap((group): readonly string[] => CODES[group]), ...Object.keys(PAGES)];
    const said = row.scope === 'everything' ? kinds.filter((kind) => isSaidBy(row.operation, kind)) : kinds;
    const cells = said.flatMap((kind) => timesOf(kind).map((times): Cell => ({ ...row, kind, times })));
    return cells.filter((cell) => !isTroubleWithoutEnd(cell));
  });
  const properties = PROPERTIES.flatMap((target) =>
    CODES.property.flatMap((kind) =>
      [1, Infinity].map((times): Cell => {
        const row = { side: 'destination', operation: 'CreateItem', scenario: 'typed', scope: 'property' } as const;
        return { ...row, target, kind, times };
      }),
    ),
  );
  return [...cells, ...properties];
}

/** No operation on folders speaks of items, nor the other way round. */
function isSaidBy(operation: string, kind: string): boolean {
  return !isOneOf(kind, /Folder|Hierarchy/.test(operation) ? 'item' : 'folder');
}

/** A server that is in trouble for good is waited for as long as that lasts: there is no end to be seen. */
function isTroubleWithoutEnd({ scope, kind, times }: Cell): boolean {
  const isTrouble = isOneOf(kind, 'passing') || (isPage(kind) && !/^(?:4|302|501)/.test(kind));
  return scope === 'everything' && times === Infinity && isTrouble;
}

/** One of `parts` shares of the cells, as even as the seed deals them out. */
export function shareOf(cells: readonly Cell[], seed: number, parts: number): Cell[] {
  const random = createRandom(seed);
  return cells
    .map((cell) => ({ cell, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .filter((_, index) => index % parts === 0)
    .map(({ cell }) => cell);
}

/** Cells that differ in nothing but which code or page it is. */
export const roughClassOf = ({ side, operation, scenario, scope, target, times }: Cell): string =>
  [side, operation, scenario, scope, target, times].join(' ');

/** Cells that differ in nothing but which code or page of a family it is. */
export const classOf = ({ side, operation, scenario, scope, target, kind, times }: Cell): string =>
  [side, operation, scenario, scope, target, familyOf(kind), times].join(' ');

/**
 * One cell of each class, dealt out by a seed: of its codes or pages one that few other classes have. So every
 * operation, scope, family and count is among them, and every code and page; in the course of the seeds every cell is.
 * Of rough classes each has one of its families.
 */
export function dealOf(cells: readonly Cell[], seed: number, classOfCell = classOf): Cell[] {
  const random = createRandom(seed);
  const dealt = cells.map((cell) => ({ cell, at: random() })).toSorted((left, right) => left.at - right.at);
  const uses = new Map<string, number>();
  const usesOf = (cell: Cell): number => uses.get(cell.kind) ?? 0;
  return [...Map.groupBy(dealt, ({ cell }) => classOfCell(cell)).values()].map((alike) => {
    const chosen = alike.map(({ cell }) => cell).reduce((least, cell) => (usesOf(cell) < usesOf(least) ? cell : least));
    uses.set(chosen.kind, usesOf(chosen) + 1);
    return chosen;
  });
}

export const nameOf = ({ side, operation, scope, target, kind, times }: Cell): string =>
  `${side} ${operation}, ${[scope, target].filter(Boolean).join(' ')}: ${kind}${times === Infinity ? '' : ` ×${times}`}`;
