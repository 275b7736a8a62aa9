import { EwsError } from './errors.ts';
import { type Context, countWrite } from '../side.ts';
import { setPermission } from '../store/permissions.ts';
import {
  type Delegate,
  delegatesOf,
  type DeliverMeetingRequests,
  removeDelegate,
  setDelegate,
  setSetting,
} from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { child, type Node, requireChild, textOf } from '../xml/node.ts';
import {
  delegateXml,
  folderIdsOf,
  principalOf,
  readLevels,
  requireDelegate,
  requireUser,
  respondWithDelegates,
  writeLevels,
} from './delegates.ts';
import { once, type Operation, type Reply } from './operation.ts';

const flag = (node: Node, name: string, fallback: boolean): boolean => {
  const text = textOf(node, name);
  return text === undefined ? fallback : /^(?:true|1)$/.test(text);
};

function add(context: Context, principal: Mailbox, node: Node): string {
  const user = requireUser(context, requireChild(node, 'UserId'));
  if (user.id === principal.id) throw new EwsError('ErrorDelegateCannotAddOwner');
  const known = delegatesOf(context.store, principal.id);
  if (known.some((each) => each.user.toLowerCase() === user.email.toLowerCase()))
    throw new EwsError('ErrorDelegateAlreadyExists');
  return save(context, principal, user, node, { user: user.email, receivesCopies: false, viewsPrivate: false });
}

function update(context: Context, principal: Mailbox, node: Node): string {
  const { user, delegate } = requireDelegate(context, principal, requireChild(node, 'UserId'));
  return save(context, principal, user, node, delegate);
}

function save(context: Context, principal: Mailbox, user: Mailbox, node: Node, before: Delegate): string {
  const levels = readLevels(context, principal, node);
  const delegate: Delegate = {
    user: user.email,
    receivesCopies: flag(node, 'ReceiveCopiesOfMeetingMessages', before.receivesCopies),
    viewsPrivate: flag(node, 'ViewPrivateItems', before.viewsPrivate),
  };
  context.store.transaction(() => {
    setDelegate(context.store, principal.id, delegate);
    writeLevels(context, user, levels);
  });
  return delegateXml(context, principal, user, delegate, false);
}

function remove(context: Context, principal: Mailbox, node: Node): undefined {
  const { user } = requireDelegate(context, principal, node);
  context.store.transaction(() => {
    removeDelegate(context.store, principal.id, user.email);
    for (const folder of folderIdsOf(context, principal)) setPermission(context.store, folder, user.email, undefined);
  });
}

type Change = (context: Context, principal: Mailbox, node: Node) => string | undefined;

/** The request as a whole is refused, or each delegate by itself. */
const runner =
  (name: string, list: string, change: Change) =>
  (context: Context, request: Node): Reply[] => {
    let principal: Mailbox | undefined;
    const whole = once(() => {
      principal = principalOf(context, request);
      return undefined;
    });
    if (!principal) return whole;
    const owner = principal;
    const users = (child(request, list)?.children ?? []).flatMap((node) =>
      once(() => {
        const body = change(context, owner, node);
        countWrite(context, name);
        return body;
      }),
    );
    const deliver = textOf(request, 'DeliverMeetingRequests');
    if (deliver) {
      setSetting(context.store, owner.id, 'deliverMeetingRequests', deliver as DeliverMeetingRequests);
      countWrite(context, name);
    }
    return [...whole, ...users];
  };

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/adddelegate-operation */
export const addDelegateOperation: Operation = {
  name: 'AddDelegate',
  since: 8.1,
  respond: respondWithDelegates,
  run: runner('AddDelegate', 'DelegateUsers', add),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatedelegate-operation */
export const updateDelegateOperation: Operation = {
  name: 'UpdateDelegate',
  since: 8.1,
  respond: respondWithDelegates,
  run: runner('UpdateDelegate', 'DelegateUsers', update),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/removedelegate-operation */
export const removeDelegateOperation: Operation = {
  name: 'RemoveDelegate',
  since: 8.1,
  respond: respondWithDelegates,
  run: runner('RemoveDelegate', 'UserIds', remove),
};
