import { EwsError } from './errors.ts';
import { requireFolder, requireItemById } from '../http/access.ts';
import { parseInstant } from '../items/values.ts';
import type { Context } from '../side.ts';
import type { Mailbox } from '../store/store.ts';
import { child, type Node, textOf } from '../xml/node.ts';

/** One thing that is wrong with a rule (RuleValidationErrorType). `field` is a RuleFieldURI. */
export type RuleProblem = { field: string; code: string; message: string; value: string };

type Report = (field: string, code: string, value?: string) => void;

const MESSAGES: Readonly<Record<string, string>> = {
  ConnectedAccountNotFound: 'The connected account was not found.',
  CreateWithRuleId: 'A new rule must not have an identifier.',
  DuplicatedOperationOnTheSameRule: 'There is more than one operation on the same rule.',
  DuplicatedPriority: 'There is already a rule with the same priority.',
  EmptyValueFound: 'The value is empty.',
  FolderDoesNotExist: 'The folder does not exist.',
  InvalidAddress: 'The address is not valid.',
  InvalidDateRange: 'The start of the date range is after its end.',
  InvalidFolderId: 'The folder id is not valid.',
  InvalidSizeRange: 'The size range is not valid.',
  InvalidValue: 'The value is not valid.',
  MessageClassificationNotFound: 'The message classification was not found.',
  MissingAction: 'The rule has no action.',
  MissingParameter: 'A required parameter is missing.',
  MissingRangeValue: 'The range has neither a start nor an end.',
  NotSettable: 'The property cannot be set.',
  RuleNotFound: 'The rule was not found.',
  SizeLessThanZero: 'The size is less than zero.',
  StringValueTooBig: 'The string is too long.',
  UnsupportedAddress: 'The address is of a type that is not supported.',
};

export const problem = (field: string, code: string, value = ''): RuleProblem => ({
  field,
  code,
  message: MESSAGES[code] ?? code,
  value,
});

// Kilobytes; MS-OXWSRULES 4.6 shows a larger one refused. With which code is unproven.
const MAX_SIZE = 999_999;
const MAX_STRING = 255;

function checkStrings(node: Node, field: string, report: Report): void {
  if (node.children.length === 0) report(field, 'EmptyValueFound');
  for (const { text } of node.children) {
    if (!text.trim()) report(field, 'EmptyValueFound');
    else if (text.length > MAX_STRING) report(field, 'StringValueTooBig', text.slice(0, MAX_STRING));
  }
}

function checkAddresses(node: Node, field: string, report: Report): void {
  if (node.children.length === 0) report(field, 'EmptyValueFound');
  for (const each of node.children) {
    const email = textOf(each, 'EmailAddress') ?? '';
    const routing = (textOf(each, 'RoutingType') ?? 'SMTP').toUpperCase();
    if (!/^(?:SMTP|EX|MOBILE)$/.test(routing)) report(field, 'UnsupportedAddress', email);
    else if (routing === 'SMTP' && !/^[^\s@]+@[^\s@]+$/.test(email)) report(field, 'InvalidAddress', email);
  }
}

function checkPredicates(node: Node | undefined, prefix: string, report: Report): void {
  for (const each of node?.children ?? []) {
    const field = `${prefix}:${each.name}`;
    if (each.name === 'WithinDateRange') {
      const [start, end] = [textOf(each, 'StartDateTime'), textOf(each, 'EndDateTime')];
      if (!start && !end) report(field, 'MissingRangeValue');
      if (start && end && parseInstant(start) > parseInstant(end)) report(field, 'InvalidDateRange', start);
    } else if (each.name === 'WithinSizeRange') {
      const [least, most] = ['MinimumSize', 'MaximumSize'].map((name) => textOf(each, name));
      if (!least && !most) report(field, 'MissingRangeValue');
      if (Number(least ?? 0) < 0 || Number(most ?? 0) < 0) report(field, 'SizeLessThanZero', least ?? most);
      else if (Number(most ?? MAX_SIZE) > MAX_SIZE || Number(least ?? 0) > Number(most ?? MAX_SIZE))
        report(field, 'InvalidSizeRange', most ?? least);
    } else if (each.name.endsWith('Addresses')) checkAddresses(each, field, report);
    // No mailbox here fetches from elsewhere, and no organisation classifies its messages.
    else if (each.name === 'FromConnectedAccounts') report(field, 'ConnectedAccountNotFound', each.children[0]?.text);
    else if (each.name === 'MessageClassifications')
      report(field, 'MessageClassificationNotFound', each.children[0]?.text);
    else if (/Strings$|^(?:Categories|ItemClasses)$/.test(each.name)) checkStrings(each, field, report);
  }
}

function checkActions(context: Context, mailbox: Mailbox, node: Node | undefined, report: Report): void {
  if (!node || node.children.length === 0) return report('Actions', 'MissingAction');
  for (const each of node.children) {
    const field = `Action:${each.name}`;
    try {
      if (/^(?:Copy|Move)ToFolder$/.test(each.name)) {
        const found = requireFolder(context, each.children[0] as Node);
        if (found.mailbox.id !== mailbox.id) report(field, 'FolderDoesNotExist');
      } else if (each.name.endsWith('Recipients')) checkAddresses(each, field, report);
      else if (each.name === 'AssignCategories') checkStrings(each, field, report);
      else if (each.name === 'ServerReplyWithMessage')
        requireItemById(context, each.attributes['Id'] as string, each.attributes['ChangeKey']);
    } catch (error) {
      if (!(error instanceof EwsError)) throw error;
      if (each.name === 'ServerReplyWithMessage') report(field, 'InvalidValue', each.attributes['Id']);
      else report(field, error.code === 'ErrorInvalidIdMalformed' ? 'InvalidFolderId' : 'FolderDoesNotExist', '');
    }
  }
}

/** Everything that is wrong with a Rule of a request by itself; what it shares with other rules is not looked at. */
export function checkRule(context: Context, mailbox: Mailbox, rule: Node): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const report: Report = (field, code, value) => void problems.push(problem(field, code, value));
  const name = child(rule, 'DisplayName')?.text ?? '';
  if (!name.trim()) report('DisplayName', 'EmptyValueFound');
  else if (name.length > MAX_STRING) report('DisplayName', 'StringValueTooBig', name.slice(0, MAX_STRING));
  const priority = textOf(rule, 'Priority') ?? '';
  if (Number(priority) < 1) report('Priority', 'InvalidValue', priority);
  for (const own of ['IsNotSupported', 'IsInError'])
    if (/^(?:true|1)$/.test(textOf(rule, own) ?? '')) report(own, 'NotSettable', 'true');
  checkPredicates(child(rule, 'Conditions'), 'Condition', report);
  checkPredicates(child(rule, 'Exceptions'), 'Exception', report);
  checkActions(context, mailbox, child(rule, 'Actions'), report);
  return problems;
}
