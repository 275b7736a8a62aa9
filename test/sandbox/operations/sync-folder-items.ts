import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { readItemShape } from '../items/fields.ts';
import { itemXml } from '../items/read-item.ts';
import { itemIdText, parseId } from '../store/ids.ts';
import { itemFromRow } from '../store/items.ts';
import { child, requireChild, textOf, type Xml } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';
import { readState, writeState } from './sync-state.ts';

/** What lies between `low` and `high` is being told, newest first; `cursor` is where the last page ended. */
type State = { folder: number; low: number; high: number; cursor: number | null };
type Row = Record<string, string | number | null>;

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation */
export const syncFolderItemsOperation: Operation = {
  name: 'SyncFolderItems',
  since: 8,
  run: (context, request) =>
    once(() => {
      const { store } = context;
      const target = requireChild(request, 'SyncFolderId').children[0];
      if (!target) throw new EwsError('ErrorFolderNotFound');
      const { folder, mailbox } = requireFolder(context, target, 'ErrorSyncFolderNotFound', 'read');
      // A search has no changes of its own to tell: the code is unproven.
      if (folder.element === 'SearchFolder') throw new EwsError('ErrorInvalidFolderTypeForOperation');
      const shape = readItemShape(requireChild(request, 'ItemShape'), context.level);
      const max = Math.min(Number(textOf(request, 'MaxChangesReturned')), context.side.maxSyncChanges);
      const before = readState(context, textOf(request, 'SyncState')) as State | undefined;
      if (before && before.folder !== folder.id) throw new EwsError('ErrorInvalidSyncStateData');
      const state: State =
        before && before.cursor !== null
          ? before
          : { folder: folder.id, low: before?.high ?? 0, high: store.currentChange(mailbox.id), cursor: null };
      const ignored = new Set(
        (child(request, 'Ignore')?.children ?? []).map((each) => parseId(each.attributes['Id'] ?? '')?.item),
      );
      const withAssociated = textOf(request, 'SyncScope') === 'NormalAndAssociatedItems' ? 1 : 0;
      const isFirst = state.low === 0;
      const order = isFirst ? 'id' : 'change';
      const rows = store
        .sql(
          `select * from items where folder = ? and owner is null and associated <= ? and change > ?
           ${isFirst ? '' : 'and change <= ?'} and ${order} < ? order by ${order} desc limit ?`,
        )
        .all(
          folder.id,
          withAssociated,
          state.low,
          ...(isFirst ? [] : [state.high]),
          state.cursor ?? Number.MAX_SAFE_INTEGER,
          max + 1,
        ) as Row[];
      const gone = isFirst
        ? []
        : (store
            .sql(
              `select item, change from tombstones where folder = ? and birth <= ? and change > ? and change <= ? and change < ?
               order by change desc limit ?`,
            )
            .all(folder.id, state.low, state.low, state.high, state.cursor ?? Number.MAX_SAFE_INTEGER, max + 1) as {
            item: number;
            change: number;
          }[]);
      const entries = [
        ...rows.map((row) => ({ at: row[order] as number, row, item: row['id'] as number })),
        ...gone.map(({ item, change }) => ({ at: change, row: undefined, item })),
      ].toSorted((a, b) => b.at - a.at);
      const page = entries.slice(0, max);
      const isLast = entries.length <= max;
      const changes: Xml[] = [];
      for (const { row, item: id } of page) {
        if (ignored.has(id)) continue;
        if (!row) {
          changes.push(`<t:Delete><t:ItemId Id="${itemIdText(mailbox.guid, folder.id, id)}"/></t:Delete>`);
          continue;
        }
        const item = itemFromRow(row);
        const reading = { store, guid: mailbox.guid, level: context.level, shape, isList: true };
        const isNew = (row['birth'] as number) > state.low;
        // Since 2010, a change of the read flag alone is reported as such.
        if (!isNew && context.level >= 10 && (row['content_change'] as number) <= state.low) {
          const idOnly = itemIdText(mailbox.guid, folder.id, id);
          changes.push(
            `<t:ReadFlagChange><t:ItemId Id="${idOnly}"/><t:IsRead>${item.isRead}</t:IsRead></t:ReadFlagChange>`,
          );
        } else {
          const kind = isNew ? 'Create' : 'Update';
          changes.push(`<t:${kind}>`, itemXml(reading, item), `</t:${kind}>`);
        }
      }
      const next: State = { ...state, cursor: isLast ? null : (page.at(-1)?.at ?? null) };
      return [
        `<m:SyncState>${writeState(context, next)}</m:SyncState><m:IncludesLastItemInRange>${isLast}</m:IncludesLastItemInRange><m:Changes>`,
        ...changes,
        '</m:Changes>',
      ];
    }),
};
