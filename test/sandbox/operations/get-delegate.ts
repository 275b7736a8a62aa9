import type { Context } from '../side.ts';
import { delegatesOf, getSetting } from '../store/settings.ts';
import { child, type Node } from '../xml/node.ts';
import { delegateXml, principalOf, requireDelegate, respondWithDelegates } from './delegates.ts';
import { once, type Operation, type Reply } from './operation.ts';

function run(context: Context, request: Node): Reply[] {
  const whole = once(() => {
    principalOf(context, request);
    return undefined;
  });
  if (whole[0]?.error) return whole;
  const principal = principalOf(context, request);
  const withLevels = /^\s*(?:true|1)\s*$/.test(request.attributes['IncludePermissions'] ?? '');
  const wanted = child(request, 'UserIds')?.children;
  const users = wanted
    ? wanted.flatMap((node) =>
        once(() => {
          const { user, delegate } = requireDelegate(context, principal, node);
          return delegateXml(context, principal, user, delegate, withLevels);
        }),
      )
    : delegatesOf(context.store, principal.id).flatMap((delegate): Reply[] => {
        const user = context.store.mailbox(delegate.user);
        return user ? [{ body: delegateXml(context, principal, user, delegate, withLevels) }] : [];
      });
  const deliver =
    getSetting(context.store, principal.id, 'deliverMeetingRequests') ?? 'DelegatesAndSendInformationToMe';
  return [{ body: `<m:DeliverMeetingRequests>${deliver}</m:DeliverMeetingRequests>` }, ...users];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getdelegate-operation */
export const getDelegateOperation: Operation = { name: 'GetDelegate', since: 8.1, respond: respondWithDelegates, run };
