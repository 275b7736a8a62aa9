import { EwsError, SoapFault } from './errors.ts';
import { requireMailbox } from '../http/access.ts';
import { childText, isoSeconds, parseInstant, valueOfNode, valueXml } from '../items/values.ts';
import { type Context, countWrite } from '../side.ts';
import { getSetting, type Oof, setSetting } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { type Node, requireChild, textOf } from '../xml/node.ts';
import { once, type Operation, type Reply } from './operation.ts';
import { type Answer, replyXml } from './reply-xml.ts';

/** The status stands in an element of its own, and what was asked for beside it. */
const respond = (replies: readonly Reply[]): Answer => {
  const { body = '', ...status } = replies[0] ?? {};
  return { attributes: {}, inner: [replyXml('m:ResponseMessage', status), body] };
};

function mailboxOf(context: Context, request: Node): Mailbox {
  try {
    return requireMailbox(context, textOf(requireChild(request, 'Mailbox'), 'Address'));
  } catch (error) {
    // The oldest server says this one as a fault.
    if (error instanceof EwsError && error.code === 'ErrorAccessDenied' && context.side.profile.level < 10)
      throw new SoapFault('ErrorAccessDenied', 'User is not mailbox owner.');
    throw error;
  }
}

/** What a mailbox has that never was away. */
function untouched(context: Context): Oof {
  const hour = Math.floor(context.side.now() / 3_600_000) * 3_600_000;
  return {
    OofState: 'Disabled',
    ExternalAudience: 'None',
    Duration: {
      c: [
        ['StartTime', isoSeconds(hour)],
        ['EndTime', isoSeconds(hour + 86_400_000)],
      ],
    },
    InternalReply: { c: [['Message', '']] },
    ExternalReply: { c: [['Message', '']] },
  };
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseroofsettings-operation */
export const getUserOofSettingsOperation: Operation = {
  name: 'GetUserOofSettings',
  element: 'GetUserOofSettingsRequest',
  since: 8,
  respond,
  run: (context, request) =>
    once(() => {
      const oof = { ...untouched(context), ...getSetting(context.store, mailboxOf(context, request).id, 'oof') };
      const inner = Object.entries(oof).map(([name, value]) => valueXml(name, value));
      // The oldest server writes its instants without a zone; they are UTC all the same.
      const xml =
        context.side.profile.level < 10
          ? inner.join('').replace(/Z<\/t:(Start|End)Time>/g, '</t:$1Time>')
          : inner.join('');
      return `<t:OofSettings>${xml}</t:OofSettings><m:AllowExternalOof>All</m:AllowExternalOof>`;
    }),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/setuseroofsettings-operation */
export const setUserOofSettingsOperation: Operation = {
  name: 'SetUserOofSettings',
  element: 'SetUserOofSettingsRequest',
  since: 8,
  respond,
  run: (context, request) =>
    once(() => {
      const mailbox = mailboxOf(context, request);
      const value = valueOfNode(requireChild(request, 'UserOofSettings'), 'UserOofSettings');
      const oof: Oof = Object.fromEntries(typeof value === 'string' ? [] : (value.c ?? []));
      const span = oof['Duration'];
      const [start, end] = ['StartTime', 'EndTime'].map((name) => parseInstant(childText(span, name) ?? ''));
      const isScheduled = oof['OofState'] === 'Scheduled';
      // One that is over already is refused too, which is unproven.
      if (isScheduled && (span === undefined || (end as number) <= context.side.now()))
        throw new EwsError('ErrorInvalidScheduledOofDuration');
      if (span !== undefined && (start as number) >= (end as number))
        throw new EwsError('ErrorInvalidScheduledOofDuration');
      setSetting(context.store, mailbox.id, 'oof', oof);
      countWrite(context, 'SetUserOofSettings');
      return undefined;
    }),
};
