import { EwsError } from '../errors.ts';
import { requireFolder } from '../http/access.ts';
import { readItemShape } from '../items/fields.ts';
import type { Item } from '../items/model.ts';
import { occurrencesBetween, occurrenceView } from '../items/occurrences.ts';
import { itemXml, type Reading } from '../items/read-item.ts';
import { parseInstant } from '../items/values.ts';
import { dumpsterOf } from '../store/dumpster.ts';
import { itemFromRow } from '../store/items.ts';
import { child, type Node, requireChild, type Xml } from '../xml/node.ts';
import { pageOf } from './find-folder.ts';
import { forEach, type Operation } from './operation.ts';
import { compareText, itemLookup, matches } from './restriction.ts';

type Row = Record<string, string | number | null>;

function sorted(reading: Reading, items: Item[], order: Node | undefined): Item[] {
  if (!order) return items;
  const fields = order.children.map((each) => ({
    path: each.children[0] as Node,
    sign: each.attributes['Order'] === 'Descending' ? -1 : 1,
  }));
  return items
    .map((item) => {
      const lookup = itemLookup(reading, item);
      return { item, keys: fields.map(({ path }) => lookup(path)[0] ?? '') };
    })
    .toSorted((a, b) => {
      for (const [index, { sign }] of fields.entries()) {
        const result = compareText(a.keys[index] ?? '', b.keys[index] ?? '') * sign;
        if (result !== 0) return result;
      }
      return 0;
    })
    .map(({ item }) => item);
}

function calendarView(reading: Reading, items: Item[], view: Node): Xml[] {
  const from = parseInstant(view.attributes['StartDate'] as string);
  const to = parseInstant(view.attributes['EndDate'] as string);
  if (to < from) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
  if (to - from > 2 * 366 * 86_400_000)
    throw new EwsError(
      'ErrorCalendarViewRangeTooBig',
      'The specified view range exceeds the maximum range of two years.',
    );
  const found = items
    .filter((item) => item.element === 'CalendarItem')
    .flatMap((item) => occurrencesBetween(item, from, to).map((occurrence) => ({ item, ...occurrence })))
    .toSorted((a, b) => a.start - b.start)
    .slice(0, Number(view.attributes['MaxEntriesReturned'] ?? 'Infinity'));
  return found.map(({ item, originalStart }) =>
    originalStart === undefined
      ? itemXml(reading, item)
      : itemXml({ ...reading, occurrence: originalStart }, occurrenceView(item, originalStart)),
  );
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation */
export const findItemOperation: Operation = {
  name: 'FindItem',
  since: 8,
  run(context, request) {
    const shape = readItemShape(requireChild(request, 'ItemShape'), context.level);
    if (shape.withMime) throw new EwsError('ErrorInvalidPropertyRequest');
    const restriction = child(request, 'Restriction')?.children[0];
    return forEach(context, requireChild(request, 'ParentFolderIds').children, (node) => {
      const { folder, mailbox } = requireFolder(context, node, undefined, 'read');
      const reading: Reading = { store: context.store, guid: mailbox.guid, level: context.level, shape, isList: true };
      const associated = request.attributes['Traversal'] === 'Associated' ? 1 : 0;
      const isSoft = request.attributes['Traversal'] === 'SoftDeleted';
      const rows = context.store
        .sql(
          'select * from items where folder = ? and owner is null and associated = ? order by received desc, id desc',
        )
        .all(isSoft ? (dumpsterOf(context.store, folder.id) ?? 0) : folder.id, associated) as Row[];
      let items = rows.map(itemFromRow);
      const view = child(request, 'CalendarView');
      if (view) {
        if (restriction || child(request, 'SortOrder')) throw new EwsError('ErrorRestrictionTooComplex');
        const list = calendarView(reading, items, view);
        return [
          `<m:RootFolder TotalItemsInView="${list.length}" IncludesLastItemInRange="true"><t:Items>`,
          ...list,
          '</t:Items></m:RootFolder>',
        ];
      }
      if (restriction) items = items.filter((item) => matches(itemLookup(reading, item), restriction));
      items = sorted(reading, items, child(request, 'SortOrder'));
      const { findItemCap } = context.side.profile;
      const cap = findItemCap ? (restriction ? findItemCap.restricted : findItemCap.plain) : Infinity;
      const paging = child(request, 'IndexedPageItemView');
      const page = paging
        ? pageOf(items, paging, cap)
        : { list: items.slice(0, cap), attributes: '', isLast: items.length <= cap };
      return [
        `<m:RootFolder${page.attributes} TotalItemsInView="${items.length}" IncludesLastItemInRange="${page.isLast}"><t:Items>`,
        ...page.list.map((item) => itemXml(reading, item)),
        '</t:Items></m:RootFolder>',
      ];
    });
  },
};
