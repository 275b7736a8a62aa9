import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { childText, descend, type XmlElement } from '../../xml/scan.ts';

/** `rule` is a `<t:Rule>`; with its id where the server has it already. */
export type RuleOperation = { do: 'create' | 'set'; rule: Xml };

/**
 * Creates and replaces inbox rules, all or none; since Exchange 2010 SP1. If Outlook also keeps rules of its own, the
 * server refuses unless these may be removed.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateinboxrules-operation
 */
export function updateInboxRulesBody(
  mailbox: string,
  operations: readonly RuleOperation[],
  dropsOutlookRules: boolean,
): Piece[] {
  const list = operations.map(({ do: what, rule }) => {
    const name = what === 'create' ? 'CreateRuleOperation' : 'SetRuleOperation';
    return xml`<t:${name}>${rule}</t:${name}>`;
  });
  return [
    xml`
      <m:UpdateInboxRules>
        <m:MailboxSmtpAddress>${mailbox}</m:MailboxSmtpAddress>
        <m:RemoveOutlookRuleBlob>${dropsOutlookRules}</m:RemoveOutlookRuleBlob>
        <m:Operations>${list}</m:Operations>
      </m:UpdateInboxRules>`,
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
