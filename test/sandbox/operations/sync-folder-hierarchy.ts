import { EwsError } from './errors.ts';
import { requireFolder, requireMailbox } from '../http/access.ts';
import { visibleTo } from '../http/folder-rights.ts';
import { foldersDeep, foldersOf, getDistinguished } from '../store/folders.ts';
import { folderIdText } from '../store/ids.ts';
import { child, requireChild, textOf } from '../xml/node.ts';
import { folderXml, readFolderShape } from './folder-xml.ts';
import { once, type Operation } from './operation.ts';
import { readState, writeState } from './sync-state.ts';

type State = { mailbox: number; root: number; change: number };

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation */
export const syncFolderHierarchyOperation: Operation = {
  name: 'SyncFolderHierarchy',
  since: 8,
  run: (context, request) =>
    once(() => {
      const shape = readFolderShape(requireChild(request, 'FolderShape'), context.level);
      const target = child(request, 'SyncFolderId')?.children[0];
      const { mailbox, folder: root } = target ? requireFolder(context, target, 'ErrorSyncFolderNotFound') : ownRoot();
      const state = readState(context, textOf(request, 'SyncState')) as State | undefined;
      if (state && (state.mailbox !== mailbox.id || state.root !== root.id))
        throw new EwsError('ErrorInvalidSyncStateData');
      const now = context.store.currentChange(mailbox.id);
      const since = state?.change ?? 0;
      let changes = '';
      const inside = visibleTo(context, mailbox, foldersDeep(context.store, root.id));
      for (const folder of inside) {
        if (folder.change <= since) continue;
        const kind = folder.created > since ? 'Create' : 'Update';
        changes += `<t:${kind}>${folderXml(context, mailbox, folder, shape)}</t:${kind}>`;
      }
      // Exchange 2007 does not tell of deleted folders.
      if (state && context.side.profile.hierarchyDeletes) {
        const gone = context.store
          .sql('select folder from folder_tombstones where mailbox = ? and change > ?')
          .all(mailbox.id, since) as { folder: number }[];
        for (const { folder } of gone)
          changes += `<t:Delete><t:FolderId Id="${folderIdText(mailbox.guid, folder)}"/></t:Delete>`;
        // What was moved away is gone from here.
        const here = new Set(inside.map(({ id }) => id));
        for (const { id, change, created } of foldersOf(context.store, mailbox.id))
          if (change > since && created <= since && !here.has(id) && id !== root.id)
            changes += `<t:Delete><t:FolderId Id="${folderIdText(mailbox.guid, id)}"/></t:Delete>`;
      }
      const next = writeState(context, { mailbox: mailbox.id, root: root.id, change: now } satisfies State);
      return `<m:SyncState>${next}</m:SyncState><m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange><m:Changes>${changes}</m:Changes>`;

      function ownRoot() {
        const own = requireMailbox(context, undefined);
        const folder = getDistinguished(context.store, own.id, 'msgfolderroot');
        if (!folder) throw new EwsError('ErrorFolderNotFound');
        return { mailbox: own, folder };
      }
    }),
};
