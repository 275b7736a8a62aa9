import { hasFullAccess } from '../http/folder-rights.ts';
import type { Context } from '../side.ts';
import { fillOf } from '../store/limits.ts';
import type { Mailbox } from '../store/store.ts';
import { leaf, type Node, requireChild, textOf } from '../xml/node.ts';
import { EwsError } from './errors.ts';
import { once, type Operation, type Reply } from './operation.ts';
import { type Answer, answerOf, replyXml } from './reply-xml.ts';

/** Largest message of a mailbox without a limit of its own: Exchange's defaults (MaxReceiveSize), bytes. */
const largestOf = ({ level }: Context): number => (level >= 13 ? 37_748_736 : 10_485_760);

/** The operation has a status of its own, and one for each recipient. */
const respond = (replies: readonly Reply[]): Answer => {
  const [whole = {}, ...each] = replies;
  const { attributes, inner } = answerOf(whole);
  if (whole.error) return { attributes, inner };
  const messages = each.map((reply) => replyXml('m:MailTipsResponseMessageType', reply));
  return { attributes, inner: [inner, '<m:ResponseMessages>', ...messages, '</m:ResponseMessages>'] };
};

/** Nobody asks in the name of someone whom they may not be. Whether servers look at that is unproven. */
function requireSender(context: Context, address: string): void {
  const mailbox = context.store.mailbox(address.trim());
  if (!mailbox) throw new EwsError('ErrorNonExistentMailbox');
  if (!hasFullAccess(context, mailbox)) throw new EwsError('ErrorAccessDenied');
}

function tipsXml(context: Context, { id, email, name }: Mailbox, asked: ReadonlySet<string>): string {
  const { isFull, maxItemBytes = largestOf(context) } = fillOf(context.store, id);
  const wants = (tip: string): boolean => asked.has('All') || asked.has(tip);
  return [
    '<m:MailTips><t:RecipientAddress>',
    leaf('t:Name', name),
    leaf('t:EmailAddress', email),
    '<t:RoutingType>SMTP</t:RoutingType></t:RecipientAddress><t:PendingMailTips/>',
    wants('MailboxFullStatus') ? `<t:MailboxFull>${isFull}</t:MailboxFull>` : '',
    wants('MaxMessageSize') ? `<t:MaxMessageSize>${maxItemBytes}</t:MaxMessageSize>` : '',
    wants('InvalidRecipient') ? '<t:InvalidRecipient>false</t:InvalidRecipient>' : '',
    '</m:MailTips>',
  ].join('');
}

function run(context: Context, request: Node): Reply[] {
  const whole = once(() => {
    requireSender(context, textOf(requireChild(request, 'SendingAs'), 'EmailAddress') ?? '');
    return undefined;
  });
  if (whole[0]?.error) return whole;
  const asked = new Set((textOf(request, 'MailTipsRequested') ?? '').trim().split(/\s+/));
  const tips = requireChild(request, 'Recipients').children.flatMap((node) =>
    once(() => {
      const mailbox = context.store.mailbox((textOf(node, 'EmailAddress') ?? '').trim());
      if (!mailbox) throw new EwsError('ErrorInvalidRecipients');
      return tipsXml(context, mailbox, asked);
    }),
  );
  return [...whole, ...tips];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getmailtips-operation */
export const getMailTipsOperation: Operation = { name: 'GetMailTips', since: 10, respond, run };
