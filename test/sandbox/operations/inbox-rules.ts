import { requireMailbox } from '../http/access.ts';
import type { Value } from '../items/model.ts';
import { valueXml } from '../items/values.ts';
import type { Context } from '../side.ts';
import { getFolder } from '../store/folders.ts';
import { changeKeyText, parseId } from '../store/ids.ts';
import { getSetting, type InboxRule, rulesOf } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { type Node, textOf } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';
import { respondWithOne } from './reply-xml.ts';

/** Eight bytes, as a real one's. */
export function ruleIdText(id: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(id, 0);
  bytes.writeUInt32BE(0x30c1bffc, 4);
  return bytes.toString('base64');
}

export const ruleById = (rules: readonly InboxRule[], text: string): InboxRule | undefined =>
  rules.find((rule) => ruleIdText(rule.id) === text.trim());

/** The mailbox whose rules a request is about. */
export const rulesMailbox = (context: Context, request: Node): Mailbox =>
  requireMailbox(context, textOf(request, 'MailboxSmtpAddress') || undefined);

type Target = { folder?: string; isGone: boolean };

function targetOf(context: Context, mailbox: Mailbox, value: Value): Target {
  const id = typeof value === 'string' ? undefined : value.c?.[0]?.[1];
  const text = id && typeof id !== 'string' ? id.a?.['Id'] : undefined;
  const folder = text && getFolder(context.store, parseId(text)?.folder ?? 0);
  if (!text || !folder || folder.mailbox !== mailbox.id) return { isGone: true };
  const key = changeKeyText(mailbox.guid, folder.change, true);
  return { folder: `<t:FolderId Id="${text}" ChangeKey="${key}"/>`, isGone: false };
}

function actionsXml(context: Context, mailbox: Mailbox, actions: Value): { xml: string; isInError: boolean } {
  let xml = '';
  let isInError = false;
  for (const [name, value] of typeof actions === 'string' ? [] : (actions.c ?? [])) {
    if (!/^(?:Copy|Move)ToFolder$/.test(name)) {
      xml += valueXml(name, value);
      continue;
    }
    const { folder, isGone } = targetOf(context, mailbox, value);
    if (isGone) isInError = true;
    else xml += `<t:${name}>${folder}</t:${name}>`;
  }
  return { xml: xml ? `<t:Actions>${xml}</t:Actions>` : '', isInError };
}

function ruleXml(context: Context, mailbox: Mailbox, rule: InboxRule): string {
  const { fields } = rule;
  const { xml: actions, isInError } = actionsXml(context, mailbox, fields['Actions'] ?? '');
  const some = (name: string): string => {
    const value = fields[name];
    return value === undefined || value === '' || (typeof value !== 'string' && !value.c) ? '' : valueXml(name, value);
  };
  return [
    `<t:Rule><t:RuleId>${ruleIdText(rule.id)}</t:RuleId>`,
    valueXml('DisplayName', fields['DisplayName'] ?? ''),
    `<t:Priority>${rule.priority}</t:Priority>`,
    some('IsEnabled'),
    some('IsNotSupported'),
    // Where a message should go is no longer there: the rule stays, and says so.
    isInError ? '<t:IsInError>true</t:IsInError>' : '',
    some('Conditions'),
    some('Exceptions'),
    actions,
    '</t:Rule>',
  ].join('');
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getinboxrules-operation */
export const getInboxRulesOperation: Operation = {
  name: 'GetInboxRules',
  since: 10.1,
  respond: respondWithOne,
  run: (context, request) =>
    once(() => {
      const mailbox = rulesMailbox(context, request);
      const known = context.side.profile.quirks.hidesRules ? [] : rulesOf(context.store, mailbox.id);
      const rules = known.map((rule) => ruleXml(context, mailbox, rule));
      const hasBlob = getSetting(context.store, mailbox.id, 'outlookRuleBlob') ?? false;
      return `<m:OutlookRuleBlobExists>${hasBlob}</m:OutlookRuleBlobExists><m:InboxRules>${rules.join('')}</m:InboxRules>`;
    }),
};
