import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { readItemShape } from '../items/fields.ts';
import { instantIn } from '../items/localise.ts';
import type { Item } from '../items/model.ts';
import { occurrencesBetween, occurrenceView } from '../items/occurrences.ts';
import { itemXml, type Reading } from '../items/read-item.ts';
import { clockOf } from '../items/recurrence.ts';
import type { Zone } from '../items/time-zones.ts';
import { parseInstant } from '../items/values.ts';
import { dumpsterOf } from '../store/dumpster.ts';
import { getItem, itemFromRow } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { child, type Node, requireChild, type Xml } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';
import { type Page, pageOf } from './paging.ts';
import { searchItems } from './search-folders.ts';
import { compareText, itemLookup, matches, orderedBy } from './restriction.ts';

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
      return { item, keys: fields.map(({ path }) => orderedBy(path, lookup(path)[0] ?? '')) };
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

function calendarView(reading: Reading, items: Item[], view: Node, zone: Zone): Xml[] {
  const from = parseInstant(instantIn(view.attributes['StartDate'] as string, zone));
  const to = parseInstant(instantIn(view.attributes['EndDate'] as string, zone));
  if (to < from) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
  if (to - from > 2 * 366 * 86_400_000)
    throw new EwsError(
      'ErrorCalendarViewRangeTooBig',
      'The specified view range exceeds the maximum range of two years.',
    );
  const found = items
    .filter((item) => item.element === 'CalendarItem')
    .flatMap((item) => occurrencesBetween(item, from, to).map((occurrence) => ({ item, ...occurrence })))
    .toSorted((a, b) => a.start - b.start);
  return found.map(({ item, originalStart }) =>
    originalStart === undefined
      ? itemXml(reading, item)
      : itemXml({ ...reading, occurrence: originalStart }, occurrenceView(item, originalStart)),
  );
}

const newestFirst = (store: Store, folder: number, associated: number): Item[] =>
  (
    store
      .sql('select * from items where folder = ? and owner is null and associated = ? order by received desc, id desc')
      .all(folder, associated) as Row[]
  ).map(itemFromRow);

const rootFolder = (page: Page<Item>, total: number, reading: Reading): Xml[] => [
  `<m:RootFolder${page.attributes} TotalItemsInView="${total}" IncludesLastItemInRange="${page.isLast}"><t:Items>`,
  ...page.list.map((item) => itemXml(reading, item)),
  '</t:Items></m:RootFolder>',
];

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation */
export const findItemOperation: Operation = {
  name: 'FindItem',
  since: 8,
  run(context, request) {
    const shape = readItemShape(requireChild(request, 'ItemShape'), context.level);
    if (shape.withMime) throw new EwsError('ErrorInvalidPropertyRequest');
    // Searching by words needs the server's index, which there is none of here.
    if (child(request, 'QueryString')) throw new EwsError('ErrorUnsupportedQueryFilter');
    const restriction = child(request, 'Restriction')?.children[0];
    return forEach(context, requireChild(request, 'ParentFolderIds').children, (node) => {
      const { folder, mailbox } = requireFolder(context, node, undefined, 'read');
      const reading: Reading = { store: context.store, guid: mailbox.guid, level: context.level, shape, isList: true };
      const associated = request.attributes['Traversal'] === 'Associated' ? 1 : 0;
      const isSoft = request.attributes['Traversal'] === 'SoftDeleted';
      const { findItemCap, unpagedFindFails } = context.side.profile;
      const size = (restriction ? findItemCap?.restricted : findItemCap?.plain) ?? Infinity;
      const cap = { size, unpagedFails: unpagedFindFails };
      const place = isSoft ? (dumpsterOf(context.store, folder.id) ?? 0) : folder.id;
      const isSearch = folder.element === 'SearchFolder' && !isSoft && associated === 0;
      if (!restriction && !isSearch && !child(request, 'SortOrder') && !child(request, 'CalendarView')) {
        // Of a long list only what is asked for is read.
        const ids = context.store
          .sql(
            'select id from items where folder = ? and owner is null and associated = ? order by received desc, id desc',
          )
          .all(place, associated) as { id: number }[];
        const { list, ...page } = pageOf(ids, request, 'Item', cap);
        return rootFolder(
          { ...page, list: list.map(({ id }) => getItem(context.store, id) as Item) },
          ids.length,
          reading,
        );
      }
      let items = isSearch ? searchItems(reading, folder.id) : newestFirst(context.store, place, associated);
      const view = child(request, 'CalendarView');
      if (view) {
        if (restriction || child(request, 'SortOrder')) throw new EwsError('ErrorRestrictionTooComplex');
        if (!/^IPF\.Appointment\b/i.test(folder.folderClass))
          throw new EwsError('ErrorCalendarFolderIsInvalidForCalendarView');
        const zone = context.timeZone && clockOf({ StartTimeZone: context.timeZone });
        const list = calendarView(reading, items, view, zone);
        const max = Number(view.attributes['MaxEntriesReturned'] ?? 'Infinity');
        if (max < 1) throw new EwsError('ErrorInvalidPagingMaxRows');
        return [
          `<m:RootFolder TotalItemsInView="${list.length}" IncludesLastItemInRange="${list.length <= max}"><t:Items>`,
          ...list.slice(0, max),
          '</t:Items></m:RootFolder>',
        ];
      }
      if (restriction) items = items.filter((item) => matches(itemLookup(reading, item), restriction));
      items = sorted(reading, items, child(request, 'SortOrder'));
      return rootFolder(pageOf(items, request, 'Item', cap), items.length, reading);
    });
  },
};
