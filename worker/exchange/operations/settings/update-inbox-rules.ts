import { escapeXml, type Piece } from '../../xml/bytes.ts';
import { childText, descend, type XmlElement } from '../../xml/scan.ts';

/** `xml` is a `<t:Rule>`; with its id where it is there already. */
export type RuleOperation = { do: 'create' | 'set'; xml: string };

/**
 * Makes and replaces inbox rules, all or none; since Exchange 2010 SP1. While Outlook keeps rules of its own beside, the
 * server refuses unless these may go.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateinboxrules-operation
 */
export function updateInboxRulesBody(
  mailbox: string,
  operations: readonly RuleOperation[],
  dropsOutlookRules: boolean,
): Piece[] {
  const list = operations.map(({ do: what, xml }) => {
    const name = what === 'create' ? 'CreateRuleOperation' : 'SetRuleOperation';
    return `<t:${name}>${xml}</t:${name}>`;
  });
  return [
    `<m:UpdateInboxRules><m:MailboxSmtpAddress>${escapeXml(mailbox)}</m:MailboxSmtpAddress>` +
      `<m:RemoveOutlookRuleBlob>${dropsOutlookRules}</m:RemoveOutlookRuleBlob>` +
      `<m:Operations>${list.join('')}</m:Operations></m:UpdateInboxRules>`,
  ];
}

export type RuleRefusal = { index: number; code: string; message: string };

/** What the server found wrong, by operation; the first finding of each. */
export function readRuleErrors(response: XmlElement): RuleRefusal[] {
  const errors = descend(response, 'RuleOperationErrors')?.children ?? [];
  return errors.map((error) => {
    const first = descend(error, 'ValidationErrors', 'Error');
    const field = childText(first, 'FieldURI') ?? '';
    return {
      index: Number(childText(error, 'OperationIndex')),
      code: childText(first, 'ErrorCode') ?? 'UnexpectedError',
      message: `${childText(first, 'ErrorMessage') ?? 'The server refuses the rule.'} (${field})`,
    };
  });
}
