import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import type { Value } from '../items/model.ts';
import { valueOfNode } from '../items/values.ts';
import { type Context, countWrite } from '../side.ts';
import { folderIdText } from '../store/ids.ts';
import { getSetting, type InboxRule, removeRule, rulesOf, saveRule, setSetting } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { leaf, type Node, requireChild, textOf } from '../xml/node.ts';
import { checkRule, problem, type RuleProblem } from './inbox-rule-checks.ts';
import { ruleById, ruleIdText, rulesMailbox } from './inbox-rules.ts';
import { once, type Operation, type Reply } from './operation.ts';
import { respondWithOne } from './reply-xml.ts';

// What a mailbox holds of rules by default, bytes.
const QUOTA = 65_536;

const isTrue = (text: string | undefined): boolean => /^(?:true|1)$/.test(text ?? '');

/** The rule as it is kept: folders by their ids, what the server says itself left out. */
function fieldsOf(context: Context, rule: Node): Record<string, Value> {
  const resolved = (node: Node): Node => {
    if (!/^(?:Copy|Move)ToFolder$/.test(node.name)) return { ...node, children: node.children.map(resolved) };
    const { folder, mailbox } = requireFolder(context, node.children[0] as Node);
    const id: Node = {
      ...node,
      name: 'FolderId',
      attributes: { Id: folderIdText(mailbox.guid, folder.id) },
      children: [],
    };
    return { ...node, children: [id] };
  };
  const value = valueOfNode(resolved(rule), 'Rule');
  const own = new Set(['RuleId', 'Priority', 'IsNotSupported', 'IsInError']);
  return Object.fromEntries((typeof value === 'string' ? [] : (value.c ?? [])).filter(([name]) => !own.has(name)));
}

type Step = { problems: RuleProblem[]; before?: InboxRule; rule?: Node };

function readStep(context: Context, mailbox: Mailbox, operation: Node, known: readonly InboxRule[]): Step {
  if (operation.name === 'DeleteRuleOperation') {
    const id = textOf(operation, 'RuleId') ?? '';
    const before = ruleById(known, id);
    return before ? { problems: [], before } : { problems: [problem('RuleId', 'RuleNotFound', id)] };
  }
  const rule = requireChild(operation, 'Rule');
  const problems = checkRule(context, mailbox, rule);
  const id = textOf(rule, 'RuleId');
  if (operation.name === 'CreateRuleOperation') {
    if (id) problems.unshift(problem('RuleId', 'CreateWithRuleId', id));
    return { problems, rule };
  }
  const before = id ? ruleById(known, id) : undefined;
  if (!id) problems.unshift(problem('RuleId', 'MissingParameter'));
  else if (!before) problems.unshift(problem('RuleId', 'RuleNotFound', id));
  return before ? { problems, before, rule } : { problems, rule };
}

/** What the rules of the mailbox would say to each other afterwards. */
function checkTogether(steps: readonly Step[], known: readonly InboxRule[]): void {
  const touched = new Set<number>();
  for (const { before, problems } of steps) {
    if (!before) continue;
    if (touched.has(before.id))
      problems.push(problem('RuleId', 'DuplicatedOperationOnTheSameRule', ruleIdText(before.id)));
    touched.add(before.id);
  }
  const taken = new Set(known.filter((rule) => !touched.has(rule.id)).map((rule) => rule.priority));
  for (const { rule, problems } of steps) {
    const priority = Number(rule && textOf(rule, 'Priority'));
    if (rule && taken.has(priority)) problems.push(problem('Priority', 'DuplicatedPriority', String(priority)));
    taken.add(priority);
  }
}

function problemsXml(steps: readonly Step[]): string {
  const list = steps.map(({ problems }, index) => {
    if (problems.length === 0) return '';
    const errors = problems.map(
      ({ field, code, message, value }) =>
        `<t:Error><t:FieldURI>${field}</t:FieldURI><t:ErrorCode>${code}</t:ErrorCode>${leaf('t:ErrorMessage', message)}${leaf('t:FieldValue', value)}</t:Error>`,
    );
    return `<t:RuleOperationError><t:OperationIndex>${index}</t:OperationIndex><t:ValidationErrors>${errors.join('')}</t:ValidationErrors></t:RuleOperationError>`;
  });
  return `<m:RuleOperationErrors>${list.join('')}</m:RuleOperationErrors>`;
}

function update(context: Context, request: Node): Reply {
  const mailbox = rulesMailbox(context, request);
  const { store } = context;
  const known = rulesOf(store, mailbox.id);
  const hasBlob = getSetting(store, mailbox.id, 'outlookRuleBlob') ?? false;
  if (hasBlob && !isTrue(textOf(request, 'RemoveOutlookRuleBlob'))) throw new EwsError('ErrorOutlookRuleBlobExists');
  const steps = requireChild(request, 'Operations').children.map((node) => readStep(context, mailbox, node, known));
  checkTogether(steps, known);
  // One wrong operation, and none is done.
  if (steps.some(({ problems }) => problems.length > 0))
    return { error: new EwsError('ErrorInboxRulesValidationError'), body: problemsXml(steps) };
  store.transaction(() => {
    for (const { rule, before } of steps) {
      if (before && !rule) removeRule(store, before.id);
      if (!rule) continue;
      const next = { priority: Number(textOf(rule, 'Priority')), fields: fieldsOf(context, rule) };
      saveRule(store, mailbox.id, before ? { ...next, id: before.id } : next);
    }
    const bytes = rulesOf(store, mailbox.id).reduce((sum, rule) => sum + JSON.stringify(rule.fields).length, 0);
    if (bytes > QUOTA) throw new EwsError('ErrorRulesOverQuota');
    if (hasBlob) setSetting(store, mailbox.id, 'outlookRuleBlob', false);
  });
  countWrite(context, 'UpdateInboxRules', steps.length);
  return {};
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateinboxrules-operation */
export const updateInboxRulesOperation: Operation = {
  name: 'UpdateInboxRules',
  since: 10.1,
  respond: respondWithOne,
  run(context, request) {
    let reply: Reply = {};
    const [refused] = once(() => {
      reply = update(context, request);
      return undefined;
    });
    return [refused?.error ? refused : reply];
  },
};
